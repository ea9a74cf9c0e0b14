public import LwM2M

/// What happens between the client and its servers, with the data of `+ULWM2MSTAT`.
///
/// - Source: UBX-18068860 R09 §4.1.2, §4.3.2; UBX-17003787 R16, page 317.
public enum ServerEvent: Hashable, Sendable {
    /// Events 0 and 1: the state changed, or was reached again.
    case state(ShortServerID, ServerState)
    /// Event 2: seconds until the client registers again by itself, about once a minute for each registered server.
    case timeLeft(ShortServerID, seconds: Int)
    /// Event 3: a notification is sent for what the server observes.
    case notification(ShortServerID, Path)
    /// Event 6: what became of a connection.
    case connection(ShortServerID, ConnectionChange)
    /// The server acknowledged a Register or an Update.
    case acknowledged(ShortServerID)
    /// The registration with the server is over, or is to be made anew: what was noted of it is void.
    case forgotten(ShortServerID)
    /// The bootstrap server wrote the accounts anew.
    case bootstrapped
    /// A line for the log.
    case log(String)
}
