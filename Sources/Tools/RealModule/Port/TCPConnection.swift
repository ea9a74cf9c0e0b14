#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Connects to a port of TCP.
enum TCPConnection {
    /// The longest wait for an answer, in milliseconds.
    private static let patience: Int32 = 10_000

    /// Opens a connection to the first address of a host that takes it; its descriptor does not block.
    ///
    /// - throws: `.unavailable`.
    static func open(_ host: String, _ port: UInt16, shownAs name: String) throws(PortError) -> Int32 {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else {
            throw PortError(
                code: .unavailable,
                description: "cannot open \(name): \(String(cString: gai_strerror(result))): name a host that is known")
        }
        defer { freeaddrinfo(list) }
        var number = ECONNREFUSED
        var entry = list
        while let info = entry?.pointee {
            let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
            if descriptor < 0 {
                number = errno
            } else {
                _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                number = connect(descriptor, info)
                if number == 0 {
                    var on: Int32 = 1
                    setsockopt(
                        descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                    return descriptor
                }
                close(descriptor)
            }
            entry = info.ai_next
        }
        throw .unavailable(name, number)
    }

    /// - Returns: the number of the system's error; 0 if it is connected.
    private static func connect(_ descriptor: Int32, _ info: addrinfo) -> Int32 {
        guard systemConnect(descriptor, info.ai_addr, info.ai_addrlen) != 0 else { return 0 }
        guard errno == EINPROGRESS else { return errno }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, patience) > 0 else { return ETIMEDOUT }
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) == 0 ? number : errno
    }
}

// The name `connect` above hides the system call.
private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}
