import CSerialPort

/// Where a module is reached: `/dev/ttyUSB0`, `tcp:192.168.1.7:4000`, `tcp:4000` on this machine.
package enum PortAddress: Hashable, Sendable, CustomStringConvertible {
    /// A serial port or a pseudoterminal, by its path.
    case device(String)
    /// A port of TCP, behind which bytes go on to a serial port as they are.
    case tcp(host: String, port: UInt16)

    /// The address that a text means; nil for none: an empty text, or `tcp:` without a port from 1 to 65535.
    package init?(_ text: String) {
        guard text.hasPrefix("tcp:") else {
            guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
            self = .device(text)
            return
        }
        let rest = text.dropFirst(4)
        let colon = rest.lastIndex(of: ":")
        guard let port = UInt16(rest[(colon.map(rest.index(after:)) ?? rest.startIndex)...]), port > 0 else {
            return nil
        }
        var host = colon.map { String(rest[..<$0]) } ?? "127.0.0.1"
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.utf8.contains(0) else { return nil }
        self = .tcp(host: host, port: port)
    }

    /// As on the command line.
    package var description: String {
        switch self {
        case .device(let path): path
        case .tcp(let host, let port): host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
        }
    }
}

/// How bytes travel over a serial port; eight bits, no parity, one stop bit.
package struct LineSettings: Hashable, Sendable {
    /// Bits a second. Over TCP and on a pseudoterminal it only says how long a transfer may take.
    package var baud: Int
    /// Who holds the other side back when its buffer is full.
    package var flow: FlowControl

    package init(baud: Int = 115_200, flow: FlowControl = .none) { (self.baud, self.flow) = (baud, flow) }

    /// The ways of flow control; XON/XOFF would change the bytes of files.
    package enum FlowControl: String, Hashable, Sendable, CaseIterable {
        case none, rtscts
    }

    /// Whether the system knows a speed.
    package static func knows(baud: Int) -> Bool { sp_knows_speed(baud) }

    /// Seconds that so many bytes take at this speed.
    package func seconds(for bytes: Int) -> Double { Double(bytes) * 10 / Double(baud) }
}
