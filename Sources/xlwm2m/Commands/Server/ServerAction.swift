import Console
import LwM2M

/// What a command of `xlwm2m server` means; values are words until the types of their Resources are known.
enum ServerAction {
    case clients
    case use(String)
    /// nil for any registered client.
    case wait(ServerEventKind?, seconds: Double?)
    /// Read, Discover, Delete, Execute or Write-Attributes.
    case send(Request, Path)
    case write(Path, Word, ContentFormat?)
    case writeInstance(Path, [Assignment], ContentFormat?, WriteMode)
    case create(Path, [Assignment], ContentFormat?)
    case observe(Path, ContentFormat?)
    case cancel(Path)
    case forget(Path)
    case bootstrap(String)
    case sleep(Double)
    case help(String?)
    case quit
}
