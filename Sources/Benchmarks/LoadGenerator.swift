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
