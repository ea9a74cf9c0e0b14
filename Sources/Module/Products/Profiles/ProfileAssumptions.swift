/// What no source says about the operator profiles, or what two sources say differently. Each choice stands here once,
/// so that the answer of a real module can replace it.
enum ProfileAssumptions {
    /// The client is enabled under every profile of which nothing else is said; the appendix of the AT commands manual
    /// knows better.
    static let start = ClientStart.enabled
    /// The same for 6 (China Telecom), 8 (Sprint) and 32 (US Cellular), which the note does not name at all.
    static let startOfUnlisted = ClientStart.enabled
    /// Their u-blox server has the lifetime of most others, in seconds.
    static let lifetimeOfUnlisted = 86_400
    /// A new SARA-R422 or LEXI-R422 on profile 90 has its client enabled: §3.2 says disabled of SARA-R5 alone.
    static let startOf90OnR422 = ClientStart.enabled
    /// What enables the client under NTT DoCoMo where `AT+ULWM2M=4` does not exist (§3.3 asks for it, §4.1 has it on
    /// SARA-R410M-63B alone).
    static let enablesDoCoMoWithoutSwitch = "AT+ULWM2M=0"
    /// If no command enables the client, it never starts under NTT DoCoMo.
    static let startOfDoCoMoForUpdatesOnly = ClientStart.never
    /// Table 6 has SoftBank in both rows of 721. §5.2 says two weeks of SARA-R4; so SARA-R5 gets the day.
    static let softBankLifetimeOnR4 = 1_209_600
    static let softBankLifetimeOnR5 = 86_400
    /// Table 6 does not list T-Mobile for 721, §3.3 says that it is always there, §3.7 how to enable it: it is there and
    /// disabled, if a server can be; elsewhere the table holds.
    static let hasUFOTAServerUnderTMobile = true
    /// The note names no Short Server ID of AT&T's bootstrap; 0 and 1 are those next to 3 in its configuration lists
    /// (§3.7, appendix E).
    static let attBootstrapIDs = [0, 1]
    /// Nor of T-Mobile's and NTT DoCoMo's: as Verizon's.
    static let otherBootstrapIDs = [100]
    /// The note writes `atm2mglobal` (table 6) and `attm2mglobal` (§3.5.1); the SARA-R5 development guide
    /// UBX-20009652 R02 §6.4 has the latter.
    static let attAPN = "attm2mglobal"
    /// The note writes `dcmiot.net` (table 6) and `dmiot.net` (§3.5.1).
    static let doCoMoAPN = "dcmiot.net"
    /// Table 6 gives one APN for all profiles of AT&T; §3.5.1 gives FirstNet its own.
    static let firstNetAPN = "attiotfirstnet.fn"
}
