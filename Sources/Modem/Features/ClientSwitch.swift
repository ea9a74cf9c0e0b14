/// What `AT+ULWM2M` does to the client.
///
/// - Source: UBX-18068860 R09 §4.1, tables 7 and 8; UBX-17003787 R13 §14.10 for the last.
public enum ClientSwitch: String, Hashable, Sendable, CaseIterable {
    /// `AT+ULWM2M=1` stops it at once, and it is back after the next reset: SARA-R410M and SARA-R412M.
    case stopsUntilReset = "stops at once, until the next reset"
    /// The flag is kept in NVM and acts after the next reset: all others.
    case keptAfterReset = "kept, from the next reset on"
    /// Nothing switches it; `AT+ULWM2M=0` cancels a download of firmware: the types for updates alone.
    case cancelsDownload = "none; AT+ULWM2M=0 cancels a download"
}
