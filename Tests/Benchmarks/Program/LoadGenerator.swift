import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A bare socket that asks for one Resource over and over, with some requests outstanding.
final class LoadGenerator {
    /// The port that it sends from.
    let port: UInt16
    private let descriptor: Int32
    /// GET /3/0/0, confirmable, with a token of 4 bytes.
    private var request: [UInt8] = [0x44, 0x01, 0, 0, 1, 2, 3, 4, 0xB1, 0x33, 0x01, 0x30, 0x01, 0x30]
    private var id: UInt16 = 0

    init() throws {
        descriptor = try Loopback.socket()
        port = Loopback.port(of: descriptor)
    }

    deinit { close(descriptor) }

    /// Fixes whom it asks.
    func connect(to port: UInt16) throws { try Loopback.connect(descriptor, to: port) }

    /// Asks until so many answers came.
    ///
    /// - Parameter code: the code that each of them has.
    /// - throws: where none came for a second, or one with another code.
    func ask(_ count: Int, outstanding: Int, for code: UInt8) throws {
        var buffer = [UInt8](repeating: 0, count: 2048)
        for _ in 0..<min(outstanding, count) { send() }
        for answered in 0..<count {
            guard recv(descriptor, &buffer, buffer.count, 0) >= 4 else {
                throw BenchmarkError(description: "no answer for a second after \(answered) of \(count)")
            }
            guard buffer[1] == code else {
                throw BenchmarkError(description: "an answer with code \(buffer[1] >> 5).\(buffer[1] & 31)")
            }
            if answered + outstanding < count { send() }
        }
    }

    private func send() {
        id &+= 1
        request[2] = UInt8(id >> 8)
        request[3] = UInt8(truncatingIfNeeded: id)
        transmit(request)
    }

    /// Sends an empty datagram, which ends a bare loop.
    func finish() { transmit([]) }

    private func transmit(_ datagram: [UInt8]) {
        #if canImport(Glibc)
            _ = Glibc.send(descriptor, datagram, datagram.count, 0)
        #else
            _ = Darwin.send(descriptor, datagram, datagram.count, 0)
        #endif
    }
}

/// Plain sockets of UDP on this machine, for the sides of a measurement that are not ours.
enum Loopback {
    /// A socket with a free port that gives up receiving after a second.
    static func socket() throws -> Int32 {
        #if canImport(Glibc)
            let descriptor = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        #else
            let descriptor = Darwin.socket(AF_INET, SOCK_DGRAM, 0)
        #endif
        guard descriptor >= 0 else { throw BenchmarkError(description: "no socket") }
        var timeout = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0 else {
            throw BenchmarkError(description: "no port")
        }
        return descriptor
    }

    static func port(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    static func connect(_ descriptor: Int32, to port: UInt16) throws {
        let result = withAddress(port: port) { address, length in
            #if canImport(Glibc)
                Glibc.connect(descriptor, address, length)
            #else
                Darwin.connect(descriptor, address, length)
            #endif
        }
        guard result == 0 else { throw BenchmarkError(description: "cannot connect to port \(port)") }
    }

    private static func withAddress<Result>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// A thread that answers while another one asks.
final class ServingThread {
    /// `@unchecked Sendable`: what the closure uses belongs to the thread until `join`.
    private final class Work: @unchecked Sendable {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    private let thread: WorkerThread

    /// Begins; the closure runs on the new thread, and what it uses belongs to it until `join`.
    init(_ body: @escaping () -> Void) throws {
        let work = Work(body)
        guard let thread = WorkerThread({ work.body() }) else { throw BenchmarkError(description: "no thread") }
        self.thread = thread
    }

    /// Waits for its end.
    func join() { thread.join() }
}
