import Modem

/// Why a module restarts.
public enum RestartReason: Hashable, Sendable {
    /// A command, `+CFUN=15` or `=16`.
    case command
    /// `lua_system_reboot`.
    case script
    /// New firmware is to be installed.
    case update
    /// Another operator profile was ordered.
    case profile(Int)
}

extension RestartReason: CustomStringConvertible {
    /// `lua_system_reboot`.
    public var description: String {
        switch self {
        case .command: "reset"
        case .script: "lua_system_reboot"
        case .update: "update of the firmware"
        case .profile(let number):
            "operator profile \(number)" + (MNOProfile.numbered(number).map { " \($0.name)" } ?? "")
                + ", with a new database"
        }
    }
}
