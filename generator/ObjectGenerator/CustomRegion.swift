package import LwM2M

/// A place in a generated file whose lines belong to the engineer.
package struct CustomRegion: Hashable, Sendable {
    /// As spelled in the marker lines: `before write`.
    package let name: String

    private init(_ name: String) { self.name = name }

    /// After the tables, before the functions.
    package static let file = CustomRegion("file")
    /// Where an instance gets its own fields, which are saved with it.
    package static let state = CustomRegion("state")
    /// After the saved instances have been restored.
    package static let load = CustomRegion("load")
    /// Before an instance is created.
    package static let beforeCreate = CustomRegion("before create")
    package static let create = CustomRegion("create")
    /// Before an instance is deleted.
    package static let beforeDelete = CustomRegion("before delete")
    package static let delete = CustomRegion("delete")
    package static let read = CustomRegion("read")
    /// Before a value is stored.
    package static let beforeWrite = CustomRegion("before write")
    package static let write = CustomRegion("write")
    /// Before anything is executed.
    package static let beforeExecute = CustomRegion("before execute")
    /// After the region of the executed Resource.
    package static let execute = CustomRegion("execute")
    /// What `adopt` found no place for; present only in a file that has some.
    package static let adopted = CustomRegion("adopted")
    /// In a test file, before the tests generated from the definition.
    package static let contract = CustomRegion("contract")
    /// In a test file, after the generated tests.
    package static let tests = CustomRegion("tests")

    /// What one executable Resource does.
    package static func execute(_ resource: ResourceID) -> CustomRegion { CustomRegion("execute \(resource)") }

    /// Whether each executable Resource has its own region of this kind.
    package var isOfOneResource: Bool { !Self.named.contains(self) }

    /// The regions with names of their own, in file order.
    static let named: [CustomRegion] = [
        .file, .state, .load, .beforeCreate, .create, .beforeDelete, .delete, .read, .beforeWrite, .write,
        .beforeExecute, .execute, .adopted, .contract, .tests,
    ]
    private static let byName = Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0) })

    /// The region with this name in marker lines; nil for any other word.
    init?(named name: String) {
        if let region = Self.byName[name] {
            self = region
            return
        }
        guard name.hasPrefix("execute "), let id = ResourceID(name.dropFirst(8)), name == "execute \(id)" else {
            return nil
        }
        self = .execute(id)
    }

    private static let beginning = ": your code between these two lines is kept"
    private static let ending = ": end"

    /// The line before the code, without indentation; its spelling never changes.
    var begin: String { "-- custom \(name)\(Self.beginning)" }
    /// The line after the code, without its indent; its spelling never changes.
    var end: String { "-- custom \(name)\(Self.ending)" }
}

extension CustomRegion: Comparable {
    /// In file order.
    package static func < (a: CustomRegion, b: CustomRegion) -> Bool {
        a.rank == b.rank
            ? a.name.count < b.name.count || a.name.count == b.name.count && a.name < b.name : a.rank < b.rank
    }

    private var rank: Int { Self.named.firstIndex(of: self) ?? Self.named.firstIndex(of: .execute) ?? 0 }
}

extension CustomRegion {
    /// A line that begins or ends a region.
    enum Marker: Hashable {
        case begin(CustomRegion)
        case end(CustomRegion)

        /// Nil for any other line; blanks around the marker are ignored.
        init?(_ line: ArraySlice<UInt8>) {
            let head = "-- custom ".utf8
            guard let text = Self.comment(line), text.starts(with: head), text.count < 100 else { return nil }
            let words = String(decoding: text.dropFirst(head.count), as: UTF8.self)
            if words.hasSuffix(CustomRegion.beginning) {
                guard let region = CustomRegion(named: String(words.dropLast(CustomRegion.beginning.count))) else {
                    return nil
                }
                self = .begin(region)
            } else if words.hasSuffix(CustomRegion.ending) {
                guard let region = CustomRegion(named: String(words.dropLast(CustomRegion.ending.count))) else {
                    return nil
                }
                self = .end(region)
            } else {
                return nil
            }
        }

        /// The text of a line that appears to be a damaged marker, `-- custom reed: end`; nil for any other line.
        static func lookalike(_ line: ArraySlice<UInt8>) -> String? {
            guard let comment = comment(line) else { return nil }
            let text = String(decoding: comment.prefix(100), as: UTF8.self)
            let words = text.lowercased().drop { $0 == "-" || $0 == " " }
            guard words.hasPrefix("custom"), words.contains(":"),
                words.hasSuffix("end") || words.contains("your code between")
            else { return nil }
            return String(text.map { $0.isASCII && ($0 >= " " && $0 != "\u{7F}") ? $0 : "?" })
        }

        private static func comment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            guard line.count > 10, line.contains(0x3A) else { return nil }
            let text = trimmed(line)
            return text.starts(with: "--".utf8) ? text : nil
        }
    }
}
