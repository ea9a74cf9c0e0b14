/// Where a module is between power and a running client. Times are seconds on the clock of the module.
public enum LifeCycleState: Hashable, Sendable {
    case off
    /// The AT port does not answer yet.
    case booting(until: Double)
    /// The client starts, with its database to be made where there is none.
    case starting(until: Double)
    case running
    /// `AT+ULWM2M=1` or `=2` on SARA-R410M and SARA-R412M; `erasing` for the latter.
    case stopping(until: Double, erasing: Bool)
    /// The module is up, its client is not, and stays so until the next boot.
    case stopped(StopReason)

    /// Why a client does not run.
    public enum StopReason: Hashable, Sendable {
        /// Operator profiles 0 and 201 never start it.
        case profile
        case disabled
        case productionMode
        /// This file could not be loaded (UBX-18068860 R09 §5.3.2).
        case badObject(file: String)
        /// A command stopped it.
        case command
        /// It had always more to do at one moment of time.
        case restless
    }
}
