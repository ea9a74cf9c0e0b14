import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds the addresses of hosts.
enum HostResolver {
    /// The address of a host that is given as a number, IPv4 or IPv6; nil for a name.
    static func numeric(_ host: String, port: UInt16) -> SocketAddress? {
        (try? addresses(of: host, port: port, flags: AI_NUMERICHOST))?.first
    }

    /// Looks a name up on a thread of its own, as that may take long.
    ///
    /// - Parameter done: called on that thread, with the addresses in the order of preference.
    static func look(
        up host: String, port: UInt16, done: @escaping @Sendable (Result<[SocketAddress], NetworkError>) -> Void
    ) {
        let thread = WorkerThread {
            do throws(NetworkError) {
                done(.success(try addresses(of: host, port: port, flags: AI_ADDRCONFIG)))
            } catch {
                done(.failure(error))
            }
        }
        guard let thread else {
            return done(.failure(NetworkError(.system, "cannot look up \(host): \(SystemWords.of(EAGAIN))")))
        }
        thread.detach()
    }

    private static func addresses(
        of host: String, port: UInt16, flags: Int32
    ) throws(NetworkError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        #else
            hints.ai_socktype = SOCK_DGRAM
        #endif
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else {
            throw NetworkError(
                .unknownHost, "the host \(host) is not known: \(String(cString: gai_strerror(result)))")
        }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var entry = list
        while let info = entry?.pointee {
            if let address = info.ai_addr { found.append(SocketAddress(address, length: info.ai_addrlen)) }
            entry = info.ai_next
        }
        guard !found.isEmpty else { throw NetworkError(.unknownHost, "the host \(host) has no address") }
        return found
    }
}
