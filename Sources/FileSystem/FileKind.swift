/// What stands at a path.
public enum FileKind: Hashable, Sendable {
    case file
    case directory
    /// A device, a pipe, a socket.
    case other
}
