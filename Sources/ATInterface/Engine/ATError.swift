/// Why a command is refused: the code for the host, and the reason for the log.
public struct ATError: Error, Hashable, Sendable {
    public var code: CMECode
    /// What was wrong, for people: lower case, no full stop, names the thing and the value.
    public var message: String
    /// Where in the line as it was typed, from 1; nil where no place is to blame.
    public var column: Int?

    public init(_ code: CMECode, _ message: String, column: Int? = nil) {
        self.code = code
        self.message = message
        self.column = column
    }

    /// A parameter or the syntax is wrong.
    static func syntax(_ message: String, column: Int? = nil) -> ATError {
        ATError(ATAssumptions.syntaxError, message, column: column)
    }

    /// The state of the module does not allow it.
    static func notAllowed(_ message: String) -> ATError { ATError(.operationNotAllowed, message) }
}

extension ATError: CustomStringConvertible {
    /// The reason and the place, `JSON: missing '}' at column 57`.
    public var description: String { message + (column.map { " at column \($0)" } ?? "") }
}
