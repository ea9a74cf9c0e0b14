package import LwM2M
package import Network
package import Products
package import Storage

/// One command of the module's console.
package enum ConsoleCommand: Hashable, Sendable {
    case list(Path)
    case object(ObjectCommand)
    case load(file: String)
    case reload
    case become(Requester)
    case account(AccountCommand)
    case products
    /// Another operator profile; nil shows the current one.
    case profile(MNOProfile?)
    case set(ModuleSetting)
    case sim(SIMChange)
    case boot
    case reset(ResetKind)
    case off
    case save
    /// The files of one tag; nil means all.
    case files(FlashTag?)
    case events
    case wait(WaitCondition)
    /// The page that shows the module; nil for the usual address.
    case page(ListeningPlace?)
    case help(verb: String?)
    case quit
}

/// A command for the servers of the client.
package enum AccountCommand: Hashable, Sendable {
    case list
    /// One server, or all.
    case register(ShortServerID?)
    case update(ShortServerID?)
    case deregister(ShortServerID?)
    case bootstrap
    /// Why a server may or may not perform an operation.
    case explain(ShortServerID, ManagementOperation, Path)
    /// Why a value that servers observe at a path was or was not notified.
    case explainObservations(Path)
}

extension ParsedCommand<ConsoleCommand> {
    /// The command in a form that may be repeated: without the keys that it writes.
    var textWithoutKeys: String { holdsKeys ? shortText + " (keys, shown with --show-keys)" : text }

    /// Whether the text contains keys, or may contain them if it cannot be parsed.
    var holdsKeys: Bool {
        switch command {
        case .success(.object(let command)): command.writesKeys
        case .success: false
        case .failure: shortText != text && (shortText.hasSuffix(" /0") || shortText.contains(" /0/"))
        }
    }

    /// The verb and the path.
    private var shortText: String { text.split(separator: " ").prefix(2).joined(separator: " ") }
}
