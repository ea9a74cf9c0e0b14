/// What no source specifies about the operator profiles, or where two sources contradict each other. Each choice is
/// made once, here, so that the answer of a real module can replace it.
enum ProfileAssumptions {
    /// The client is enabled under every profile for which nothing else is stated; the appendix of the AT commands
    /// manual is more specific.
    static let start = ClientStart.enabled
    /// The same for 6 (China Telecom), 8 (Sprint) and 32 (US Cellular), which the note does not mention at all.
    static let startOfUnlisted = ClientStart.enabled
    /// Their u-blox server has the same lifetime as most others, in seconds.
    static let lifetimeOfUnlisted = 86_400
    /// A new SARA-R422 or LEXI-R422 on profile 90 has its client enabled: §3.2 says disabled only for SARA-R5.
    static let startOf90OnR422 = ClientStart.enabled
    /// What enables the client under NTT DoCoMo where `AT+ULWM2M=4` does not exist (§3.3 requires it, §4.1 has it only
    /// on SARA-R410M-63B).
    static let enablesDoCoMoWithoutSwitch = "AT+ULWM2M=0"
    /// If no command enables the client, it never starts under NTT DoCoMo.
    static let startOfDoCoMoForUpdatesOnly = ClientStart.never
    /// Table 6 has SoftBank in both rows of 721. §5.2 gives two weeks for SARA-R4, so SARA-R5 gets the day.
    static let softBankLifetimeOnR4 = 1_209_600
    static let softBankLifetimeOnR5 = 86_400
    /// Table 6 does not list T-Mobile for 721, but §3.3 says that it always exists, and §3.7 how to enable it: it
    /// exists and is disabled on products that can disable a server; elsewhere the table applies.
    static let hasUFOTAServerUnderTMobile = true
    /// The note gives no Short Server ID for AT&T's bootstrap; 0 and 1 are those next to 3 in its configuration lists
    /// (§3.7, appendix E).
    static let attBootstrapIDs = [0, 1]
    /// Nor for that of T-Mobile and NTT DoCoMo: the same as Verizon's.
    static let otherBootstrapIDs = [100]
    /// The note writes `atm2mglobal` (table 6) and `attm2mglobal` (§3.5.1); the SARA-R5 development guide
    /// UBX-20009652 R02 §6.4 has the latter.
    static let attAPN = "attm2mglobal"
    /// The note writes `dcmiot.net` (table 6) and `dmiot.net` (§3.5.1).
    static let doCoMoAPN = "dcmiot.net"
    /// Table 6 gives one APN for all profiles of AT&T; §3.5.1 gives FirstNet its own.
    static let firstNetAPN = "attiotfirstnet.fn"
}
