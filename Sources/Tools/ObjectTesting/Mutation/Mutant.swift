import Lua

/// One fault in the text of an Object, as a replacement for some of its bytes.
package struct Mutant: Hashable, Sendable {
    /// The line of the fault, counted from 1.
    package var line: Int
    /// The bytes that it replaces.
    package var range: Range<Int>
    package var replacement: [UInt8]
    /// A description of the change for people: `COAP_404_NOT_FOUND -> COAP_400_BAD_REQUEST`.
    package var change: String

    /// The text with the fault in it; the line numbers stay the same.
    package func planted(in text: [UInt8]) -> [UInt8] {
        let breaks = text[range].filter { $0 == 0x0A }.count - replacement.filter { $0 == 0x0A }.count
        return text[..<range.lowerBound] + replacement + Array(repeating: 0x0A, count: max(0, breaks))
            + text[range.upperBound...]
    }
}

extension Mutant {
    /// All mutants that model typical mistakes of engineers, in source order; none in comments or in texts that only
    /// people read. Nil if the text does not compile.
    ///
    /// Faults that change nothing are left out if the text shows that.
    package static func all(in text: [UInt8]) -> [Mutant]? {
        guard let syntax = LuaPlaces(text) else { return nil }
        var maker = MutantMaker(text: text, syntax: syntax)
        maker.plant()
        return maker.mutants.sorted { ($0.range.lowerBound, $0.change) < ($1.range.lowerBound, $1.change) }
    }
}

/// Goes through a text and plants mutants.
private struct MutantMaker {
    let text: [UInt8]
    let syntax: LuaPlaces
    var mutants: [Mutant] = []
    /// The named integers, in order.
    private var constants: [(name: String, value: Int64)] = []
    /// The numbers of the branches that are never taken.
    private var deadBranches = Set<Int>()
    /// The words whose values make no difference.
    private var deadWords: [Range<Int>] = []
    /// The words of tables whose texts are only printed.
    private var printedTables: [Range<Int>] = []

    init(text: [UInt8], syntax: LuaPlaces) { (self.text, self.syntax) = (text, syntax) }

    mutating func plant() {
        findConstants()
        findDeadBranches()
        findPrintedTables()
        for word in syntax.words where !isRead(byPeople: word.context) && !isDead(word.context) && !isDead(word.index) {
            plant(at: word)
        }
        for one in syntax.operators
        where !isRead(byPeople: one.context) && !isDead(one.context) && !isDead(one.words.lowerBound) { plant(at: one) }
        for statement in syntax.statements
        where !isDead(statement.context) && !isDead(statement.words.lowerBound) {
            plant(at: statement)
        }
    }

    // MARK: - What is known about the text

    /// `local NAME = 1` outside of functions, and entries of the same kind in a table of constants.
    private mutating func findConstants() {
        for statement in syntax.statements {
            guard case .local(let name, let value) = statement.kind, statement.context.function.isEmpty,
                value.count == 1, let number = syntax.tokens[value.lowerBound].integer
            else { continue }
            constants.append((name, number))
        }
        for word in syntax.words where word.role == .number && word.context.depth == 1 {
            guard let field = word.context.field, word.context.function.isEmpty, field.hasPrefix("RES_"),
                let number = syntax.tokens[word.index].integer
            else { continue }
            constants.append((field, number))
        }
    }

    /// If no Resource is multiple, no value is a table; if all of them can be read, or written, none is refused.
    private mutating func findDeadBranches() {
        findNeedlessRefusals()
        findEmptyPlaces()
        let hasMultiple = syntax.words.contains {
            $0.role == .text && $0.context.field == "MultipleInstances" && $0.context.depth > 1
                && syntax.tokens[$0.index].text == "Multiple"
        }
        let hasSingle = syntax.words.contains { $0.context.field == "MultipleInstances" && $0.context.depth > 1 }
        guard hasSingle, !hasMultiple else { return }
        for (number, branch) in syntax.branches.enumerated()
        where syntax.text(branch.condition) == "type ( value ) = = \"table\"" {
            deadBranches.insert(number)
        }
    }

    /// Conditions of empty blocks, and the loop that adds missing values to instances if there are none to add: the
    /// regions of a generated Object that were left empty.
    private mutating func findEmptyPlaces() {
        for branch in syntax.branches where branch.isIdle { deadWords.append(branch.condition) }
        let givesFields = syntax.statements.contains {
            $0.kind == .assignment && $0.context.function == "new_instance"
        }
        guard !givesFields else { return }
        for loop in syntax.loops where syntax.text(loop).contains("pairs ( new_instance ( inst ) )") {
            deadWords.append(loop)
        }
    }

