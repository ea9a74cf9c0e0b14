package import CommandLine
import LwM2M
import Wording

/// The text of a project file: members of JSON with their places.
package struct ProjectText {
    private let bytes: [UInt8]
    private let path: String

    /// A member of an object.
    package struct Entry {
        /// As it is spelled, without escapes.
        package var name: String
        /// Where the name stands, in bytes.
        var offset: Int
        package var value: Value
    }

    /// What a member holds.
    package struct Value {
        package var content: Content
        /// `xlwm2m.json:3:5`
        package var place: String

        package enum Content {
            case text(String)
            /// As it is spelled.
            case number(String)
            case flag(Bool)
            case list([String])
            case entries([Entry])
        }

        /// The texts and numbers of a value or a list, as a command line has them.
        ///
        /// - throws: a usage failure for anything else.
        package func texts() throws -> [String] {
            switch content {
            case .text(let text), .number(let text): return [text]
            case .list(let texts): return texts
            case .flag, .entries: throw failure("a text, a number or a list of them goes here")
            }
        }

        /// A usage failure at the place of the value.
        package func failure(_ why: String) -> CommandFailure { .usage("\(place): \(why)") }
    }

    /// - Parameter path: as errors name it.
    package init(_ bytes: [UInt8], path: String) { (self.bytes, self.path) = (bytes, path) }

    /// The members of the text, which is one object.
    ///
    /// - throws: a usage failure with file, line and column.
    package func entries() throws -> [Entry] {
        var place = 0
        do throws(LwM2MError) {
            var reader = try JSONReader(bytes)
            do throws(LwM2MError) {
                guard try reader.next() == .object else { throw reader.refusal("a project file is an object") }
                let entries = try self.entries(&reader, depth: 0)
                try reader.end()
                return entries
            } catch {
                place = reader.position
                throw error
            }
        } catch {
            throw CommandFailure.usage("\(self.place(of: place)): \(error.message)")
        }
    }

    private func entries(_ reader: inout JSONReader, depth: Int) throws(LwM2MError) -> [Entry] {
        var entries: [Entry] = []
        try reader.object { (name, reader) throws(LwM2MError) in
            let offset = reader.namePosition
            guard !entries.contains(where: { $0.name == name }) else { throw reader.refusal("'\(name)' stands twice") }
            entries.append(Entry(name: name, offset: offset, value: try value(&reader, depth: depth)))
        }
        return entries
    }

    private func value(_ reader: inout JSONReader, depth: Int) throws(LwM2MError) -> Value {
        let kind = try reader.next()
        let place = self.place(of: reader.position)
        switch kind {
        case .object:
            guard depth < 2 else { throw reader.refusal("an object goes no deeper") }
            return Value(content: .entries(try entries(&reader, depth: depth + 1)), place: place)
        case .array:
            var texts: [String] = []
            try reader.array { (reader) throws(LwM2MError) in
                switch try reader.next() {
                case .string: texts.append(try reader.string())
                case .number: texts.append(try reader.number())
                default: throw reader.refusal("a list has texts and numbers")
                }
            }
            return Value(content: .list(texts), place: place)
        case .string: return Value(content: .text(try reader.string()), place: place)
        case .number: return Value(content: .number(try reader.number()), place: place)
        case .boolean: return Value(content: .flag(try reader.boolean()), place: place)
        case .null: throw reader.refusal("leave out what is to be as it always is")
        }
    }

    /// An entry that nobody knows.
    package func unknown(_ entry: Entry, among known: [String]) -> CommandFailure {
        let nearest = Spelling.suggestion(for: entry.name, among: known)
        let all = nearest.isEmpty ? "; there are \(known.joined(separator: ", "))" : nearest
        return .usage("\(place(of: entry.offset)): '\(Printable.escaped(entry.name))' is not known\(all)")
    }

    /// File, line and column of a byte, both from 1; columns are characters.
    private func place(of offset: Int) -> String {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return "\(path):\(line):\(String(decoding: before[start...], as: UTF8.self).count + 1)"
    }
}
