import Console
import LwM2M
import Wording

/// Finds the Resource that a person names: by its id, by its name, or by some words of its name.
///
/// `short_server_id`, `uri` for "LwM2M Server URI", `mode` for "Security Mode": of several names that have all the words
/// the one with the fewest words is meant, if there is only one such.
struct ResourceNames {
    private let definition: ObjectDefinition

    init(_ definition: ObjectDefinition) { self.definition = definition }

    /// - throws: for a name that fits no Resource of the Object, or several equally well.
    func resource(_ name: String, column: Int) throws(ConsoleError) -> ResourceID {
        if let id = UInt16(segment: name.utf8) { return id }
        if let id = shortcut(name.lowercased()) { return id }
        let wanted = Self.words(name)
        let all = definition.resources.map { (id: $0.id, words: Self.words($0.name)) }
        if let exact = all.first(where: { $0.words == wanted }) { return exact.id }
        let fitting = all.filter { resource in !wanted.isEmpty && wanted.allSatisfy(resource.words.contains) }
        let least = fitting.map(\.words.count).min() ?? 0
        let best = fitting.filter { $0.words.count == least }
        if best.count == 1 { return best[0].id }
        guard best.isEmpty else {
            let choices = best.map { "\($0.words.joined(separator: "_")) (\($0.id))" }.joined(separator: " or ")
            throw ConsoleError("'\(name)' may be \(choices)", column: column)
        }
        throw ConsoleError(
            "Object \(definition.id), \(definition.name), has no Resource '\(name)'"
                + Spelling.suggestion(
                    for: wanted.joined(separator: "_"), among: all.map { $0.words.joined(separator: "_") }),
            column: column)
    }

    /// What people call some Resources whatever their name is.
    private func shortcut(_ name: String) -> ResourceID? {
        switch (definition.id, name) {
        case (.security, "psk"): SecurityResource.secretKey
        case (.security, "ssid"): SecurityResource.shortServerID
        case (.server, "ssid"): ServerResource.shortServerID
        default: nil
        }
    }

    /// The words of a name in lower case, split where there is neither a letter nor a digit.
    private static func words(_ name: String) -> [String] {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
