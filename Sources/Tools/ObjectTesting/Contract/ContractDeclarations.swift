import FileSystem
import Lua
import ObjectGenerator

/// The `contract` declarations in an Object's test file, for tests that are generated without that file.
struct ContractDeclarations {
    /// The path of the test file.
    let path: String
    /// Its declarations and the constants that they use, each on its own line.
    let text: [UInt8]

    /// The declarations in the first test file found for an Object: beside it, in `tests/` there, or likewise in the
    /// given folders; nil if there are none.
    init?(ofObjectAt objectPath: String, folders: [String]) {
        let name = Paths.stem(of: Paths.name(of: objectPath)) + "_test.lua"
        for folder in [Paths.directory(of: objectPath)] + folders {
            for place in [Paths.join(folder, name), Paths.join(Paths.join(folder, "tests"), name)]
            where Files.status(place)?.kind == .file {
                guard let text = try? Files.read(place, limit: Self.longest), let found = Self.declarations(in: text)
                else { continue }
                (path, self.text) = (place, found)
                return
            }
        }
        return nil
    }

    private static let longest = 4 << 20

    /// The `contract` calls in a test file and its constants, with all else blanked out; nil without such a call.
    static func declarations(in text: [UInt8]) -> [UInt8]? {
        guard let syntax = LuaPlaces(text) else { return nil }
        let outside = syntax.statements.filter { $0.context.function.isEmpty && $0.context.depth == 0 }
        var kept = outside.filter { statement in
            if case .call(let name) = statement.kind {
                name.hasPrefix("contract.") && name != "contract.test"
            } else {
                false
            }
        }
        guard !kept.isEmpty else { return nil }
        // Last constants first, since they may use earlier ones.
        for statement in outside.reversed() {
            guard case .local(let name, _) = statement.kind,
                kept.contains(where: { $0 != statement && syntax.tokens[$0.words].contains { $0.is(name) } })
            else { continue }
            kept.append(statement)
        }
        var blank = text.map { $0 == 0x0A ? $0 : 0x20 }
        for statement in kept {
            let words = syntax.tokens[statement.words]
            guard let first = words.first, let last = words.last else { continue }
            let range = first.range.lowerBound..<last.range.upperBound
            blank.replaceSubrange(range, with: text[range])
        }
        return blank
    }
}
