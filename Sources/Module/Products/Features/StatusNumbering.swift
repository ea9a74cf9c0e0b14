package import LwM2MClient

/// How a product numbers the states of its servers in `+ULWM2MSTAT` and `+ULWM2MREG?`.
///
/// - Source: UBX-18068860 R09 §4.3.2, §5.1.5; UBX-17003787 R16, page 317.
package enum StatusNumbering: String, Hashable, Sendable, CaseIterable {
    /// Registered is 3, and every state has a number.
    case current
    /// Registered is 2: SARA-R410M-63B, -73B and -83B, which have two states fewer. The note confirms deregistered,
    /// registered and failed; the rest is assumed to follow the order of the underlying client.
    case old

    /// The number of a state; nil if the product never reports it.
    package func number(of state: ServerState) -> Int? {
        let (current, old): (Int, Int?) =
            switch state {
            case .deregistered: (0, 0)
            case .registrationHoldOff: (1, nil)
            case .registrationPending: (2, 1)
            case .registered: (3, 2)
            case .registrationFailed: (4, 3)
            case .updatePending: (5, 4)
            case .updateNeeded: (6, 5)
            case .fullUpdateNeeded: (7, 6)
            case .deregistrationNeeded: (8, nil)
            case .deregistrationPending: (9, 7)
            case .bootstrapHoldOff: (10, 8)
            case .bootstrapInitiated: (11, 9)
            case .bootstrapPending: (12, 10)
            case .bootstrapFinishing: (13, 11)
            case .bootstrapFinished: (14, 12)
            case .bootstrapFailing: (15, 13)
            case .bootstrapFailed: (16, 14)
            }
        return self == .current ? current : old
    }

    /// The state with a number; nil if there is none.
    package func state(_ number: Int) -> ServerState? { ServerState.allCases.first { self.number(of: $0) == number } }

    /// The number of "registered".
    package var registered: Int { self == .current ? 3 : 2 }
    /// The number of "registration failed".
    package var registrationFailed: Int { self == .current ? 4 : 3 }
}

/// What the URC `+ULWM2MSTAT` of a product reports.
///
/// - Source: UBX-18068860 R09 §4.1, §4.3.2; SARA-R4 AT commands manual UBX-17003787 R16, page 317.
package struct StatusReporting: Hashable, Sendable {
    /// How the states of servers are numbered.
    package var numbering: StatusNumbering = .current
    /// The events that are reported: 0 bootstrap, 1 registration, 2 time left, 3 notification, 4 client, 5 start, 6
    /// connection; none if `+ULWM2MSTAT` reports firmware updates (`UpdateReporting.oldStatus`).
    package var events: [Int]
    /// The states of event 6 that are reported: 0 created, 1 suspended, 2 resumed, 3 closed; empty without event 6.
    package var connectionStates: [Int] = []
    /// Whether the command accepts `<verbosity_mask>`.
    package var hasVerbosityMask = false
    /// Whether a new module reports anything, the factory value of `<n>`.
    package var isOnAtFactory = false
    /// Whether the command requires a SIM that is ready, "PIN required" (UBX-17003787 R13 §14.9).
    package var needsSIM = false
}
