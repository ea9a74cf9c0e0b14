import Lua
import Testing

/// The tree of a Lua text: what belongs together, and that no text brings its reader down.
struct LuaSyntaxTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { text }
        let text: String
        /// Each statement with its values in brackets as they bind; nil for what is no Lua.
        let tree: String?

        init(_ text: String, _ tree: String?) { (self.text, self.tree) = (text, tree) }
    }

    static let cases = [
        Case("", ""), Case("x = 1 + 2 * 3", "x = (1 + (2 * 3))"), Case("x = 1 - 2 - 3", "x = ((1 - 2) - 3)"),
        Case("x = a .. b .. c", "x = (a .. (b .. c))"), Case("x = -2 ^ 2", "x = (-(2 ^ 2))"),
        Case("x = not a == b", "x = ((not a) == b)"), Case("x = a or b and c", "x = (a or (b and c))"),
        Case("x = 1 < 2 == true", "x = ((1 < 2) == true)"), Case("x = a // 2 ~ 1", "x = ((a // 2) ~ 1)"),
        Case("x = ~a ~ ~b", "x = ((~a) ~ (~b))"), Case("x = a << 1 | b", "x = ((a << 1) | b)"),
        Case("f(a, ...)", "call f(a ...)"), Case("f { 1 } 'x' (2)", "call f({1})(x)(2)"),
        Case("a.b[c]:d('e')", "call a.b[c]:d(e)"), Case("('x'):rep(3)", "call (x):rep(3)"),
        Case("x, y.z = 1, {a = 1, [b] = 2, 3}", "x y.z = 1 {a=1 [b]=2 3}"),
        Case("local x, y", "local x y ="),
        Case("local x = function(a, ...) return a end", "local x = function(a){return a}"),
        Case("local function f() end", "function f(){}"), Case("function a.b:c(d) end", "function a.b:c(d){}"),
        Case("if a then b() elseif c then else d() end", "if a {call b()} c {} else {call d()}"),
        Case("while a do break end", "while a {other}"), Case("repeat local x = 1 until x", "repeat {local x = 1} x"),
        Case("for i = 1, 2 do end", "for i = 1 2 {}"),
        Case("for k, v in pairs(t) do f() end", "for k v = pairs(t) {call f()}"),
        Case("do ; ::a:: goto a end", "do {other other other}"), Case("return", "return"),
        Case("return a; ", "return a"),
        Case("x = [[a\n]] -- b\ny = 'c'", "x = a\n y = c"),
        Case("x =", nil), Case("x = 1 +", nil), Case("x", nil), Case("x.y", nil), Case("(f)", nil), Case("f(", nil),
        Case("if a then", nil), Case("end", nil), Case("for 1 do end", nil), Case("local 1", nil), Case("x = {", nil),
        Case("'x'()", nil), Case("goto", nil), Case("::a", nil), Case("function() end", nil), Case("and()", nil),
    ]

    @Test(arguments: cases) func readsTheTree(_ test: Case) {
        let syntax = LuaSyntax(Array(test.text.utf8))
        #expect(syntax.map { Tree(syntax: $0).text($0.statements) } == test.tree)
    }

    /// Texts that are as high or as deep as nobody writes: read or refused, but never the end of the program.
    @Test(arguments: [
        ("x = 1" + String(repeating: " + 1", count: 1000), true),
        ("x = 1" + String(repeating: " + 1", count: 100_000), false),
        ("f" + String(repeating: "()", count: 100_000), false),
        ("f()" + String(repeating: ".x", count: 100_000) + "()", false),
        ("x = 'a'" + String(repeating: " .. 'a'", count: 150), true),
        ("x = " + String(repeating: "(", count: 100_000), false),
        ("x = " + String(repeating: "{", count: 100_000), false),
        ("x = " + String(repeating: "-", count: 100_000) + "1", false),
        (String(repeating: "do ", count: 150) + String(repeating: "end ", count: 150), true),
        (String(repeating: "do ", count: 100_000), false), (String(repeating: "x = 1\n", count: 100_000), true),
        ("x = {" + String(repeating: "1,", count: 100_000) + "}", true),
        ("x = " + String(repeating: "(1" + String(repeating: "+1", count: 1400) + "+", count: 100), false),
    ]) func comesToAnEnd(_ text: String, _ isRead: Bool) {
        #expect((LuaSyntax(Array(text.utf8)) != nil) == isRead)
    }
}

/// A tree as text.
private struct Tree {
    let syntax: LuaSyntax

    func text(_ statements: [LuaStatement]) -> String { statements.map(text).joined(separator: " ") }

    private func word(_ index: Int) -> String { syntax.words[index].text }

    private func list(_ values: [LuaExpression]) -> String { values.map(text).joined(separator: " ") }

    private func names(_ places: [Int]) -> String { places.map(word).joined(separator: " ") }

    private func text(_ statement: LuaStatement) -> String {
        switch statement.kind {
        case .local(let places, let values):
            values.isEmpty ? "local \(names(places)) =" : "local \(names(places)) = \(list(values))"
        case .assignment(let targets, let values): "\(list(targets)) = \(list(values))"
        case .call(let call): "call " + text(call)
        case .if(let branches):
            "if "
                + branches.map { "\($0.condition.map(text) ?? "else") {\(text($0.body))}" }.joined(separator: " ")
        case .while(let condition, let body): "while \(text(condition)) {\(text(body))}"
        case .for(let places, let values, let body): "for \(names(places)) = \(list(values)) {\(text(body))}"
        case .repeat(let body, let condition): "repeat {\(text(body))} \(text(condition))"
        case .do(let body): "do {\(text(body))}"
        case .function(let name, let body, _): "function " + name.map(word).joined() + text(body)
        case .return(let values): values.isEmpty ? "return" : "return \(list(values))"
        case .other: "other"
        }
    }

    private func text(_ body: LuaBody) -> String { "(\(names(body.parameters))){\(text(body.statements))}" }

    private func text(_ value: LuaExpression) -> String {
        let first = word(value.words.lowerBound)
        switch value.kind {
        case .constant, .number, .text, .variable: return first
        case .variadic: return "..."
        case .field(let owner, let name): return text(owner) + "." + word(name)
        case .index(let owner, let key): return "\(text(owner))[\(text(key))]"
        case .call(let function, let arguments): return "\(text(function))(\(list(arguments)))"
        case .method(let owner, let name, let arguments): return "\(text(owner)):\(word(name))(\(list(arguments)))"
        case .parentheses(let inner): return "(\(text(inner)))"
        case .table(let fields):
            return "{"
                + fields.map { field in
                    switch field.key {
                    case .name(let name)?: "\(word(name))=\(text(field.value))"
                    case .value(let key)?: "[\(text(key))]=\(text(field.value))"
                    case nil: text(field.value)
                    }
                }.joined(separator: " ") + "}"
        case .function(let body): return "function" + text(body)
        case .unary(let side): return "(\(first == "not" ? "not " : first)\(text(side)))"
        case .binary(let left, let words, let right):
            return "(\(text(left)) \(words.map(word).joined()) \(text(right)))"
        }
    }
}
