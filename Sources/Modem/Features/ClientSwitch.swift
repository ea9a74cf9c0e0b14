/// What `AT+ULWM2M=1` does.
///
/// - Source: UBX-18068860 R09 §4.1, tables 7 and 8.
public enum ClientSwitch: String, Hashable, Sendable, CaseIterable {
    /// The client stops at once and is back after the next reset: SARA-R410M and SARA-R412M.
    case stopsUntilReset = "stops at once, until the next reset"
    /// The flag is kept in NVM and acts after the next reset: all others.
    case keptAfterReset = "kept, from the next reset on"
}
