public import LwM2MClient
public import Modem

extension ServerStatus {
    /// The state as the module's commands and URCs have it.
    public init(_ state: ServerState) {
        self =
            switch state {
            case .deregistered: .deregistered
            case .registrationHoldOff: .registrationHoldOff
            case .registrationPending: .registrationPending
            case .registered: .registered
            case .registrationFailed: .registrationFailed
            case .updatePending: .updatePending
            case .updateNeeded: .updateNeeded
            case .fullUpdateNeeded: .fullUpdateNeeded
            case .deregistrationNeeded: .deregistrationNeeded
            case .deregistrationPending: .deregistrationPending
            case .bootstrapHoldOff: .bootstrapHoldOff
            case .bootstrapInitiated: .bootstrapInitiated
            case .bootstrapPending: .bootstrapPending
            case .bootstrapFinishing: .bootstrapFinishing
            case .bootstrapFinished: .bootstrapFinished
            case .bootstrapFailing: .bootstrapFailing
            case .bootstrapFailed: .bootstrapFailed
            }
    }
}
