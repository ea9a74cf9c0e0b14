/// The state of the client with one server.
///
/// The cases are those that the module numbers in `+ULWM2MSTAT` and `+ULWM2MREG?`; `StatusNumbering` has the numbers.
///
/// - Source: SARA-R4 AT commands manual UBX-17003787 R16, page 317.
package enum ServerState: Hashable, Sendable, CaseIterable {
    case deregistered
    /// The client waits before it registers: for the end of a hold-off, or until the server is enabled again.
    case registrationHoldOff
    case registrationPending
    case registered
    case registrationFailed
    case updatePending
    /// Something changed that the server must be told.
    case updateNeeded
    /// The registration was lost and must be made again.
    case fullUpdateNeeded
    case deregistrationNeeded
    case deregistrationPending
    /// The client waits for the bootstrap server to begin on its own initiative.
    case bootstrapHoldOff
    /// The Bootstrap-Request is on its way.
    case bootstrapInitiated
    /// The bootstrap server is writing.
    case bootstrapPending
    /// The bootstrap server has sent Finish.
    case bootstrapFinishing
    case bootstrapFinished
    /// The bootstrap went wrong, and the account is being restored.
    case bootstrapFailing
    case bootstrapFailed

    /// Whether the state is one of a bootstrap, which event 0 of `+ULWM2MSTAT` reports; event 1 has the others.
    package var isBootstrap: Bool {
        switch self {
        case .bootstrapHoldOff, .bootstrapInitiated, .bootstrapPending, .bootstrapFinishing, .bootstrapFinished,
            .bootstrapFailing, .bootstrapFailed:
            true
        default: false
        }
    }

    /// Whether the server holds a registration of the client.
    package var isRegistered: Bool {
        switch self {
        case .registered, .updatePending, .updateNeeded, .deregistrationNeeded: true
        default: false
        }
    }
}

extension ServerState: CustomStringConvertible {
    /// The text for the log, `update pending`.
    package var description: String {
        switch self {
        case .deregistered: "deregistered"
        case .registrationHoldOff: "registration hold off"
        case .registrationPending: "registration pending"
        case .registered: "registered"
        case .registrationFailed: "registration failed"
        case .updatePending: "update pending"
        case .updateNeeded: "update needed"
        case .fullUpdateNeeded: "full update needed"
        case .deregistrationNeeded: "deregistration needed"
        case .deregistrationPending: "deregistration pending"
        case .bootstrapHoldOff: "bootstrap hold off"
        case .bootstrapInitiated: "bootstrap initiated"
        case .bootstrapPending: "bootstrap pending"
        case .bootstrapFinishing: "bootstrap finishing"
        case .bootstrapFinished: "bootstrap finished"
        case .bootstrapFailing: "bootstrap failing"
        case .bootstrapFailed: "bootstrap failed"
        }
    }
}
