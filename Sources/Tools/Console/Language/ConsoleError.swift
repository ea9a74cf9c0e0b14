/// A command that cannot be understood: what is wrong, and where.
package struct ConsoleError: Error, Hashable, Sendable {
    /// Lower case, no full stop, says what to do.
    package var message: String
    /// The position in the line, in characters from 1; nil if no position is at fault.
    package var column: Int?

    package init(_ message: String, column: Int? = nil) {
        self.message = message
        self.column = column
    }
}

extension ConsoleError: CustomStringConvertible {
    /// `column 6: '3x' is not a path: ...`.
    package var description: String { (column.map { "column \($0): " } ?? "") + message }
}
