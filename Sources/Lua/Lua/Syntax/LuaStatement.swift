/// A statement of a Lua text; its tokens are given by index in the list of all tokens.
package struct LuaStatement: Hashable, Sendable {
    /// The kind of statement, with its parts.
    package indirect enum Kind: Hashable, Sendable {
        /// `local a, b = ...`; the values are empty without `=`.
        case local(names: [Int], values: [LuaExpression])
        /// `a, b.c = ...`.
        case assignment(targets: [LuaExpression], values: [LuaExpression])
        case call(LuaExpression)
        /// `if`, each `elseif`, and `else`, which has no condition.
        case `if`([Branch])
        case `while`(LuaExpression, [LuaStatement])
        /// `for a = 1, 3` and `for a, b in pairs(t)`.
        case `for`(names: [Int], values: [LuaExpression], [LuaStatement])
        case `repeat`([LuaStatement], until: LuaExpression)
        case `do`([LuaStatement])
        /// `function a.b(...)`, `local function a(...)`.
        case function(name: Range<Int>, LuaBody, isLocal: Bool)
        case `return`(values: [LuaExpression])
        /// `break`, `goto`, a label, `;`.
        case other
    }

    /// One arm of an `if`.
    package struct Branch: Hashable, Sendable {
        /// Nil for `else`.
        package var condition: LuaExpression?
        /// What runs under the condition.
        package var body: [LuaStatement]
        /// The tokens of the body.
        package var words: Range<Int>
    }

    /// What it does.
    package var kind: Kind
    /// All of its words.
    package var words: Range<Int>

    /// The statements in a loop or between `do` and `end`; nil for any other statement.
    package var block: [LuaStatement]? {
        switch kind {
        case .while(_, let body), .for(_, _, let body), .repeat(let body, _), .do(let body): body
        default: nil
        }
    }
}

/// The parameters and the body of a function.
package struct LuaBody: Hashable, Sendable {
    /// The indexes of their names.
    package var parameters: [Int]
    /// What it does.
    package var statements: [LuaStatement]
}

/// An expression in a Lua text; its tokens are given by index in the list of all tokens.
package struct LuaExpression: Hashable, Sendable {
    /// The kind of expression, with its parts.
    package indirect enum Kind: Hashable, Sendable {
        /// `nil`, `true`, `false`.
        case constant
        case number
        case text
        /// `...`.
        case variadic
        case variable
        /// `a.name`.
        case field(LuaExpression, name: Int)
        /// `a[key]`.
        case index(LuaExpression, LuaExpression)
        case call(LuaExpression, [LuaExpression])
        /// `a:name(...)`.
        case method(LuaExpression, name: Int, [LuaExpression])
        case parentheses(LuaExpression)
        case table([LuaTableField])
        case function(LuaBody)
        /// `not`, `-`, `#` or `~`, its first token, followed by an expression.
        case unary(LuaExpression)
        case binary(LuaExpression, operator: Range<Int>, LuaExpression)
    }

    /// What it is made of.
    package var kind: Kind
    /// All of its words.
    package var words: Range<Int>
}

/// A field of a table constructor.
package struct LuaTableField: Hashable, Sendable {
    /// The part before `=`.
    package enum Key: Hashable, Sendable {
        /// `name =`.
        case name(Int)
        /// `[key] =`, without the brackets.
        case value(LuaExpression)
    }

    /// nil for a field without a key.
    package var key: Key?
    /// What stands behind the key.
    package var value: LuaExpression
}
