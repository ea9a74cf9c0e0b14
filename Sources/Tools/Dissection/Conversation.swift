import CoAP
package import JSON
package import LwM2M
import Wording

/// The messages of a recording one after the other: each response is read with the path of its request.
package struct Conversation {
    private let definition: (ObjectID) -> ObjectDefinition?
    /// What was asked with a token between two ends, whoever began.
    private var paths: [Key: Path] = [:]
    private var first: Double?

    private struct Key: Hashable {
        var requester: String
        var responder: String
        var token: Token
    }

    /// A datagram taken apart.
    package struct Entry {
        /// Seconds since the first datagram.
        package var time: Double
        package var datagram: CaptureReader.Datagram
        /// What it is, in one line: `CON GET /3/0/9`.
        package var title: String
        package var parts: [Part]
        /// Why it is no message.
        package var problem: String?
    }

    package init(definition: @escaping (ObjectID) -> ObjectDefinition?) { self.definition = definition }

    /// Takes the next datagram apart.
    package mutating func take(_ datagram: CaptureReader.Datagram) -> Entry {
        let start = first ?? datagram.time
        first = start
        var entry = Entry(time: datagram.time - start, datagram: datagram, title: "", parts: [])
        if let record = Self.recordOfDTLS(datagram.payload) {
            entry.title = record
            return entry
        }
        do throws(MalformedMessage) {
            let message = try Message(decoding: datagram.payload)
            entry.title = Dissector.title(of: message)
            let dissector = Dissector(at: path(of: message, in: datagram), definition: definition)
            do throws(MessageFault) { entry.parts = try dissector.parts(ofMessage: datagram.payload) } catch {
                entry.problem = error.message
            }
        } catch {
            entry.title = "\(datagram.payload.count) bytes"
            entry.problem = MessageFault(error).message
        }
        return entry
    }

    /// The path that the payload of a message is relative to.
    private mutating func path(of message: Message, in datagram: CaptureReader.Datagram) -> Path {
        if message.code.isRequest {
            let path = (try? Path(segments: message.options.texts(.uriPath))) ?? .root
            paths[Key(requester: datagram.source, responder: datagram.destination, token: message.token)] = path
            return path
        }
        return paths[Key(requester: datagram.destination, responder: datagram.source, token: message.token)] ?? .root
    }

    /// What a record of DTLS is; nil for anything else.
    ///
    /// - Source: RFC 6347 §4.1; RFC 5246 §6.2.1.
    private static func recordOfDTLS(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 13, bytes[1] == 0xFE, bytes[2] == 0xFD || bytes[2] == 0xFF else { return nil }
        let names: [UInt8: String] = [20: "change cipher spec", 21: "alert", 22: "handshake", 23: "application data"]
        return names[bytes[0]].map { "DTLS \($0), \(bytes.count) bytes, encrypted or of its handshake" }
    }
}

extension Conversation.Entry {
    /// Whether something in it is not what it should be.
    package var hasProblem: Bool { problem != nil || parts.contains(where: \.hasProblem) }

    /// A line with time and ends, and the tree of the message below it.
    package var text: String {
        var text = "\(seconds)  \(datagram.source) > \(datagram.destination)  \(title)\n"
        if let problem { text += "    ! \(problem)\n" }
        for line in Part.tree(of: parts).split(separator: "\n") { text += "    \(line)\n" }
        return text
    }

    /// With the members of `decode --json`, and where and when the datagram went.
    package var members: [JSONMember] {
        [
            JSONMember(name: "time", value: .number(datagram.time)),
            JSONMember(name: "from", value: .string(datagram.source)),
            JSONMember(name: "to", value: .string(datagram.destination)),
            JSONMember(name: "title", value: .string(title)),
        ]
    }

    private var seconds: String {
        Digits.decimal(Int((max(0, min(time, 1e9)) * 1e6).rounded()), places: 6)
    }
}