    /// `dm and not string.find(resource.Operations, "R")` if all Resources have that operation.
    private mutating func findNeedlessRefusals() {
        let operations = syntax.words.filter {
            $0.role == .text && $0.context.field == "Operations" && $0.context.depth > 1
        }.map { syntax.tokens[$0.index].text }
        guard !operations.isEmpty else { return }
        for letter in ["R", "W"] where operations.allSatisfy({ $0.contains(letter) }) {
            let test = "not string . find ( resource . Operations , \"\(letter)\" )"
            for one in syntax.operators where one.spelling == "and" && syntax.text(one.right) == test {
                if let left = one.left { deadWords.append(left) }
                for (number, branch) in syntax.branches.enumerated()
                where branch.condition.contains(one.words.lowerBound) {
                    deadBranches.insert(number)
                }
            }
        }
    }

    private func isDead(_ index: Int) -> Bool { deadWords.contains { $0.contains(index) } }

    private func isDead(_ context: LuaPlaces.Context) -> Bool {
        context.branches.contains { deadBranches.contains($0) }
    }

    /// Local tables whose entries are only printed or compared with nil: the content of their texts changes nothing.
    private mutating func findPrintedTables() {
        for statement in syntax.statements {
            guard case .local(let name, let value) = statement.kind, syntax.tokens[value.lowerBound].is("{") else {
                continue
            }
            let uses = syntax.words.filter { $0.role == .variable && syntax.tokens[$0.index].text == name }
            let areAllPrinted = uses.allSatisfy { use in
                use.context.call == "print"
                    || syntax.operators.contains {
                        ["==", "~="].contains($0.spelling) && $0.left?.lowerBound == use.index
                            && syntax.text($0.right) == "nil"
                    }
            }
            if areAllPrinted, !uses.isEmpty { printedTables.append(value) }
        }
    }

    /// What is printed or raised goes to the log, and `require` finds what is already loaded.
    private func isRead(byPeople context: LuaPlaces.Context) -> Bool {
        switch context.call {
        case "require", "print", "error", "assert": true
        default: false
        }
    }

    // MARK: - Words

    private mutating func plant(at word: LuaPlaces.Word) {
        let token = syntax.tokens[word.index]
        switch word.role {
        case .number:
            guard let number = token.integer, number < Int64.max else { return }
            replace(word.index, with: "\(number + 1)")
        case .constant where token.text == "true": replace(word.index, with: "false")
        case .constant where token.text == "false": replace(word.index, with: "true")
        case .constant: break
        case .text: plant(inText: token, word)
        case .field(of: "coap"): plant(inCode: token.text, word)
        case .variable, .field: swapConstant(token.text, word)
        }
    }

    private mutating func plant(inCode name: String, _ word: LuaPlaces.Word) {
        let success =
            switch word.context.function.split(whereSeparator: { $0 == "." || $0 == ":" }).last {
            case "create": "COAP_201_CREATED"
            case "delete": "COAP_202_DELETED"
            case "read", "discover": "COAP_205_CONTENT"
            default: "COAP_204_CHANGED"
            }
        guard name.hasPrefix("COAP_4") || name.hasPrefix("COAP_5") else {
            return replace(word.index, with: "COAP_400_BAD_REQUEST")
        }
        let other =
            switch name {
            case "COAP_404_NOT_FOUND": "COAP_400_BAD_REQUEST"
            case "COAP_400_BAD_REQUEST": "COAP_405_METHOD_NOT_ALLOWED"
            default: "COAP_404_NOT_FOUND"
            }
        replace(word.index, with: other)
        replace(word.index, with: success)
    }

    /// Another Resource, or another named number, in place of one.
    private mutating func swapConstant(_ name: String, _ word: LuaPlaces.Word) {
        guard let place = constants.firstIndex(where: { $0.name == name }), constants.count > 1 else { return }
        for step in 1..<constants.count {
            let other = constants[(place + step) % constants.count]
            // Names of the same kind are easily confused.
            guard other.value != constants[place].value, other.name.hasPrefix("RES_") == name.hasPrefix("RES_") else {
                continue
            }
            return replace(word.index, with: other.name)
        }
    }

    private mutating func plant(inText token: LuaToken, _ word: LuaPlaces.Word) {
        guard word.context.call != "type", !printedTables.contains(where: { $0.contains(word.index) }) else { return }
        if word.context.depth > 0, let field = word.context.field, let other = Self.other(of: token.text, in: field) {
            return replace(word.index, with: "\"\(other)\"", shown: "\(field) = \"\(other)\"", for: field)
        }
        let first = text[token.range.lowerBound]
        guard first == 0x22 || first == 0x27 else { return }
        let other: String
        switch token.text {
        case "R": other = "W"
        case "W": other = "E"
        case "E": other = "R"
        default: other = token.text + "x"
        }
        guard !isComparedWithTypeThatNoneIs(word) else { return }
        replace(word.index, with: "\"\(other)\"")
    }

