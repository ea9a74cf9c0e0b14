/// One thing that a definition does against the schema or the rules of OMA.
public struct DDFFinding: Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable {
        /// Against the schema or the specification.
        case error
        /// Allowed or common, but it asks for a second look.
        case warning
    }

    public var severity: Severity
    /// Counted from 1; 0 where the whole file is meant.
    public var line: Int
    /// The rule in kebab-case, `resource-id-twice`; stable, for filters.
    public var rule: String
    /// What is wrong, a colon, what to do.
    public var message: String

    public init(_ severity: Severity, line: Int, rule: String, message: String) {
        self.severity = severity
        self.line = line
        self.rule = rule
        self.message = message
    }
}
