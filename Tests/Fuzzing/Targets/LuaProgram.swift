/// A program of Lua that bytes put together: it compiles, and does what the bridge has to withstand.
struct LuaProgram {
    private var source: ByteSource
    private var depth = 0

    init(_ bytes: [UInt8]) { source = ByteSource(bytes) }

    mutating func text() -> String {
        var text = "local a, b, c, t, s = 1, 2.5, nil, {}, 'abc'\n"
        while !source.isEmpty { text += statement() + "\n" }
        return text
    }

    private mutating func statement() -> String {
        depth += 1
        defer { depth -= 1 }
        guard depth < 6 else { return "a = a" }
        switch source.number(below: 16) {
        case 0: return "\(name()) = \(expression())"
        case 1: return "t[\(expression())] = \(expression())"
        case 2: return "if \(expression()) then \(statement()) else \(statement()) end"
        case 3: return "for i = \(expression()), \(expression()) do \(statement()) end"
        case 4: return "while \(expression()) do \(statement()) end"
        case 5: return "for k, v in pairs(t) do \(statement()) end"
        case 6: return "pcall(function() \(statement()) end)"
        case 7: return "xpcall(function() \(statement()) end, function(e) \(statement()) return e end)"
        case 8:
            return "coroutine.wrap(function(...) \(statement()) coroutine.yield(\(expression())) \(statement()) end)()"
        case 9: return "t = setmetatable({}, {__\(event()) = function(...) \(statement()) return \(expression()) end})"
        case 10: return "collectgarbage(\(source.one(of: ["", "'count'", "'step'", "'stop'", "'restart'"])))"
        case 11: return "local f = load(\(expression())) if f then f() end"
        case 12: return "error(\(expression()))"
        case 13: return "do local function f(...) \(statement()) return f(...) end pcall(f, \(expression())) end"
        case 14: return "print(\(expression()), \(expression()))"
        default: return "\(name()) = \(call())"
        }
    }

    private mutating func expression() -> String {
        depth += 1
        defer { depth -= 1 }
        guard depth < 8 else { return name() }
        switch source.number(below: 12) {
        case 0, 1: return name()
        case 2:
            return source.one(of: [
                "0", "1", "-1", "255", "1e308", "-0.0", "0/0", "math.huge", "math.mininteger", "math.maxinteger",
                "1 << 62",
                "'10'", "''", "'%'", "'[a-'", "'%b()'", "'.-.-b'", "('x'):rep(1000)", "{}", "{1, 2, 3}", "true",
            ])
        case 3: return "#\(operand())"
        case 4: return "{\(expression()), [\(operand())] = \(expression())}"
        case 5: return "(function(...) return \(expression()), ... end)(\(expression()))"
        case 6: return "t[\(expression())]"
        case 7:
            let operation = source.one(of: [
                "+", "-", "*", "/", "//", "%", "^", "..", "==", "<", "<=", "&", "|", "<<", "and",
            ])
            return "(\(operand()) \(operation) \(operand()))"
        default: return call()
        }
    }

    private mutating func operand() -> String { "(\(expression()))" }

    private mutating func call() -> String {
        let function = source.one(of: Self.functions)
        let count = source.number(below: 5)
        let arguments = (0..<count).map { _ in expression() }
        return "\(function)(\(arguments.joined(separator: ", ")))"
    }

    private mutating func name() -> String { source.one(of: ["a", "b", "c", "t", "s", "t.x", "t[1]", "_G", "string"]) }

    private mutating func event() -> String {
        source.one(of: [
            "index", "newindex", "call", "gc", "eq", "lt", "le", "concat", "len", "add", "unm", "pairs", "tostring",
            "mode",
            "metatable", "name", "close",
        ])
    }

    private static let functions = [
        "host", "tostring", "tonumber", "type", "next", "select", "rawget", "rawset", "rawlen", "rawequal",
        "getmetatable",
        "setmetatable", "assert", "ipairs", "pairs", "pcall", "load", "require", "string.rep", "string.find",
        "string.match", "string.gsub", "string.gmatch", "string.format", "string.pack", "string.unpack",
        "string.packsize",
        "string.byte", "string.char", "string.sub", "string.reverse", "string.upper", "string.len", "table.insert",
        "table.remove", "table.concat", "table.sort", "table.move", "table.unpack", "table.pack", "utf8.char",
        "utf8.len",
        "utf8.codepoint", "utf8.offset", "utf8.codes", "math.random", "math.floor", "math.tointeger", "math.fmod",
        "math.ult", "os.time", "os.date", "os.clock", "os.difftime", "coroutine.wrap", "coroutine.create",
        "coroutine.resume", "coroutine.status", "coroutine.running", "coroutine.isyieldable",
    ]
}
