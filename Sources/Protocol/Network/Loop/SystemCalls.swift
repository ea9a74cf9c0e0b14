#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// System calls under names that no method of this module has, so that a method `close` can close a descriptor.

func systemClose(_ descriptor: Int32) { _ = close(descriptor) }

func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int { read(descriptor, &buffer, buffer.count) }

func systemSend(_ descriptor: Int32, _ datagram: [UInt8]) -> Int { send(descriptor, datagram, datagram.count, 0) }

func systemAccept(_ descriptor: Int32) -> Int32 { accept(descriptor, nil, nil) }

func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}

func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    bind(descriptor, address, length)
}

/// The system's errors in its own words.
enum SystemWords {
    static func of(_ number: Int32) -> String { String(cString: strerror(number)) }
}

/// Why the network could not be used.
package struct NetworkError: Error, Hashable, Sendable {
    /// The kinds, to switch on.
    package enum Code: Hashable, Sendable {
        /// The system refused something: a socket, a pipe.
        case system
        /// A host name has no address, or is not a name.
        case unknownHost
        /// The port is taken, or the address is not one of this machine.
        case addressNotAvailable
    }

    /// The kind of reason.
    package var code: Code
    /// What was wrong and what to do, for people.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension NetworkError: CustomStringConvertible {
    package var description: String { message }
}
