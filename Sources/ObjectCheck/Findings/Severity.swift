/// How much a finding matters.
public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// It does not work on the module.
    case error
    /// It may not do what was meant.
    case warning
    /// Good to know; nothing has to be done.
    case note
}
