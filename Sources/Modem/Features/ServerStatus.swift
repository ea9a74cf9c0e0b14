/// Where the client stands with one server, as `+ULWM2MSTAT` (events 0 and 1) and `+ULWM2MREG?` report it.
///
/// - Source: SARA-R4 AT commands manual UBX-17003787 R16, page 317.
public enum ServerStatus: String, Hashable, Sendable, CaseIterable {
    case deregistered = "deregistered"
    case registrationHoldOff = "registration hold off"
    case registrationPending = "registration pending"
    case registered = "registered"
    case registrationFailed = "registration failed"
    case updatePending = "update pending"
    case updateNeeded = "update needed"
    case fullUpdateNeeded = "full update needed"
    case deregistrationNeeded = "deregistration needed"
    case deregistrationPending = "deregistration pending"
    case bootstrapHoldOff = "bootstrap hold off"
    case bootstrapInitiated = "bootstrap initiated"
    case bootstrapPending = "bootstrap pending"
    case bootstrapFinishing = "bootstrap finishing"
    case bootstrapFinished = "bootstrap finished"
    case bootstrapFailing = "bootstrap failing"
    case bootstrapFailed = "bootstrap failed"
}
