/// Why the network could not be used.
public struct NetworkError: Error, Hashable, Sendable {
    /// The kinds, to switch on.
    public enum Code: Hashable, Sendable {
        /// The system refused something: a socket, a pipe.
        case system
        /// A host name has no address, or is no name.
        case unknownHost
        /// The port is taken, or the address is not one of this machine.
        case addressNotAvailable
    }

    public var code: Code
    /// What was wrong and what to do, for people.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension NetworkError: CustomStringConvertible {
    public var description: String { message }
}
