/// How a host hears of updates of the firmware.
///
/// - Source: UBX-20033314 R03, chapter 3; UBX-17003787 R13 §14.9; the blanks were seen on SARA-R410M.
public enum UpdateReporting: String, Hashable, Sendable, CaseIterable {
    /// `+ULWM2MSTAT` in its old form, where nothing else is reported.
    case oldStatus = "+ULWM2MSTAT: 1,99"
    /// `+UFOTASTAT` with blanks behind its commas.
    case spaced = "+UFOTASTAT: 0, 1, 99"
    case plain = "+UFOTASTAT: 0,1,99"

    /// Whether the command `+UFOTASTAT` exists.
    public var hasCommand: Bool { self != .oldStatus }
}
