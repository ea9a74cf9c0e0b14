import Foundation
import TestSupport

/// A recording as tshark sees it.
struct Dissection {
    /// One line a packet: protocol and summary.
    var packets: [String]
    /// What tshark could not make sense of.
    var malformed: [String]

    /// - Parameters:
    ///   - port: where the server listened; its protocol is told to tshark, which knows 5683 and 5684 alone.
    static func of(_ path: String, port: UInt16, isSecure: Bool) throws -> Dissection {
        guard let tshark = Peers.path(of: "tshark") else { throw CocoaError(.fileNoSuchFile) }
        let decode =
            isSecure
            ? ["-d", "udp.port==\(port),dtls", "-d", "dtls.port==\(port),coap"] : ["-d", "udp.port==\(port),coap"]
        let fields = ["-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info", "-e", "_ws.malformed"]
        let run = try Program.run(tshark, ["-r", path] + decode + fields)
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        let bad = try Program.run(
            tshark, ["-r", path] + decode + ["-Y", "_ws.malformed || _ws.expert.severity == error"])
        return Dissection(packets: lines, malformed: bad.standardOutput.split(separator: "\n").map(String.init))
    }
}
