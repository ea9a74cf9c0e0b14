import Lua
package import LwM2M

/// What the text of a Lua file reveals, whether or not it runs: which Object it is, or that it is a test.
///
/// - Source: object contract §1, §3: each Object's file registers it with `lwm2m_object_tbl_add` when it is loaded.
package struct ObjectText: Hashable, Sendable {
    /// Whether the text registers an Object; words in comments and strings do not count.
    package private(set) var registers = false
    /// The id of the Object; nil if the text does not give it as a number.
    package private(set) var id: ObjectID?
    /// Whether the text declares tests: `it(...)`, `describe(...)`, or functions of the xUnit table.
    package private(set) var declaresTests = false

    /// Analyses the tokens of a text.
    package init(_ text: [UInt8]) {
        let tokens = LuaToken.all(in: text)
        for (index, token) in tokens.enumerated() where token.kind == .name {
            func next(_ offset: Int) -> LuaToken? { index + offset < tokens.count ? tokens[index + offset] : nil }
            // A method or field of that name belongs to something else.
            let isField = index > 0 && (tokens[index - 1].is(".") || tokens[index - 1].is(":"))
            switch token.text {
            case "lwm2m_object_tbl_add" where next(1)?.is("(") == true:
                registers = true
                if let number = next(2)?.integer.flatMap({ ObjectID(exactly: $0) }) { id = id ?? number }
            case "objectId" where next(1)?.is("=") == true && next(2)?.is("=") == false:
                id = id ?? next(2)?.integer.flatMap { ObjectID(exactly: $0) }
            case "it", "describe", "before_each", "context", "insulate", "expose":
                guard !isField, let next = next(1) else { continue }
                if next.is("(") || next.kind == .string { declaresTests = true }
            default: continue
            }
        }
    }

    /// Whether the file is an Object to be served, checked and loaded: its text decides, whatever its name ends in.
    package var isObject: Bool { registers && !declaresTests }

    /// Whether a name looks like that of a test: `*_test.lua`, `test_*.lua` or `*_spec.lua`. An Object may have such a
    /// name too, `object_link_test.lua`; then its text decides.
    package static func isNameOfTest(_ name: String) -> Bool {
        guard name.hasSuffix(".lua") else { return false }
        return name.hasSuffix("_test.lua") || name.hasSuffix("_spec.lua") || name.hasPrefix("test_")
    }
}
