#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// System calls under names that no method in this module has, so that a method `close` can close a descriptor.

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

/// Makes a descriptor one that does not block and that no other program gets; false with the reason in `errno`.
func systemSetUp(_ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) >= 0
        && fcntl(descriptor, F_SETFD, FD_CLOEXEC) >= 0
}

/// The system's own texts for its errors.
enum SystemWords {
    static func of(_ number: Int32) -> String { String(cString: strerror(number)) }
}

/// Why the network could not be used.
package struct NetworkError: Error, Hashable, Sendable {
    /// The kinds of error, to switch on.
    package enum Code: Hashable, Sendable {
        /// The system refused something: a socket, a pipe.
        case system
        /// A host name has no address, or is not a valid name.
        case unknownHost
        /// The port is in use, or the address does not belong to this machine.
        case addressNotAvailable
    }

    /// The kind of error.
    package var code: Code
    /// What was wrong and what to do, in readable form.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension NetworkError: CustomStringConvertible {
    package var description: String { message }
}
