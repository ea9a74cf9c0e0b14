import ATInterface
import Emulator

/// A session on the AT command line of a device: what a host types and what the module answers, on the module's clock.
///
/// ```swift
/// let port = device.attachATPort()
/// #expect(port.send(#"AT+ULWM2MREAD="/3300/0/5700""#).last == "OK")
/// ```
public final class ATPort {
    private let device: Device
    private let session: ATSession

    init(_ device: Device) {
        self.device = device
        session = ATSession(device.at)
        session.takesEcho = false
    }

    /// Types a command line, and lets the time pass that the command takes.
    ///
    /// - Returns: the lines of the answer, ending with its final result code, `OK`, or with `>` if the command is
    ///   waiting for data. Unsolicited output since the last call comes first.
    @discardableResult
    public func send(_ line: String) -> [String] { receive(Array(line.utf8) + [13]) }

    /// Sends the data that a command is waiting for, `AT+UDWNFILE` for example.
    @discardableResult
    public func send(data: [UInt8]) -> [String] { receive(data) }

    /// The module's unsolicited output since the last call.
    public func takeLines() -> [String] { session.takeLines() }

    private func receive(_ bytes: [UInt8]) -> [String] {
        let at = device.at
        at.advance(to: at.device.now)
        session.receive(bytes, at: at.device.now)
        let end = at.device.now + Self.mostSeconds
        while session.isWorking, !session.isUploading, let next = at.nextDeadline, next <= end { at.advance(to: next) }
        let lines = takeLines()
        device.settle()
        return lines
    }

    /// The maximum time a command takes, in seconds on the module's clock.
    private static let mostSeconds = 600.0
}

extension Device {
    /// Attaches a host to the module: a session of its own on the AT command line.
    public func attachATPort() -> ATPort { ATPort(self) }
}
