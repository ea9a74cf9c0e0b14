import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An IP address and a port in the form that system calls take.
struct SocketAddress: Sendable {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    init() {}

    /// Copies an address made by the system.
    init(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        withUnsafeMutableBytes(of: &storage) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// The address for a recording; nil for a family other than IPv4 and IPv6.
    var datagramAddress: DatagramAddress? {
        let (host, port) = hostAndPort
        return DatagramAddress(host: host, port: port)
    }

    /// `127.0.0.1:5683`, `[::1]:5683`.
    var text: String {
        let (host, port) = hostAndPort
        return family == AF_INET6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private var hostAndPort: (host: String, port: UInt16) {
        var host = [CChar](repeating: 0, count: 256)
        let result = withPointer { pointer, length in
            getnameinfo(pointer, length, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
        }
        let text =
            result == 0 ? String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "?"
        return (text, port)
    }

    private var port: UInt16 {
        withUnsafeBytes(of: storage) { bytes in
            // Both families have it at the same place, in network byte order.
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafeBytes(of: storage) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    /// Lets the system write the address.
    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        defer { self.length = length }
        return withUnsafeMutableBytes(of: &storage) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
        }
    }
}

extension SocketAddress: Hashable {
    static func == (a: SocketAddress, b: SocketAddress) -> Bool {
        guard a.length == b.length else { return false }
        return withUnsafeBytes(of: a.storage) { x in
            withUnsafeBytes(of: b.storage) { y in x.prefix(Int(a.length)).elementsEqual(y.prefix(Int(a.length))) }
        }
    }

    func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: storage) { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0.prefix(Int(length)))) }
    }
}

/// Finds the addresses of hosts.
enum HostResolver {
    /// The address of a host given as an IPv4 or IPv6 address; nil for a name.
    static func numeric(_ host: String, port: UInt16) -> SocketAddress? {
        (try? addresses(of: host, port: port, flags: AI_NUMERICHOST))?.first
    }

    /// Looks up a name on its own thread, since that may take long.
    ///
    /// - Parameter done: called on that thread, with the addresses in order of preference.
    static func lookUp(
        _ host: String, port: UInt16, done: @escaping @Sendable (Result<[SocketAddress], NetworkError>) -> Void
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
