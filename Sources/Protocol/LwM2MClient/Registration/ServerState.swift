/// Where the client stands with one server.
///
/// The cases are those that the module numbers in `+ULWM2MSTAT` and `+ULWM2MREG?`; `StatusNumbering` has the numbers.
///
/// - Source: SARA-R4 AT commands manual UBX-17003787 R16, page 317.
package enum ServerState: Hashable, Sendable, CaseIterable {
    case deregistered
    /// Waits before it registers: for the end of a hold-off, or of the time that the server is disabled.
    case registrationHoldOff
    case registrationPending
    case registered
    case registrationFailed
    case updatePending
    /// Something changed that the server has to hear of.
    case updateNeeded
    /// The registration is gone and has to be made again.
    case fullUpdateNeeded
    case deregistrationNeeded
    case deregistrationPending
    /// Waits for the bootstrap server to begin on its own.
    case bootstrapHoldOff
    /// The Bootstrap-Request is on its way.
    case bootstrapInitiated
    /// The bootstrap server writes.
    case bootstrapPending
    /// The bootstrap server said that it is finished.
    case bootstrapFinishing
    case bootstrapFinished
    /// The bootstrap went wrong and its account is put back.
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
    /// The words of the log, `update pending`.
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
