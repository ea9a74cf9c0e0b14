extension LuaPlaces {
    /// What a place stands in.
    package struct Context: Hashable, Sendable {
        /// The name of the function around it as it is written, `object_x.write`; empty outside of all.
        package var function = ""
        /// The name of the key in the table around it, `Operations`; nil where there is none.
        package var field: String?
        /// How many tables stand around it.
        package var depth = 0
        /// The function that it is handed to, `require`; nil where it is no argument.
        package var call: String?
        /// The condition and the block of each `if` around it, outermost first, by their numbers.
        package var branches: [Int] = []
    }

    /// A statement whose loss leaves a program that compiles.
    package struct Statement: Hashable, Sendable {
        /// What it does.
        package enum Kind: Hashable, Sendable {
            case assignment
            /// The call of a function by this name.
            case call(String)
            /// `local NAME = VALUE`, with the words of the value.
            case local(name: String, value: Range<Int>)
            /// The words of each value that it answers.
            case answer([Range<Int>])
        }

        package var kind: Kind
        /// Its words, by their numbers.
        package var words: Range<Int>
        package var context: Context
    }

    /// An operator with two sides, or `not`.
    package struct Operator: Hashable, Sendable {
        package var spelling: String
        package var words: Range<Int>
        package var left: Range<Int>?
        package var right: Range<Int>
        package var context: Context
    }

    /// A name, number, text, or one of the words for a value.
    package struct Word: Hashable, Sendable {
        /// What it stands for.
        package enum Role: Hashable, Sendable {
            /// A variable that is read.
            case variable
            /// What stands behind a dot, of the variable in front of it.
            case field(of: String)
            case number, text, constant
        }

        package var role: Role
        package var index: Int
        package var context: Context
    }

    /// The words between `if` and `then`, and those of the block behind it.
    package struct Branch: Hashable, Sendable {
        package var condition: Range<Int>
        package var block: Range<Int>
        /// Whether this block and all others of the same `if` hold nothing.
        package var isIdle = false
    }
}
