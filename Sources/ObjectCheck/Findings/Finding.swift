/// One thing that the check has to say about a file.
public struct Finding: Hashable, Sendable {
    public var severity: Severity
    /// The rule in kebab-case, `binding-missing`; stable, for filters.
    public var rule: String
    /// The file as the caller named it.
    public var file: String
    /// Counted from 1; 0 where the whole file is meant.
    public var line: Int
    /// What is wrong, a colon, what to do.
    public var message: String
    /// Whether the client of the module does not start with this file in place.
    public var stopsTheStart: Bool

    public init(
        _ severity: Severity, rule: String, file: String, line: Int = 0, message: String, stopsTheStart: Bool = false
    ) {
        self.severity = severity
        self.rule = rule
        self.file = file
        self.line = line
        self.message = message
        self.stopsTheStart = stopsTheStart
    }

    /// A finding of one of our rules, with its severity.
    init(_ rule: Rule, file: String, line: Int = 0, _ message: String) {
        self.init(
            rule.severity, rule: rule.id, file: file, line: line, message: message, stopsTheStart: rule.stopsTheStart)
    }
}

extension Finding: Comparable {
    /// By file, line, rule and words, so that a report is the same in every run.
    public static func < (a: Finding, b: Finding) -> Bool {
        if a.file != b.file { return a.file.utf8.lexicographicallyPrecedes(b.file.utf8) }
        if a.line != b.line { return a.line < b.line }
        if a.rule != b.rule { return a.rule < b.rule }
        return a.message < b.message
    }
}
