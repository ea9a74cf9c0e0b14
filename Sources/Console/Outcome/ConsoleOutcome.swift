public import Emulator
public import LwM2M
public import LwM2MClient
public import Modem

/// What came of one command, before it is text or JSON.
public enum ConsoleOutcome {
    /// What was read; keys among it only where they are to be shown.
    case content(Path, Node, ObjectDefinition?, showsKeys: Bool)
    /// 2.04, 2.01 or 2.02, with the path concerned.
    case done(ResponseCode, Path)
    /// In the module's order.
    case discovered([DiscoveredPath])
    case objects([ObjectSummary])
    case object(ObjectSummary)
    /// Paths within one Object Instance, sorted.
    case paths([Path], ObjectDefinition)
    case loads([LoadReport])
    /// Who asks; and the servers that have accounts where it is another one.
    case requester(Requester, accounts: [ShortServerID])
    /// In the order of the accounts.
    case servers([ServerReport])
    /// Why something is as it is, one line a reason.
    case explanation([String])
    /// All there are, and the one that the device is.
    case products([Product], current: Product)
    case profile(MNOProfile, Product)
    case set(ModuleSetting)
    /// nil for no card.
    case sim(SIMCard?)
    /// Where the module stands, in words.
    case module(String)
    /// With the bytes that are free; nil without a flash.
    case files([ModuleFile], free: Int?)
    case events([ConsoleEvent])
    case help([Verb])
    case quit
    case refused(LwM2MError)
    case malformed(ConsoleError)

    /// Whether the command was refused or malformed, so that a script's run ends with 1.
    public var isFailure: Bool {
        switch self {
        case .refused, .malformed: true
        case .loads(let reports): reports.contains { $0.isFailure }
        default: false
        }
    }
}
