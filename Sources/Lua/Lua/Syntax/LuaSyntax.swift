/// The statements of a Lua text that compiles, as a tree with the positions of all tokens.
///
/// - Source: Lua 5.3 manual §9, the complete syntax, and §3.4.8 for operator precedence.
package struct LuaSyntax: Sendable {
    /// All tokens of the text.
    package let words: [LuaToken]
    /// The statements outside of all functions and blocks.
    package private(set) var statements: [LuaStatement] = []
    /// The fields of each table constructor, by the index of its `{`.
    package private(set) var tables: [Int: [LuaTableField]] = [:]

    private var place = 0
    private var depth = 0
    /// The height of the finished parts of the tree at the current point of parsing.
    private var height = 0

    /// nil for a text that is not Lua, or that nests deeper than Lua allows.
    package init?(_ text: [UInt8]) {
        words = LuaToken.all(in: text)
        do throws(Failure) {
            statements = try block()
            guard place == words.count else { return nil }
        } catch {
            return nil
        }
    }

    /// The tokens of a range joined by blanks, for comparison.
    package func text(_ range: Range<Int>) -> String {
        words[range].map { $0.kind == .string ? "\"\($0.text)\"" : $0.text }.joined(separator: " ")
    }

    private struct Failure: Error {}

    /// Lua allows 200 levels of C calls.
    private static let deepest = 200
    /// A row of operators makes a tree as high as their number; hand-written code never has so many, and walking the
    /// tree is recursive.
    private static let highest = 1500

    /// Adds a level above what was parsed since the height had the given value.
    private mutating func rise(above others: Int = 0) throws(Failure) {
        height = max(others, height + 1)
        guard height <= Self.highest else { throw Failure() }
    }

    // MARK: - Words

    private func `is`(_ word: String, _ offset: Int = 0) -> Bool {
        place + offset < words.count && words[place + offset].is(word)
    }

    private mutating func take(_ word: String) throws(Failure) {
        guard takes(word) else { throw Failure() }
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
    private static let ends: Set = ["end", "else", "elseif", "until"]

    private mutating func name() throws(Failure) -> Int {
        guard place < words.count, words[place].kind == .name, !Self.keywords.contains(words[place].text) else {
            throw Failure()
        }
        place += 1
        return place - 1
    }

    private static let symbols: Set = ["==", "~=", "<=", ">=", "//", "<<", ">>", "..", "...", "::"]

    /// The symbol that starts at a token, of up to three adjacent characters.
    private func symbol(at start: Int) -> String {
        guard start < words.count, words[start].kind == .symbol else { return "" }
        var text = words[start].text
        for index in start + 1..<start + 3 where index < words.count {
            guard words[index].kind == .symbol, words[index - 1].range.upperBound == words[index].range.lowerBound,
                Self.symbols.contains(text + words[index].text)
            else { break }
            text += words[index].text
        }
        return text
    }

    // MARK: - Statements

    private mutating func block() throws(Failure) -> [LuaStatement] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Failure() }
        var list: [LuaStatement] = []
        while place < words.count, words[place].kind != .name || !Self.ends.contains(words[place].text) {
            list.append(try statement())
        }
        return list
    }

    private mutating func statement() throws(Failure) -> LuaStatement {
        let start = place
        let others = height
        height = 0
        let kind: LuaStatement.Kind
        switch words[place].kind == .string ? "" : words[place].text {
        case "if": kind = .if(try branches())
        case "while":
            place += 1
            let condition = try expression()
            kind = .while(condition, try doBlock())
        case "do": kind = .do(try doBlock())
        case "for":
            place += 1
            let names = try names()
            guard takes("=") || takes("in") else { throw Failure() }
            let values = try expressions()
            kind = .for(names: names, values: values, try doBlock())
        case "repeat":
            place += 1
            let body = try block()
            try take("until")
            kind = .repeat(body, until: try expression())
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
            let isEmpty =
                place == words.count || `is`(";")
                || words[place].kind == .name && Self.ends.contains(words[place].text)
            let values = isEmpty ? [] : try expressions()
            let words = start..<place
            _ = takes(";")
            try rise(above: others)
            return LuaStatement(kind: .return(values: values), words: words)
        case "break", ";":
            place += 1
            kind = .other
        case "goto":
            place += 1
            _ = try name()
            kind = .other
        case ":" where symbol(at: place) == "::":
            place += 2
            _ = try name()
            for _ in 0..<2 { try take(":") }
            kind = .other
        default: kind = try callOrAssignment()
        }
        try rise(above: others)
        return LuaStatement(kind: kind, words: start..<place)
    }

    private mutating func names() throws(Failure) -> [Int] {
        var names = [try name()]
        while takes(",") { names.append(try name()) }
        return names
    }

    private mutating func doBlock() throws(Failure) -> [LuaStatement] {
        try take("do")
        let list = try block()
        try take("end")
        return list
    }

    private mutating func branches() throws(Failure) -> [LuaStatement.Branch] {
        var branches: [LuaStatement.Branch] = []
        repeat {
            place += 1
            let condition = try expression()
            try take("then")
            branches.append(try branch(condition))
        } while `is`("elseif")
        if takes("else") { branches.append(try branch(nil)) }
        try take("end")
        return branches
    }

    private mutating func branch(_ condition: LuaExpression?) throws(Failure) -> LuaStatement.Branch {
        let start = place
        let body = try block()
        return LuaStatement.Branch(condition: condition, body: body, words: start..<place)
    }

    private mutating func local() throws(Failure) -> LuaStatement.Kind {
        place += 1
        if takes("function") {
            let named = try name()
            return .function(name: named..<named + 1, try body(), isLocal: true)
        }
        let names = try names()
        guard symbol(at: place) == "=" else { return .local(names: names, values: []) }
        place += 1
        return .local(names: names, values: try expressions())
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
        let first = try suffixed()
        guard `is`(",") || symbol(at: place) == "=" else {
            switch first.kind {
            case .call, .method: return .call(first)
            default: throw Failure()
            }
        }
        var targets = [first]
        while takes(",") { targets.append(try suffixed()) }
        try take("=")
        return .assignment(targets: targets, values: try expressions())
    }

    // MARK: - Expressions

    private mutating func expressions() throws(Failure) -> [LuaExpression] {
        var list = [try expression()]
        while takes(",") { list.append(try expression()) }
        return list
    }

    /// How tightly an operator binds on its left and its right.
    private static let priorities: [String: (left: Int, right: Int)] = [
        "or": (1, 1), "and": (2, 2), "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3), "==": (3, 3),
        "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8), "+": (10, 10), "-": (10, 10),
        "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11), "^": (14, 13),
    ]
    private static let unaryPriority = 12

    private mutating func expression(above limit: Int = 0) throws(Failure) -> LuaExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Failure() }
        let start = place
        let others = height
        height = 0
        var left: LuaExpression
        if `is`("not") || ["-", "#", "~"].contains(symbol(at: place)) {
            place += 1
            let value = try expression(above: Self.unaryPriority)
            left = LuaExpression(kind: .unary(value), words: start..<place)
        } else {
            left = try simple()
        }
        while let (spelling, length) = binaryOperator, let priority = Self.priorities[spelling], priority.left > limit {
            let words = place..<place + length
            place += length
            let right = try expression(above: priority.right)
            left = LuaExpression(kind: .binary(left, operator: words, right), words: start..<place)
            try rise()
        }
        try rise(above: others)
        return left
    }

    /// The possible binary operator at this point, with its length in tokens.
    private var binaryOperator: (String, Int)? {
        guard place < words.count else { return nil }
        switch words[place].kind {
        case .symbol:
            let symbol = symbol(at: place)
            return (symbol, symbol.utf8.count)
        case .name: return (words[place].text, 1)
        default: return nil
        }
    }

    private mutating func simple() throws(Failure) -> LuaExpression {
        guard place < words.count else { throw Failure() }
        let start = place
        let word = words[place]
        let kind: LuaExpression.Kind
        switch word.kind {
        case .number, .string:
            place += 1
            kind = word.kind == .number ? .number : .text
        case .name where ["nil", "true", "false"].contains(word.text):
            place += 1
            kind = .constant
        case .name where word.text == "function":
            place += 1
            kind = .function(try body())
        case .symbol where word.text == "{": return try table()
        case .symbol where symbol(at: place) == "...":
            place += 3
            kind = .variadic
        default: return try suffixed()
        }
        return LuaExpression(kind: kind, words: start..<place)
    }

    /// Parses a variable or a parenthesized expression, with its suffixes.
    private mutating func suffixed() throws(Failure) -> LuaExpression {
        let start = place
        var value: LuaExpression
        if takes("(") {
            let inner = try expression()
            try take(")")
            value = LuaExpression(kind: .parentheses(inner), words: start..<place)
        } else {
            _ = try name()
            value = LuaExpression(kind: .variable, words: start..<place)
        }
        while place < words.count {
            let kind: LuaExpression.Kind
            if words[place].kind == .string || `is`("(") || `is`("{") {
                kind = .call(value, try arguments())
            } else {
                switch symbol(at: place) {
                case ".":
                    place += 1
                    kind = .field(value, name: try name())
                case "[":
                    place += 1
                    kind = .index(value, try expression())
                    try take("]")
                case ":":
                    place += 1
                    let named = try name()
                    kind = .method(value, name: named, try arguments())
                default: return value
                }
            }
            value = LuaExpression(kind: kind, words: start..<place)
            try rise()
        }
        return value
    }

    private mutating func arguments() throws(Failure) -> [LuaExpression] {
        if `is`("{") { return [try table()] }
        if place < words.count, words[place].kind == .string {
            place += 1
            return [LuaExpression(kind: .text, words: place - 1..<place)]
        }
        try take("(")
        let list = `is`(")") ? [] : try expressions()
        try take(")")
        return list
    }

    private mutating func table() throws(Failure) -> LuaExpression {
        let start = place
        var fields: [LuaTableField] = []
        try take("{")
        while !`is`("}") {
            var key: LuaTableField.Key?
            if takes("[") {
                key = .value(try expression())
                try take("]")
                try take("=")
            } else if place + 1 < words.count, words[place].kind == .name, symbol(at: place + 1) == "=" {
                key = .name(try name())
                place += 1
            }
            fields.append(LuaTableField(key: key, value: try expression()))
            if !takes(","), !takes(";") { break }
        }
        try take("}")
        tables[start] = fields
        return LuaExpression(kind: .table(fields), words: start..<place)
    }
}
