package import Lua

/// A Lua text as the places where something can be changed: its statements, operators, words and values.
package struct LuaPlaces {
    package let tokens: [LuaToken]
    package private(set) var statements: [Statement] = []
    package private(set) var operators: [Operator] = []
    package private(set) var words: [Word] = []
    package private(set) var branches: [Branch] = []
    /// The words of each `for`, including its block; inner ones first.
    package private(set) var loops: [Range<Int>] = []

    private let syntax: LuaSyntax
    private var context = Context()

    /// Nil if the text does not compile or is nested deeper than Lua allows.
    package init?(_ text: [UInt8]) {
        guard let syntax = LuaSyntax(text) else { return nil }
        self.syntax = syntax
        tokens = syntax.words
        for statement in syntax.statements { add(statement) }
    }

    /// Words as one text with spaces between them, for comparison.
    package func text(_ range: Range<Int>) -> String { syntax.text(range) }

    // MARK: - Statements

    private mutating func add(_ list: [LuaStatement]) { for statement in list { add(statement) } }

    private mutating func add(_ statement: LuaStatement) {
        switch statement.kind {
        case .local(let names, let values):
            add(values)
            guard names.count == 1, let first = values.first, let last = values.last else { return }
            let value = first.words.lowerBound..<last.words.upperBound
            add(.local(name: tokens[names[0]].text, value: value), statement)
        case .assignment(let targets, let values):
            // Assigning to a name does not read it.
            for target in targets where target.kind != .variable { add(target) }
            add(values)
            add(.assignment, statement)
        case .call(let call):
            add(call)
            add(.call(name(of: call)), statement)
        case .if(let arms): add(arms)
        case .while(let condition, let body):
            add(condition)
            add(body)
        case .for(_, let values, let body):
            add(values)
            add(body)
            loops.append(statement.words)
        case .repeat(let body, let condition):
            add(body)
            add(condition)
        case .do(let body): add(body)
        case .function(let name, let body, _): add(body, named: tokens[name].map(\.text).joined())
        case .return(let values):
            add(values)
            add(.answer(values.map(\.words)), statement)
        case .other: return
        }
    }

    private mutating func add(_ kind: Statement.Kind, _ statement: LuaStatement) {
        statements.append(Statement(kind: kind, words: statement.words, context: context))
    }

    private mutating func add(_ arms: [LuaStatement.Branch]) {
        let first = branches.count
        let isIdle = arms.allSatisfy { $0.condition != nil && $0.body.isEmpty }
        for arm in arms {
            guard let condition = arm.condition else {
                add(arm.body)
                continue
            }
            add(condition)
            let number = branches.count
            branches.append(Branch(condition: condition.words, block: arm.words))
            context.branches.append(number)
            add(arm.body)
            context.branches.removeLast()
        }
        // Any nested `if`s would come after it in the list; if all blocks are empty, there are none.
        guard isIdle else { return }
        for number in branches.indices.dropFirst(first) { branches[number].isIdle = true }
    }

    private mutating func add(_ body: LuaBody, named name: String) {
        let outer = context
        context = Context(function: name)
        add(body.statements)
        context = outer
    }

    // MARK: - Expressions

    private mutating func add(_ list: [LuaExpression]) { for value in list { add(value) } }

    private mutating func add(_ value: LuaExpression) {
        let place = value.words.lowerBound
        switch value.kind {
        case .constant: add(.constant, place)
        case .number: add(.number, place)
        case .text: add(.text, place)
        case .variadic: return
        case .variable: add(.variable, place)
        case .field(let owner, let name):
            add(owner)
            add(.field(of: self.name(of: owner)), name)
        case .index(let owner, let key):
            add(owner)
            add(key, inCall: nil)
        case .call(let function, let arguments):
            add(function)
            for argument in arguments { add(argument, inCall: name(of: function)) }
        case .method(let owner, _, let arguments):
            add(owner)
            for argument in arguments { add(argument, inCall: name(of: value)) }
        case .parentheses(let inner): add(inner)
        case .table(let fields): add(fields)
        case .function(let body): add(body, named: context.function)
        case .unary(let side):
            add(side)
            guard tokens[place].is("not") else { return }
            operators.append(
                Operator(spelling: "not", words: place..<place + 1, left: nil, right: side.words, context: context))
        case .binary(let left, let words, let right):
            add(left)
            add(right)
            operators.append(
                Operator(
                    spelling: tokens[words].map(\.text).joined(), words: words, left: left.words, right: right.words,
                    context: context))
        }
    }

    private mutating func add(_ role: Word.Role, _ index: Int) {
        words.append(Word(role: role, index: index, context: context))
    }

    private mutating func add(_ value: LuaExpression, inCall name: String?) {
        let outer = context
        (context.call, context.field) = (name, nil)
        add(value)
        context = outer
    }

    private mutating func add(_ fields: [LuaTableField]) {
        let outer = context
        context.depth += 1
        for field in fields {
            context.field = nil
            switch field.key {
            case .name(let name)?: context.field = tokens[name].text
            case .value(let key)?:
                context.field = "[]"
                add(key)
                context.field = nil
            case nil: break
            }
            add(field.value)
        }
        context = outer
    }

    /// A variable with what follows it, as far as that has a name: `object_x.write`, `t[]`, `s:len`.
    private func name(of value: LuaExpression) -> String {
        switch value.kind {
        case .variable: tokens[value.words.lowerBound].text
        case .field(let owner, let name): self.name(of: owner) + "." + tokens[name].text
        case .index(let owner, _): name(of: owner) + "[]"
        case .call(let function, _): name(of: function)
        case .method(let owner, let name, _): self.name(of: owner) + ":" + tokens[name].text
        default: ""
        }
    }
}
