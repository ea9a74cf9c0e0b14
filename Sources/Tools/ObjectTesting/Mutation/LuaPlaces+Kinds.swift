extension LuaPlaces {
    /// The surroundings of a place.
    package struct Context: Hashable, Sendable {
        /// The name of the enclosing function as written, `object_x.write`; empty outside of functions.
        package var function = ""
        /// The key in the enclosing table, `Operations`; nil if there is none.
        package var field: String?
        /// How many tables enclose it.
        package var depth = 0
        /// The function that it is passed to, `require`; nil if it is not an argument.
        package var call: String?
        /// The condition and the block of each enclosing `if`, outermost first, by their numbers.
        package var branches: [Int] = []
    }

    /// A statement that can be removed so that the program still compiles.
    package struct Statement: Hashable, Sendable {
        /// What it does.
        package enum Kind: Hashable, Sendable {
            case assignment
            /// The call of a function by this name.
            case call(String)
            /// `local NAME = VALUE`, with the words of the value.
            case local(name: String, value: Range<Int>)
            /// The words of each value that it returns.
            case answer([Range<Int>])
        }

        package var kind: Kind
        /// Its words, by their numbers.
        package var words: Range<Int>
        package var context: Context
    }

    /// A binary operator, or `not`.
    package struct Operator: Hashable, Sendable {
        package var spelling: String
        package var words: Range<Int>
        package var left: Range<Int>?
        package var right: Range<Int>
        package var context: Context
    }

    /// A name, number, text, or one of the keywords for a value.
    package struct Word: Hashable, Sendable {
        /// What it stands for.
        package enum Role: Hashable, Sendable {
            /// A variable that is read.
            case variable
            /// The name after a dot, a field of the variable before it.
            case field(of: String)
            case number, text, constant
        }

        package var role: Role
        package var index: Int
        package var context: Context
    }

    /// The words between `if` and `then`, and those of the block that follows.
    package struct Branch: Hashable, Sendable {
        package var condition: Range<Int>
        package var block: Range<Int>
        /// Whether this block and all others of the same `if` are empty.
        package var isIdle = false
    }
}
