import Foundation
import TestSupport

/// A host's end of a serial port, or of a port of TCP.
final class SerialPort {
    private let port: Int32
    var descriptor: Int32 { port }
    private var text: [UInt8] = []

    /// Opens a terminal by its path.
    init(_ path: String) throws {
        port = open(path, O_RDWR | O_NOCTTY)
        guard port >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
    }

    /// Connects to a port of TCP on loopback.
    init(tcp number: UInt16) throws {
        #if canImport(Glibc)
            port = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            port = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(port, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw CocoaError(.fileReadNoSuchFile) }
    }

    deinit { close(port) }

    /// Sends bytes, all of them at once.
    func send(_ bytes: [UInt8]) { _ = write(port, bytes, bytes.count) }

    /// Types a command.
    func type(_ command: String) { send(Array((command + "\r").utf8)) }

    /// What comes until that is enough, the bytes that came too early included; what came where it is not within the
    /// time.
    func bytes(seconds: Double = 20, until isEnough: ([UInt8]) -> Bool) -> [UInt8] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !isEnough(text), Date() < deadline, receive() {}
        defer { text = [] }
        return text
    }

    /// The next line that is not empty; nil where none comes within the time.
    func line(seconds: Double = 20) -> String? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            while let end = text.firstIndex(where: { $0 == 13 || $0 == 10 }) {
                let line = String(decoding: text[..<end], as: UTF8.self)
                text.removeSubrange(...end)
                if !line.isEmpty { return line }
            }
            guard receive() else { return nil }
        }
        return nil
    }

    /// Waits for a line that begins so; what comes before it is dropped.
    func line(from start: String, seconds: Double = 40) -> String? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let line = line(seconds: 1), line.hasPrefix(start) { return line }
        }
        return nil
    }

    /// The lines of an answer, the final result code last.
    func ask(_ command: String) -> [String] {
        type(command)
        return answer()
    }

    /// The lines up to a final result code.
    func answer() -> [String] {
        var lines: [String] = []
        while let line = line() {
            lines.append(line)
            if line == "OK" || line == "ERROR" || line.hasPrefix("+CME ERROR") { break }
        }
        return lines
    }

    /// Takes what is there, or waits a moment for it.
    ///
    /// - Returns: whether the port is still open.
    private func receive() -> Bool {
        var ready = pollfd(fd: port, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, 100) > 0 else { return true }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(port, &buffer, buffer.count)
        guard count > 0 else { return false }
        text += buffer[..<count]
        return true
    }
}
