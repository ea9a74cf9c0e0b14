public import LwM2M
public import Modem

/// One command of the console; values stay as typed until the Object says what type they have.
public enum ConsoleCommand: Hashable, Sendable {
    case list(Path)
    case read(Path)
    case write(Path, Word)
    /// Several Resources of one Object Instance at once.
    case writeInstance(Path, [Assignment])
    case execute(Path, arguments: String)
    case create(Path, [Assignment])
    case delete(Path)
    case discover(Path)
    case load(file: String)
    case reload
    case become(Requester)
    case servers
    /// One server, or all.
    case register(ShortServerID?)
    case update(ShortServerID?)
    case deregister(ShortServerID?)
    case bootstrap
    /// Why a server may or may not do something.
    case explain(ShortServerID, ManagementOperation, Path)
    /// Why what servers observe at a path was or was not notified.
    case explainObservations(Path)
    case products
    /// Another operator profile; nil shows the one there is.
    case profile(MNOProfile?)
    case set(ModuleSetting)
    case sim(SIMChange)
    case boot
    case reset(ResetKind)
    case off
    case save
    /// Those of one tag; nil for all.
    case files(FlashTag?)
    case events
    case wait(WaitCondition)
    case help(verb: String?)
    case quit
}
