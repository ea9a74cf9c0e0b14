/// Whether the LwM2M client starts with the module under an operator profile that is new to it.
///
/// - Source: UBX-18068860 R09 §3.2, §3.3, §4.1.
public enum ClientStart: Hashable, Sendable {
    /// Whatever `+ULWM2M` says.
    case never
    /// It stays off until a command enables it; the command is named.
    case disabled(enabledBy: String)
    case enabled
    /// As under the profile that the SIM selects.
    case bySIM

    /// `never`, `disabled`, `enabled` or `by SIM`.
    public var text: String {
        switch self {
        case .never: "never"
        case .disabled: "disabled"
        case .enabled: "enabled"
        case .bySIM: "by SIM"
        }
    }
}
