package import Lua

/// A Lua text as the places that something can be changed at: its statements, operators, words and values.
///
/// - Source: Lua 5.3 manual §9, the complete syntax.
package struct LuaSyntax {
    package let tokens: [LuaToken]
    package private(set) var statements: [Statement] = []
    package private(set) var operators: [Operator] = []
    package private(set) var words: [Word] = []
    package private(set) var branches: [Branch] = []
    /// The words of each `for`, its block included; inner ones first.
    package private(set) var loops: [Range<Int>] = []

    private var index = 0
    private var depth = 0
    private var context = Context()

    /// No text of a person is nested deeper.
    private static let deepest = 180

    /// The text is not Lua, or is nested too deep.
    struct Unreadable: Error {}

    /// Nil for a text that does not compile, or is nested deeper than anything that is written by hand.
    package init?(_ text: [UInt8]) {
        tokens = LuaToken.all(in: text)
        do throws(Unreadable) {
            try readBlock()
            guard index == tokens.count else { return nil }
        } catch {
            return nil
        }
    }

    /// Words as one text without blanks, to compare.
    package func text(_ range: Range<Int>) -> String {
        tokens[range].map { $0.kind == .string ? "\"\($0.text)\"" : $0.text }.joined(separator: " ")
    }

    // MARK: - Words

    private func sees(_ word: String, _ offset: Int = 0) -> Bool {
        index + offset < tokens.count && tokens[index + offset].is(word)
    }

    private mutating func skip(_ word: String) throws(Unreadable) {
        guard take(word) else { throw Unreadable() }
    }

    private mutating func take(_ word: String) -> Bool {
        guard sees(word) else { return false }
        index += 1
        return true
    }

    private mutating func name() throws(Unreadable) -> String {
        guard index < tokens.count, tokens[index].kind == .name, !Self.keywords.contains(tokens[index].text) else {
            throw Unreadable()
        }
        index += 1
        return tokens[index - 1].text
    }

    /// The symbol that starts here, of up to three characters that stand side by side.
    private var symbol: String {
        guard index < tokens.count, tokens[index].kind == .symbol else { return "" }
        var text = tokens[index].text
        for offset in 1...2 where index + offset < tokens.count {
            let (before, next) = (tokens[index + offset - 1], tokens[index + offset])
            guard next.kind == .symbol, before.range.upperBound == next.range.lowerBound,
                Self.symbols.contains(text + next.text)
            else { break }
            text += next.text
        }
        return text
    }

    private static let symbols: Set = ["==", "~=", "<=", ">=", "//", "<<", ">>", "..", "...", "::"]
    private static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    // MARK: - Statements

    private mutating func readBlock() throws(Unreadable) {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw Unreadable() }
        while index < tokens.count {
            if sees("end") || sees("else") || sees("elseif") || sees("until") { return }
            if sees("return") { return try readAnswer() }
            try readStatement()
        }
    }

    private mutating func readStatement() throws(Unreadable) {
        switch tokens[index].kind == .string ? "" : tokens[index].text {
        case ";", "break": index += 1
        case "if": try readIf()
        case "while":
            index += 1
            try readExpression()
            try readBody(from: "do")
        case "do": try readBody(from: "do")
        case "for":
            let start = index
            defer { loops.append(start..<index) }
            repeat { index += 1 } while index < tokens.count && !sees("=") && !sees("in")
            index += 1
            try readExpressions()
            try readBody(from: "do")
        case "repeat":
            index += 1
            try readBlock()
            try skip("until")
            try readExpression()
        case "function":
            index += 1
            let start = index
            while index < tokens.count, !sees("(") { index += 1 }
            try readFunction(named: tokens[start..<index].map(\.text).joined())
        case "local": try readLocal()
        case "goto": index += 2
        case ":" where symbol == "::": index += 5
        default: try readCallOrAssignment()
        }
    }

    private mutating func readBody(from word: String) throws(Unreadable) {
        try skip(word)
        try readBlock()
        try skip("end")
    }

    private mutating func readIf() throws(Unreadable) {
        let first = branches.count
        repeat {
            index += 1
            let start = index
            try readExpression()
            let condition = start..<index
            try skip("then")
            let number = branches.count
            branches.append(Branch(condition: condition, block: index..<index))
            context.branches.append(number)
            let block = index
            try readBlock()
            context.branches.removeLast()
            branches[number].block = block..<index
        } while sees("elseif")
        // The `if`s inside of the blocks stand behind it; where all blocks are empty there are none.
        if !sees("else"), branches[first...].allSatisfy({ $0.block.isEmpty }) {
            for number in branches.indices.dropFirst(first) { branches[number].isIdle = true }
        }
        if take("else") { try readBlock() }
        try skip("end")
    }

    private mutating func readLocal() throws(Unreadable) {
        let start = index
        index += 1
        if take("function") {
            let name = try name()
            return try readFunction(named: name)
        }
        var names = [try name()]
        while take(",") { names.append(try name()) }
        guard sees("="), symbol == "=" else { return }
        index += 1
        let value = index
        try readExpressions()
        guard names.count == 1 else { return }
        statements.append(
            Statement(kind: .local(name: names[0], value: value..<index), words: start..<index, context: context))
    }

    private mutating func readAnswer() throws(Unreadable) {
        let start = index
        index += 1
        var values: [Range<Int>] = []
        if index < tokens.count, !sees("end"), !sees("else"), !sees("elseif"), !sees("until"), !sees(";") {
            repeat {
                let value = index
                try readExpression()
                values.append(value..<index)
            } while take(",")
        }
        statements.append(Statement(kind: .answer(values), words: start..<index, context: context))
        _ = take(";")
    }

    private mutating func readCallOrAssignment() throws(Unreadable) {
        let start = index
        let first = words.count
        var (name, isCall) = try readSuffixed()
        if sees(",") || (sees("=") && symbol == "=") {
            // A name that is assigned to is not read.
            if index == start + 1 { words.removeSubrange(first...) }
            while take(",") { (name, isCall) = try readSuffixed() }
            try skip("=")
            try readExpressions()
            statements.append(Statement(kind: .assignment, words: start..<index, context: context))
        } else {
            guard isCall else { throw Unreadable() }
            statements.append(Statement(kind: .call(name), words: start..<index, context: context))
        }
    }

    /// Parameters and body of a function.
    private mutating func readFunction(named name: String) throws(Unreadable) {
        let outer = context
        context = Context(function: name)
        defer { context = outer }
        try skip("(")
        while index < tokens.count, !sees(")") { index += 1 }
        try skip(")")
        try readBlock()
        try skip("end")
    }

    // MARK: - Expressions

    private mutating func readExpressions() throws(Unreadable) {
        repeat { try readExpression() } while take(",")
    }

    /// How tight an operator binds on its left and its right.
    private static let priorities: [String: (left: Int, right: Int)] = [
        "or": (1, 1), "and": (2, 2), "<": (3, 3), ">": (3, 3), "<=": (3, 3), ">=": (3, 3), "~=": (3, 3), "==": (3, 3),
        "|": (4, 4), "~": (5, 5), "&": (6, 6), "<<": (7, 7), ">>": (7, 7), "..": (9, 8), "+": (10, 10), "-": (10, 10),
        "*": (11, 11), "/": (11, 11), "//": (11, 11), "%": (11, 11), "^": (14, 13),
    ]
    private static let unaryPriority = 12

    private mutating func readExpression(above limit: Int = 0) throws(Unreadable) {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest, index < tokens.count else { throw Unreadable() }
        let start = index
        if sees("not") || sees("-") || sees("#") || sees("~") {
            index += 1
            try readExpression(above: Self.unaryPriority)
            if tokens[start].text == "not" {
                operators.append(
                    Operator(
                        spelling: "not", words: start..<(start + 1), left: nil, right: (start + 1)..<index,
                        context: context))
            }
        } else {
            try readSimple()
        }
        while index < tokens.count {
            let spelling = tokens[index].kind == .symbol ? symbol : sees("and") || sees("or") ? tokens[index].text : ""
            guard let priority = Self.priorities[spelling], priority.left > limit else { return }
            let place = index
            index += tokens[index].kind == .symbol ? spelling.count : 1
            let right = index
            try readExpression(above: priority.right)
            operators.append(
                Operator(
                    spelling: spelling, words: place..<right, left: start..<place, right: right..<index,
                    context: context))
        }
    }

    private mutating func readSimple() throws(Unreadable) {
        let token = tokens[index]
        switch token.kind {
        case .number: add(.number)
        case .string: add(.text)
        case .name where token.text == "true" || token.text == "false" || token.text == "nil": add(.constant)
        case .name where token.text == "function":
            index += 1
            try readFunction(named: context.function)
        case .symbol where token.text == "{": try readTable()
        case .symbol where symbol == "...": index += 3
        default: _ = try readSuffixed()
        }
    }

    private mutating func add(_ role: Word.Role) {
        words.append(Word(role: role, index: index, context: context))
        index += 1
    }

    /// A variable or a bracket with what stands behind it: its name as far as it is one, and whether it ends with a
    /// call.
    private mutating func readSuffixed() throws(Unreadable) -> (name: String, isCall: Bool) {
        var path = ""
        if take("(") {
            try readExpression()
            try skip(")")
        } else {
            path = try name()
            words.append(Word(role: .variable, index: index - 1, context: context))
        }
        var isCall = false
        while index < tokens.count {
            if tokens[index].kind == .string || sees("(") || sees("{") {
                try readArguments(of: path)
                isCall = true
                continue
            }
            switch symbol {
            case ".":
                index += 1
                let owner = path
                path += "." + (try name())
                words.append(Word(role: .field(of: owner), index: index - 1, context: context))
            case "[":
                index += 1
                let outer = context
                context.field = nil
                context.call = nil
                try readExpression()
                context = outer
                try skip("]")
                path += "[]"
            case ":":
                index += 1
                path += ":" + (try name())
                try readArguments(of: path)
                isCall = true
                continue
            default: return (path, isCall)
            }
            isCall = false
        }
        return (path, isCall)
    }

    private mutating func readArguments(of function: String) throws(Unreadable) {
        guard index < tokens.count else { throw Unreadable() }
        let outer = context
        context.call = function
        context.field = nil
        defer { context = outer }
        if tokens[index].kind == .string { return add(.text) }
        if sees("{") { return try readTable() }
        try skip("(")
        if !sees(")") { try readExpressions() }
        try skip(")")
    }

    private mutating func readTable() throws(Unreadable) {
        try skip("{")
        let outer = context
        context.depth += 1
        defer { context = outer }
        while index < tokens.count, !sees("}") {
            context.field = nil
            if sees("[") {
                index += 1
                context.field = "[]"
                try readExpression()
                try skip("]")
                try skip("=")
                context.field = nil
            } else if tokens[index].kind == .name, sees("=", 1), !Self.keywords.contains(tokens[index].text),
                !isPair(index + 1)
            {
                context.field = try name()
                index += 1
            }
            try readExpression()
            guard take(",") || take(";") else { break }
        }
        try skip("}")
    }

    /// Whether `==` starts at a word.
    private func isPair(_ index: Int) -> Bool {
        index + 1 < tokens.count && tokens[index + 1].is("=")
            && tokens[index].range.upperBound == tokens[index + 1].range.lowerBound
    }
}
