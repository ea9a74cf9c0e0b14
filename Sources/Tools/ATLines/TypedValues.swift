import Console
import FileSystem
import LwM2M
import Wording

/// Reads `NAME=VALUE` words into Resources with the types of an Object's definition.
struct TypedValues {
    private let definition: ObjectDefinition
    private let names: ResourceNames
    private static let longestFile = 65_536

    init(_ definition: ObjectDefinition) {
        self.definition = definition
        names = ResourceNames(definition)
    }

    /// - throws: for a word that is not `NAME=VALUE` or `NAME/INSTANCE=VALUE`, an unknown name, and a value that does not
    ///   fit the type.
    func resources(_ words: [Word]) throws(ConsoleError) -> [Resource] {
        var assignments: [Assignment] = []
        for word in words { assignments.append(try assignment(word)) }
        return try assignments.resources(by: definition)
    }

    /// The Resource at a path, with the one value that a word has.
    func resource(_ id: ResourceID, _ word: Word) throws(ConsoleError) -> [Resource] {
        try [Assignment(resource: id, value: try spelled(word, for: id))].resources(by: definition)
    }

    private func assignment(_ word: Word) throws(ConsoleError) -> Assignment {
        guard let equals = word.raw.firstIndex(of: "=") else {
            throw ConsoleError("'\(word.raw)' is not NAME=VALUE, as in lifetime=300", column: word.column)
        }
        let place = word.raw[..<equals].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let instance = place.count == 2 ? UInt16(segment: place[1].utf8) : nil
        guard let name = place.first, place.count == 1 || instance != nil else {
            throw ConsoleError("'\(word.raw[..<equals])' is not NAME or NAME/INSTANCE", column: word.column)
        }
        let id = try names.resource(String(name), column: word.column)
        let raw = String(word.raw[word.raw.index(after: equals)...])
        let value = Word(raw, column: word.column + word.raw.distance(from: word.raw.startIndex, to: equals) + 1)
        return Assignment(resource: id, resourceInstance: instance, value: try spelled(value, for: id))
    }

    /// A value in a spelling that prompts read too: the keys of Object 0 as options take them, the content of files,
    /// words for numbers.
    private func spelled(_ word: Word, for id: ResourceID) throws(ConsoleError) -> Word {
        let text = word.text
        if definition.id == .security, id == SecurityResource.securityMode, let mode = Self.modes[text.lowercased()] {
            return Word(mode, column: word.column)
        }
        guard definition[id]?.type == .opaque, !ValueText.isList(word) else { return word }
        do {
            if definition.id == .security, id == SecurityResource.identity || id == SecurityResource.secretKey {
                let part: CredentialPart = id == SecurityResource.identity ? .identity : .key
                let key = try PreSharedKeyText(parsing: text, as: part).read(as: part).bytes
                return Self.octets(key, column: word.column)
            }
            guard text.hasPrefix("file:") else { return word }
            return Self.octets(try Files.read(String(text.dropFirst(5)), limit: Self.longestFile), column: word.column)
        } catch {
            throw ConsoleError("\(error)", column: word.column)
        }
    }

    private static func octets(_ bytes: [UInt8], column: Int) -> Word {
        Word("hex:" + Hexadecimal.text(of: bytes), column: column)
    }

    /// The security modes by name.
    ///
    /// - Source: LwM2M 1.0.1 appendix E.1, Resource 2.
    private static let modes = ["psk": "0", "rpk": "1", "certificate": "2", "none": "3", "nosec": "3"]
}
