/// What stands at a path.
public enum FileKind: Hashable, Sendable {
    case file
    case directory
    /// A symbolic link, to whatever; only where links are not followed.
    case link
    /// A device, a pipe, a socket.
    case other
}
