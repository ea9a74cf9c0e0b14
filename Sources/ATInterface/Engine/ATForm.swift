/// How a command is asked.
///
/// - Source: V.250 §5.4; UBX-17003787 R13 §1.1.3.
public enum ATForm: String, Hashable, Sendable, CaseIterable {
    /// `AT+X=...`
    case set
    /// `AT+X?`
    case read
    /// `AT+X=?`
    case test
    /// `AT+X`
    case action
}
