import Lua
import TestSupport
import Testing

struct GlobalUseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let source: String
        /// `line kind name(arguments)`, `!` for what is guarded and `?` for what only asks.
        let uses: [String]

        init(_ name: String, _ source: String, _ uses: [String]) {
            (testDescription, self.source, self.uses) = (name, source, uses)
        }
    }

    static let cases = [
        Case("a call", "lua_send_urc(3, 'abc')", ["1 call lua_send_urc(3,'abc')"]),
        Case("a call with what only a run knows", "f(...)\nf(1, g())", ["1 call f(*)", "2 call f(*)", "2 call g()"]),
        Case(
            "what a function of the library answers", "f(string.format('%d', 1))",
            ["1 call f(text)", "1 read string", "1 call string.format('%d',1)"]),
        Case(
            "a text of anything", "f(tostring(g), #g)",
            ["1 call f(text,number)", "1 call tostring(?)", "1 read g", "1 read g"]),
        Case("a method of a text", "f(('a'):rep(3))", ["1 call f(text)"]),
        Case(
            "a method of a text that was made", "local s = 'a' .. x\nf(s:len(), (s:upper()))",
            ["1 read x", "2 call f(number,text)"]),
        Case("a method of what is a text for that", "local s = ...\nf(s:upper())", ["2 call f(text)"]),
        Case(
            "a method of a table of its own", "local s = { upper = g }\nf(s:upper())",
            ["1 read g", "2 call f(*)"]),
        Case("a text that is joined", "f('a' .. x)", ["1 call f(text)", "1 read x"]),
        Case(
            "a local that holds what a call answers", "local s = string.rep('a', 3)\nf(s)",
            ["1 read string", "1 call string.rep('a',3)", "2 call f(text)"]),
        Case("two values of one call", "f(1, ('a'):gsub('b', 'c'))", ["1 call f(1,text,number)"]),
        Case("one of two texts", "local s = 'a'\nif x then s = 'b' end\nf(s)", ["2 read x?", "3 call f(text)"]),
        Case("a text or a number", "local s = 'a'\nif x then s = 1 end\nf(s)", ["2 read x?", "3 call f(?)"]),
        Case(
            "a function of the file", "local function t(n) if n then return 'a' end return 'b' .. n end\nf(t(1))",
            ["2 call f(text)"]),
        Case(
            "a function of the file, in another one",
            "local function t() return tostring(1) end\nfunction g() f(t()) end",
            ["1 call tostring(1)", "2 call f(text)", "2 write g"]),
        Case(
            "a global function of the file", "function t() return 'a', 2 end\nfunction g() f(t()) end",
            ["1 write t", "2 call f(text,number)", "2 call t()", "2 write g"]),
        Case(
            "a function that answers one value or two",
            "local function t(n) if n then return 1, 2 end return 1 end\nf(t())",
            ["2 call f(*)"]),
        Case("a function that calls itself", "local function t() return t() end\nf(t())", ["2 call f(*)"]),
        Case(
            "a function of the library that the script replaces", "tostring = g\nf(tostring(1))",
            ["1 read g", "1 write tostring", "2 call f(*)", "2 call tostring(1)"]),
        Case("a field", "return coap.COAP_205_CONTENT", ["1 read coap", "1 read coap.COAP_205_CONTENT"]),
        Case("a field by its name in brackets", "local n = 'X'\nreturn coap[n]", ["2 read coap", "2 read coap.X"]),
        Case("a field that is computed", "return coap['X' .. y]", ["1 read coap", "1 read y"]),
        Case("a write", "value = 1\nt.x = 2", ["1 write value", "2 read t", "2 write t.x"]),
        Case("a method", "s:len(1)", ["1 read s", "1 call s.len(?,1)"]),
        Case("a field's call", "string.format('%d', 1)", ["1 read string", "1 call string.format('%d',1)"]),
        Case("another name", "local f = lua_send_urc\nf('x')", ["1 call lua_send_urc('x')"]),
        Case(
            "another name, called twice", "local f = g\nf()\nf(1)", ["1 call g()", "3 call g(1)"]),
        Case(
            "another name inside a function", "local f = g\nfunction h() f(1) end",
            ["1 read g", "2 call g(1)", "2 write h"]),
        Case(
            "a variable that changes", "local f = g\nf = print\nfunction h() f(1) end",
            ["1 read g", "2 read print", "3 write h"]),
        Case(
            "a variable that a function changes", "local f = g\nlocal function k() f = 1 end\nfunction h() f(1) end",
            ["1 read g", "3 write h"]),
        Case("if", "if f then f() end\nf()", ["1 read f?", "1 call f()!", "2 call f()"]),
        Case("if not, return", "if not f then return end\nf()", ["1 read f?", "2 call f()!"]),
        Case("if not, go on", "if not f then print() end\nf()", ["1 read f?", "1 call print()", "2 call f()"]),
        Case("~= nil", "if f ~= nil then f() end", ["1 read f?", "1 call f()!"]),
        Case("== nil, else", "if f == nil then g() else f() end", ["1 read f?", "1 call g()", "1 call f()!"]),
        Case(
            "type", "if type(f) == 'function' then f() end", ["1 read f?", "1 call type(?)", "1 call f()!"]),
        Case("and", "local r = f and f(1)", ["1 read f?", "1 call f(1)!"]),
        Case(
            "a guard around a definition", "if f then\nfunction h() f() end\nend",
            ["1 read f?", "2 write h", "2 call f()!"]),
        Case(
            "one of two ways", "local g\nif x then g = a else g = b end\ng()",
            ["2 read x?", "2 read a", "2 read b"]),
        Case("a loop", "for i = 1, 3 do f(i) end", ["1 call f(?)"]),
        Case(
            "a loop that changes its function", "local g = a\nwhile x do g() g = b end",
            ["1 read a", "2 read x?", "2 read b"]),
        Case("own environment", "local _ENV = {}\nf()", []),
        Case("a shadowed name", "local f = 1\nreturn f", []),
    ]

    @Test(arguments: cases) func finds(_ test: Case) throws {
        let chunk = try CompiledChunk(LuaCompiler.compile(test.source))
        #expect(chunk.uses.globals.map(Self.text).sorted() == test.uses.sorted())
    }

    /// What is nil whenever a run comes there, with its line.
    @Test(arguments: [
        ("f(nil + 1)", "1 arithmetic"), ("local n\nf(n * 2)", "2 arithmetic n of 1"), ("f(-nil)", "1 arithmetic"),
        ("local a, b = 1\nf(b .. 'x')", "2 concatenation b of 1"), ("local n = nil\nf(#n)", "2 length n of 1"),
        ("local n = nil\nf(n.x)", "2 index n of 1"), ("local n\nn.x = 1", "2 index n of 1"),
        ("local n\nn()", "2 call n of 1"),
        ("f(nil < x)", "1 comparison"), ("local n\nif x then n = 1 end\nf(n + 1)", ""),
        ("local n\nlocal function g() n = 1 end\ng()\nf(n + 1)", ""), ("local n\nn = (n or 0) + 1", ""),
        ("local n\nfor i = 1, 3 do n = i end\nf(n + 1)", ""), ("local n\nf(n, n == nil)", ""),
        ("local n\nfunction g() return n + 1 end", "2 arithmetic"),
    ]) func findsWhatIsNilForSure(_ source: String, _ expected: String) throws {
        let chunk = try CompiledChunk(LuaCompiler.compile(source))
        let found = chunk.uses.nils.map { use in
            "\(use.line) \(use.purpose)" + (use.variable.map { " \($0.name) of \($0.line)" } ?? "")
        }
        #expect(found.joined(separator: ", ") == expected)
    }

    @Test func knowsWhatIsThereAndWhatIsNot() throws {
        let source = "if f then g(1) else g(2) end\nif type(h) ~= 'function' then g(3) return end\ng(4)"
        let uses = try CompiledChunk(LuaCompiler.compile(source)).uses.globals.filter { $0.name == "g" }
        #expect(uses.map(\.present) == [["f"], [], [], ["h"]])
        #expect(uses.map(\.absent) == [[], ["f"], ["h"], []])
    }

    @Test func findsNamesBeyondTheReachOfAnOperand() throws {
        let many = (1...400).map { "t[\($0)] = 'k\($0)'" }.joined(separator: "\n")
        let chunk = try CompiledChunk(LuaCompiler.compile("local t = {}\n\(many)\nlua_send_urc(1, coap.COAP_X)"))
        #expect(chunk.uses.globals.map(\.name) == ["lua_send_urc", "coap", "coap.COAP_X"])
        #expect(chunk.uses.globals.allSatisfy { $0.line == 402 } && chunk.uses.globals.first?.arguments?.count == 2)
    }

    @Test func costsNoMoreThanTheLengthOfTheChunk() throws {
        let (small, large) = (try Self.chunk(functions: 750), try Self.chunk(functions: 3000))
        #expect(large.uses.globals.count == 3000 * 5)
        let (first, second) = (
            ProcessorTime.least { _ = small.uses.globals }, ProcessorTime.least { _ = large.uses.globals }
        )
        // Quadratic cost is sixteen times as much.
        #expect(second < first * 10 + 0.005, "\(first) s, \(second) s")
    }

    private static func chunk(functions: Int) throws -> CompiledChunk {
        let texts = (1...functions).map {
            "function f\($0)(a) if a then return coap.COAP_\($0) end lua_send_urc(a, x) end"
        }
        return try CompiledChunk(LuaCompiler.compile(texts.joined(separator: "\n")))
    }

    private static func text(_ use: GlobalUse) -> String {
        let marks = (use.isGuarded ? "!" : "") + (use.isTest ? "?" : "")
        guard use.kind == .call else { return "\(use.line) \(use.kind) \(use.name)\(marks)" }
        let arguments = use.arguments?.map(text).joined(separator: ",") ?? "*"
        return "\(use.line) call \(use.name)(\(arguments))\(marks)"
    }

    private static func text(_ argument: GlobalUse.Argument) -> String {
        switch argument {
        case .constant(.integer(let value)): "\(value)"
        case .constant(.string(let bytes)): "'\(String(decoding: bytes, as: UTF8.self))'"
        case .constant: "other"
        case .typed(.text): "text"
        case .typed(.number): "number"
        case .unknown: "?"
        }
    }
}
