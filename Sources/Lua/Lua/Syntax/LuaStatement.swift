/// A statement of a Lua text, by the places of its words in the list of all words.
package struct LuaStatement: Hashable, Sendable {
    /// What kind of statement it is, with its parts.
    package indirect enum Kind: Hashable, Sendable {
        /// `local a, b = ...`; the values are empty without `=`.
        case local(names: [Int], values: [Range<Int>])
        /// `a, b.c = ...`.
        case assignment(targets: [Range<Int>], values: [Range<Int>])
        case call
        /// `if`, each `elseif`, and `else`, which has no condition.
        case `if`([Branch])
        /// `while`, `for`, `repeat` and `do`.
        case block([LuaStatement])
        /// `function a.b(...)`, `local function a(...)`.
        case function(name: Range<Int>, LuaBody, isLocal: Bool)
        case `return`(values: [Range<Int>])
        /// `break`, `goto`, a label, `;`.
        case other
    }

    /// One arm of an `if`.
    package struct Branch: Hashable, Sendable {
        package var condition: Range<Int>?
        package var body: [LuaStatement]
    }

    package var kind: Kind
    package var words: Range<Int>
}

/// The parameters of a function and what it does.
package struct LuaBody: Hashable, Sendable {
    /// The places of their names.
    package var parameters: [Int]
    package var statements: [LuaStatement]
}

/// A field of a table constructor.
package struct LuaTableField: Hashable, Sendable {
    /// `name` of `name =`, or what stands between the brackets of `[key] =`; nil for one without a key.
    package var key: Range<Int>?
    package var isName: Bool
    package var value: Range<Int>
}