    /// `type(value) == "table"` if no value is one.
    private func isComparedWithTypeThatNoneIs(_ word: LuaPlaces.Word) -> Bool {
        deadBranches.contains { syntax.branches[$0].condition.contains(word.index) }
    }

    /// Another valid value for a field of a Resource or an Object.
    private static func other(of value: String, in field: String) -> String? {
        switch (field, value) {
        case ("Operations", "RW"): "R"
        case ("Operations", "R"): "RW"
        case ("Operations", "W"): "RW"
        case ("Operations", _): "R"
        case ("MultipleInstances", _): value == "Multiple" ? "Single" : "Multiple"
        case ("Mandatory", _): value == "Mandatory" ? "Optional" : "Mandatory"
        case ("Type", "Float"), ("Type", "Time"), ("Type", "Boolean"), ("Type", "Unsigned Integer"): "Integer"
        case ("Type", "Integer"): "Float"
        case ("Type", "String"): "Opaque"
        case ("Type", _): "String"
        default: nil
        }
    }

    // MARK: - Operators

    private static let others: [String: [String]] = [
        "==": ["~="], "~=": ["=="], "<": [">=", "<="], ">": ["<=", ">="], "<=": [">", "<"], ">=": ["<", ">"],
        "and": ["or"], "or": ["and"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "//": ["*"], "%": ["*"],
    ]

    private mutating func plant(at one: LuaPlaces.Operator) {
        if one.spelling == "not" {
            return replace(words: one.words, with: "", shown: "(nothing)")
        }
        let others = Self.others[one.spelling] ?? []
        for (number, other) in others.enumerated() {
            // If both sides are equal, it does not matter which of them is taken.
            if number > 0, takesOneOfBoth(one) { continue }
            replace(words: one.words, with: other, shown: other)
        }
    }

    /// `if a < b then b = a end`.
    private func takesOneOfBoth(_ one: LuaPlaces.Operator) -> Bool {
        guard let left = one.left else { return false }
        let sides = [syntax.text(left), syntax.text(one.right)]
        return syntax.branches.contains { branch in
            guard branch.condition.contains(one.words.lowerBound) else { return false }
            let block = syntax.text(branch.block)
            return block == "\(sides[0]) = \(sides[1])" || block == "\(sides[1]) = \(sides[0])"
        }
    }

    // MARK: - Statements

    private mutating func plant(at statement: LuaPlaces.Statement) {
        switch statement.kind {
        case .assignment:
            // Without its global table a file makes no Object, whichever assignment is lost.
            guard !statement.context.function.isEmpty else { return }
            replace(words: statement.words, with: "", shown: "(nothing)")
        case .call(let name):
            guard !["require", "print", "error", "assert"].contains(name) else { return }
            replace(words: statement.words, with: "", shown: "(nothing)")
        case .local(_, let value):
            guard !statement.context.function.isEmpty, value.count > 1, !syntax.tokens[value.lowerBound].is("{"),
                !syntax.tokens[value.lowerBound].is("function")
            else { return }
            replace(words: value, with: "nil", shown: "nil")
        case .answer(let values):
            guard !statement.context.function.isEmpty else { return }
            for value in values {
                let first = syntax.tokens[value.lowerBound]
                guard !first.is("nil"), !first.is("coap"),
                    !(value.count == 1 && (first.is("true") || first.is("false")))
                else { continue }
                replace(words: value, with: "nil", shown: "nil")
            }
        }
    }

    // MARK: - Faults

    private mutating func replace(_ index: Int, with other: String, shown: String? = nil, for field: String? = nil) {
        let token = syntax.tokens[index]
        let written = String(decoding: text[token.range], as: UTF8.self)
        add(token.range, token.line, other, "\(field.map { "\($0) = " } ?? "")\(written) -> \(shown ?? other)")
    }

    private mutating func replace(words: Range<Int>, with other: String, shown: String) {
        guard let first = syntax.tokens[words].first, let last = syntax.tokens[words].last else { return }
        let range = first.range.lowerBound..<last.range.upperBound
        add(range, first.line, other, "\(Self.excerpt(text[range])) -> \(shown)")
    }

    private mutating func add(_ range: Range<Int>, _ line: Int, _ other: String, _ change: String) {
        mutants.append(Mutant(line: line, range: range, replacement: Array(other.utf8), change: change))
    }

    /// A statement on one line, shortened if it is too long.
    private static func excerpt(_ bytes: ArraySlice<UInt8>) -> String {
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 60 ? words.prefix(57) + "..." : words
    }
}
