import CSerialPort
import Clocks

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The port of a module, opened for this program alone: raw bytes out and in, each call with the time when it gives up.
///
/// Whoever has an event loop of its own watches `descriptor`, which does not block, and calls `readAvailable` and
/// `writeAvailable`; all others call `read` and `write`, which wait. A terminal gets its settings back when the port is
/// closed. One owner, one thread.
package final class ModulePort {
    /// What it was opened as.
    package let address: PortAddress
    /// How bytes travel over it.
    package let settings: LineSettings
    /// What to say when nothing answers.
    package var whySilent: String {
        "nothing answers at \(address): is it the port for AT commands, and --baud \(settings.baud) its speed?"
    }
    /// Does not block, and is closed with the port.
    package let descriptor: Int32
    /// Asked several times a second while a call waits; once it says true, waiting calls throw `.interrupted`.
    package var isInterrupted: () -> Bool = { false }

    /// What the terminal was before; nil for TCP.
    private var saved: termios?
    private var isOpen = true

    /// The longest wait, in seconds, before it is asked whether to go on.
    private static let longestWait = 0.2

    /// Opens a port.
    ///
    /// What had arrived before is dropped: nobody asked for it.
    ///
    /// - throws: `.unavailable` if it does not exist, belongs to somebody else or is in use.
    package init(_ address: PortAddress, _ settings: LineSettings = LineSettings()) throws(PortError) {
        (self.address, self.settings) = (address, settings)
        switch address {
        case .device(let path):
            (descriptor, saved) = try Self.openTerminal(path, settings)
        case .tcp(let host, let port):
            descriptor = try TCPConnection.open(host, port, shownAs: address.description)
        }
    }

    deinit { close() }

    /// Closes the port; a terminal gets the settings that it had.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        if var saved { sp_restore(descriptor, &saved) }
        systemClose(descriptor)
    }

    private static func openTerminal(
        _ path: String, _ settings: LineSettings
    ) throws(PortError) -> (descriptor: Int32, saved: termios) {
        let descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unavailable(path, errno) }
        // Programs that take the trouble to ask find the port locked; a lock of this kind goes with the process.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            systemClose(descriptor)
            throw .unavailable(path, EBUSY)
        }
        var saved = termios()
        let number = sp_prepare(
            descriptor, settings.baud, settings.flow == .rtscts, !isPseudoTerminal(descriptor), &saved)
        guard number == 0 else {
            systemClose(descriptor)
            throw .unavailable(path, number)
        }
        sp_drop_input(descriptor)
        return (descriptor, saved)
    }

    private static func isPseudoTerminal(_ descriptor: Int32) -> Bool {
        guard let name = ttyname(descriptor) else { return false }
        let path = String(cString: name)
        return path.hasPrefix("/dev/pts/") || path.hasPrefix("/dev/ttys")
    }

    // MARK: - Bytes

    /// Waits for bytes until a time of `MonotonicClock`; empty if none came.
    ///
    /// - throws: `.gone` if the line was cut, `.interrupted`.
    package func read(until deadline: Double) throws(PortError) -> [UInt8] {
        while true {
            let bytes = try readAvailable()
            if !bytes.isEmpty { return bytes }
            guard try wait(for: POLLIN, until: deadline) else { return [] }
        }
    }

    /// Sends bytes, all of them before a time of `MonotonicClock`.
    ///
    /// - throws: `.gone` if the line was cut, `.stuck` if the other side does not take them, `.interrupted`.
    package func write(_ bytes: [UInt8], until deadline: Double) throws(PortError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try writeAvailable(rest)
            rest = rest.dropFirst(count)
            if count == 0, try !wait(for: POLLOUT, until: deadline) { throw .stuck(address.description) }
        }
    }

    /// What has arrived, without waiting; empty if nothing has.
    ///
    /// - throws: `.gone` if the line was cut.
    package func readAvailable() throws(PortError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = systemRead(descriptor, &buffer)
        if count > 0 { return Array(buffer[..<count]) }
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        throw .gone(address.description, count == 0 ? 0 : errno)
    }

    /// Sends as much as the system takes now, and says how much that was.
    ///
    /// - throws: `.gone` if the line was cut.
    package func writeAvailable(_ bytes: ArraySlice<UInt8>) throws(PortError) -> Int {
        let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return 0 }
        throw .gone(address.description, errno)
    }

    /// Sends of what waits as much as the system takes now, for whoever has an event loop.
    ///
    /// - Returns: whether nothing waits any more; else it goes on when the descriptor takes bytes.
    /// - throws: `.gone` if the line was cut.
    package func flush(_ waiting: inout [UInt8]) throws(PortError) -> Bool {
        guard !waiting.isEmpty else { return true }
        waiting.removeFirst(try writeAvailable(waiting[...]))
        return waiting.isEmpty
    }

    /// Waits until the descriptor is ready; false if the time is over.
    private func wait(for interest: Int32, until deadline: Double) throws(PortError) -> Bool {
        while true {
            guard !isInterrupted() else { throw .interrupted }
            let left = deadline - MonotonicClock.now
            guard left > 0 else { return false }
            var entry = pollfd(fd: descriptor, events: Int16(interest), revents: 0)
            // A hang-up is found by the read or write that follows.
            if poll(&entry, 1, Int32((min(left, Self.longestWait) * 1000).rounded(.up))) > 0 { return true }
        }
    }
}

// System calls whose names methods of the class have.
private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int { read(descriptor, &buffer, buffer.count) }
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// Why a port cannot be used, or no longer.
package struct PortError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of error, to switch on.
    package enum Code: Hashable, Sendable {
        /// It could not be opened.
        case unavailable
        /// The line was cut: unplugged, or the other side ended.
        case gone
        /// The other side takes no bytes.
        case stuck
        /// The program is to end.
        case interrupted
    }

    package var code: Code
    /// What was wrong and what to do.
    package var description: String

    static func unavailable(_ port: String, _ number: Int32) -> PortError {
        let advice =
            switch number {
            case ENOENT: "plug the module in; ls /dev/serial/by-id shows the ports that there are"
            case EACCES: "get the right to use it, as with: sudo usermod -aG dialout $USER, and log in again"
            case EBUSY: "another program has it open: end that one first"
            case ENOTTY: "it is not a serial port: name one, as /dev/ttyUSB0"
            case ECONNREFUSED: "nothing listens there: start what serves the port"
            default: "name the port of a module, as /dev/ttyUSB0 or tcp:HOST:PORT"
            }
        return PortError(
            code: .unavailable, description: "cannot open \(port): \(String(cString: strerror(number))): \(advice)")
    }

    /// - Parameter number: the system's error; 0 for an end without one.
    static func gone(_ port: String, _ number: Int32) -> PortError {
        let why = number == 0 ? "the other side closed it" : String(cString: strerror(number))
        return PortError(code: .gone, description: "\(port) is gone: \(why)")
    }

    static func stuck(_ port: String) -> PortError {
        PortError(
            code: .stuck,
            description: "\(port) takes no bytes: without its CTS line, leave --flow rtscts out; else look at the cable"
        )
    }

    static let interrupted = PortError(code: .interrupted, description: "interrupted")
}