/// The statements of a Lua text that compiles.
///
/// - Source: Lua 5.3 manual §9.
package struct LuaSyntax: Sendable {
    package let words: [LuaToken]
    package private(set) var statements: [LuaStatement] = []
    /// The fields of each table constructor, by the place of its `{`.
    package private(set) var tables: [Int: [LuaTableField]] = [:]
    /// What each `function (...) ... end` without a name is, by the place of its `function`.
    package private(set) var functions: [Int: LuaBody] = [:]

    private var place = 0
    private var depth = 0

    /// Nil for a text that is no Lua, or that nests deeper than Lua allows.
    package init?(_ text: [UInt8]) {
        words = LuaToken.all(in: text)
        do throws(Failure) {
            statements = try block()
            guard place == words.count else { return nil }
        } catch {
            return nil
        }
    }

    private struct Failure: Error {}

    /// Lua allows 200 levels of C calls.
    private static let deepest = 200

    // MARK: - Words

    private func `is`(_ word: String, _ offset: Int = 0) -> Bool {
        place + offset < words.count && words[place + offset].is(word)
    }

    /// Whether an operator of two characters stands here.
    private func isPair(_ first: String, _ second: String) -> Bool {
        `is`(first) && `is`(second, 1) && words[place].range.upperBound == words[place + 1].range.lowerBound
    }

    private mutating func take(_ word: String) throws(Failure) {
        guard `is`(word) else { throw Failure() }
        place += 1
    }

    private mutating func takes(_ word: String) -> Bool {
        guard `is`(word) else { return false }
        place += 1
        return true
    }

    private static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    private mutating func name() throws(Failure) -> Int {
        guard place < words.count, words[place].kind == .name, !Self.keywords.contains(words[place].text) else {
            throw Failure()
        }
        place += 1
        return place - 1
    }

    // MARK: - Statements

    private mutating func block() throws(Failure) -> [LuaStatement] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Failure() }
        var list: [LuaStatement] = []
        while place < words.count, !["end", "else", "elseif", "until"].contains(where: { `is`($0) }) {
            list.append(try statement())
        }
        return list
    }

    private mutating func statement() throws(Failure) -> LuaStatement {
        let start = place
        let kind: LuaStatement.Kind
        switch words[place].kind == .string ? "" : words[place].text {
        case "if": kind = try branches()
        case "while":
            place += 1
            try expression()
            kind = .block(try doBlock())
        case "do": kind = .block(try doBlock())
        case "for":
            place += 1
            while place < words.count, !`is`("do") { try part() }
            kind = .block(try doBlock())
        case "repeat":
            place += 1
            kind = .block(try block())
            try take("until")
            try expression()
        case "function":
            place += 1
            let first = place
            _ = try name()
            while takes(".") || takes(":") { _ = try name() }
            let named = first..<place
            kind = .function(name: named, try body(), isLocal: false)
        case "local": kind = try local()
        case "return":
            place += 1
            let isEmpty = place == words.count || ["end", "else", "elseif", "until", ";"].contains { `is`($0) }
            kind = .return(values: isEmpty ? [] : try expressions())
            _ = takes(";")
        case "break", ";":
            place += 1
            kind = .other
        case "goto":
            place += 1
            _ = try name()
            kind = .other
        case ":":
            for _ in 0..<2 { try take(":") }
            _ = try name()
            for _ in 0..<2 { try take(":") }
            kind = .other
        default: kind = try callOrAssignment()
        }
        return LuaStatement(kind: kind, words: start..<place)
    }

    /// A word or a bracket with all in it, between `for` and its `do`.
    private mutating func part() throws(Failure) {
        if `is`("=") || `is`(",") || `is`("in") { place += 1 } else { try expression() }
    }

    private mutating func doBlock() throws(Failure) -> [LuaStatement] {
        try take("do")
        let list = try block()
        try take("end")
        return list
    }

    private mutating func branches() throws(Failure) -> LuaStatement.Kind {
        var branches: [LuaStatement.Branch] = []
        repeat {
            place += 1
            let start = place
            try expression()
            let condition = start..<place
            try take("then")
            branches.append(.init(condition: condition, body: try block()))
        } while `is`("elseif")
        if takes("else") { branches.append(.init(condition: nil, body: try block())) }
        try take("end")
        return .if(branches)
    }

    private mutating func local() throws(Failure) -> LuaStatement.Kind {
        place += 1
        if takes("function") {
            let named = try name()
            return .function(name: named..<named + 1, try body(), isLocal: true)
        }
        var names = [try name()]
        while takes(",") { names.append(try name()) }
        return .local(names: names, values: takes("=") ? try expressions() : [])
    }

    private mutating func body() throws(Failure) -> LuaBody {
        try take("(")
        var parameters: [Int] = []
        while !`is`(")") {
            if `is`(".") { for _ in 0..<3 { try take(".") } } else { parameters.append(try name()) }
            if !takes(",") { break }
        }
        try take(")")
        let list = try block()
        try take("end")
        return LuaBody(parameters: parameters, statements: list)
    }

    private mutating func callOrAssignment() throws(Failure) -> LuaStatement.Kind {
        let start = place
        try suffixed()
        guard `is`("=") || `is`(",") else { return .call }
        var targets = [start..<place]
        while takes(",") {
            let start = place
            try suffixed()
            targets.append(start..<place)
        }
        try take("=")
        return .assignment(targets: targets, values: try expressions())
    }

    // MARK: - Expressions

    private mutating func expressions() throws(Failure) -> [Range<Int>] {
        var list: [Range<Int>] = []
        repeat {
            let start = place
            try expression()
            list.append(start..<place)
        } while takes(",")
        return list
    }

    private mutating func expression() throws(Failure) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Failure() }
        repeat {
            while `is`("not") || `is`("-") || `is`("#") || (`is`("~") && !isPair("~", "=")) { place += 1 }
            try simple()
        } while operation()
    }

    /// Steps over an operator between two values; false if none stands here.
    private mutating func operation() -> Bool {
        for (first, second) in [
            ("=", "="), ("~", "="), ("<", "="), (">", "="), ("<", "<"), (">", ">"), ("/", "/"), (".", "."),
        ]
        where isPair(first, second) {
            place += 2
            return true
        }
        guard ["and", "or", "+", "-", "*", "/", "%", "^", "&", "|", "~", "<", ">"].contains(where: { `is`($0) }) else {
            return false
        }
        place += 1
        return true
    }

    private mutating func simple() throws(Failure) {
        guard place < words.count else { throw Failure() }
        let word = words[place]
        if word.kind == .number || ["nil", "true", "false"].contains(where: { word.is($0) }) {
            place += 1
        } else if word.is("function") {
            let start = place
            place += 1
            functions[start] = try body()
        } else if word.is("."), `is`(".", 1), `is`(".", 2) {
            place += 3
        } else if word.kind == .string {
            place += 1
        } else if word.is("{") {
            try table()
        } else {
            try suffixed()
        }
    }

    private mutating func suffixed() throws(Failure) {
        if takes("(") {
            try expression()
            try take(")")
        } else {
            _ = try name()
        }
        while place < words.count {
            if `is`("."), !isPair(".", ".") {
                place += 1
                _ = try name()
            } else if `is`(":"), !isPair(":", ":") {
                place += 1
                _ = try name()
                try arguments()
            } else if takes("[") {
                try expression()
                try take("]")
            } else if `is`("(") || `is`("{") || words[place].kind == .string {
                try arguments()
            } else {
                return
            }
        }
    }

    private mutating func arguments() throws(Failure) {
        if takes("(") {
            if !`is`(")") { _ = try expressions() }
            try take(")")
        } else if `is`("{") {
            try table()
        } else if place < words.count, words[place].kind == .string {
            place += 1
        } else {
            throw Failure()
        }
    }

    private mutating func table() throws(Failure) {
        let start = place
        var fields: [LuaTableField] = []
        try take("{")
        while !`is`("}") {
            var field = LuaTableField(key: nil, isName: false, value: 0..<0)
            if takes("[") {
                let key = place
                try expression()
                field.key = key..<place
                try take("]")
                try take("=")
            } else if place + 1 < words.count, words[place].kind == .name, `is`("=", 1), !isEqual(at: place + 1) {
                field.key = place..<place + 1
                field.isName = true
                place += 2
            }
            let value = place
            try expression()
            field.value = value..<place
            fields.append(field)
            if !takes(","), !takes(";") { break }
        }
        try take("}")
        tables[start] = fields
    }

    private func isEqual(at place: Int) -> Bool {
        place + 1 < words.count && words[place + 1].is("=")
            && words[place].range.upperBound == words[place + 1].range.lowerBound
    }
}
