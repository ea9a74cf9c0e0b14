package import JSON
import LwM2M
import Wording

/// What went over the line between a host and a module, with times: a file with one JSON object a line.
///
/// The first line is `{"recording":1,"port":"/dev/ttyUSB0","baud":115200}`. Each other line is one line of the host or of
/// the module in the order in which they ended: `{"t":0.512,"from":"host","line":"AT+CGMM","end":"\r"}`. Bytes that are not
/// UTF-8 stand in `hex` in place of `line`. `end` is what ended it, empty for a prompt and for the end of a file's bytes.
/// An entry without keys that stood there has `"hidden":true`.
package struct Recording: Hashable, Sendable {
    /// The version of the format that this program writes and reads.
    package static let version = 1

    /// One line of one side.
    package struct Entry: Hashable, Sendable {
        /// Seconds since the recording began, when the line ended.
        package var time: Double
        /// Whether the host sent it.
        package var isHost: Bool
        /// Without its end.
        package var bytes: [UInt8]
        /// CR, LF, both, or nothing.
        package var end: [UInt8]
        /// Whether something that may hold keys was taken out.
        package var isHidden = false

        package init(time: Double, isHost: Bool, bytes: [UInt8], end: [UInt8], isHidden: Bool = false) {
            (self.time, self.isHost, self.bytes, self.end, self.isHidden) = (time, isHost, bytes, end, isHidden)
        }

        /// The line as text.
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Where it was recorded, for people.
    package var port: String
    /// Bits a second.
    package var baud: Int
    package var entries: [Entry] = []

    /// Seconds until its last line.
    var duration: Double { entries.last?.time ?? 0 }

    package init(port: String, baud: Int) { (self.port, self.baud) = (port, baud) }
}

// MARK: - The file

/// A file that is no recording: the line, from 1, and what is wrong with it.
package struct RecordingError: Error, Hashable, Sendable {
    package var line: Int
    package var message: String
}

extension Recording {
    /// The longest file, in bytes.
    package static let longest = 256 << 20

    /// The first line of a file.
    package var head: JSONValue {
        .members([
            "recording": .integer(Int64(Self.version)), "port": .string(port), "baud": .integer(Int64(baud)),
        ])
    }

    /// Reads a file.
    ///
    /// - throws: for a line that is not an object of the format, with its number; a last line that was cut off is left
    ///   out, for the recording may have been ended by the host's power.
    package init(parsing text: [UInt8]) throws(RecordingError) {
        var lines = text.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        let isCut = lines.last?.isEmpty == false
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard let first = lines.first else { throw RecordingError(line: 1, message: "the file is empty") }
        self = try Self.head(first)
        for (index, line) in lines.enumerated().dropFirst() {
            do throws(LwM2MError) {
                let entry = try Entry(parsing: line)
                guard entry.time >= entries.last?.time ?? 0 else {
                    throw LwM2MError(.badRequest, "the time \(entry.time) is before that of the line above")
                }
                entries.append(entry)
            } catch {
                if isCut, index == lines.count - 1 { return }
                throw RecordingError(line: index + 1, message: error.message)
            }
        }
    }

    private static func head(_ line: [UInt8]) throws(RecordingError) -> Recording {
        var version: Int?
        var port: String?
        var baud: Int?
        do throws(LwM2MError) {
            var reader = try JSONReader(line)
            guard try reader.next() == .object else { throw reader.refusal("this is not an object") }
            try reader.object { (name, reader) throws(LwM2MError) in
                switch name {
                case "recording": version = Int(try reader.number())
                case "port": port = try reader.string()
                case "baud": baud = Int(try reader.number())
                default: try reader.skip(depth: 1)
                }
            }
            try reader.end()
        } catch {
            throw RecordingError(line: 1, message: "this is not a recording of xlwm2m module record: \(error.message)")
        }
        guard let version, let port, let baud else {
            throw RecordingError(
                line: 1, message: "this is not a recording of xlwm2m module record: recording, port or baud is missing")
        }
        guard version == Self.version else {
            throw RecordingError(
                line: 1, message: "the recording has version \(version), and this program reads \(Self.version)")
        }
        return Recording(port: port, baud: baud)
    }
}

extension Recording.Entry {
    /// The line of the file.
    package var json: JSONValue {
        let text = String(validating: bytes, as: UTF8.self)
        return .members([
            "t": .number((time * 1000).rounded() / 1000), "from": .string(isHost ? "host" : "module"),
            "line": text.map(JSONValue.string), "hex": text == nil ? .string(Hexadecimal.text(of: bytes)) : nil,
            "end": .string(String(decoding: end, as: UTF8.self)), "hidden": isHidden ? true : nil,
        ])
    }

    fileprivate init(parsing line: [UInt8]) throws(LwM2MError) {
        var reader = try JSONReader(line)
        guard try reader.next() == .object else { throw reader.refusal("this is not an object") }
        var time: Double?
        var from: String?
        var bytes: [UInt8]?
        var end: String?
        var hidden = false
        try reader.object { (name, reader) throws(LwM2MError) in
            switch name {
            case "t": time = Double(try reader.number())
            case "from": from = try reader.string()
            case "line": bytes = Array(try reader.string().utf8)
            case "hex":
                guard let octets = Hexadecimal.bytes(of: try reader.string().utf8) else {
                    throw reader.refusal("hex is not pairs of hexadecimal digits")
                }
                bytes = octets
            case "end": end = try reader.string()
            case "hidden": hidden = try reader.boolean()
            default: try reader.skip(depth: 1)
            }
        }
        try reader.end()
        guard let time, let from, let bytes, time.isFinite, time >= 0, from == "host" || from == "module" else {
            throw reader.refusal("t, from (host or module), line or hex is missing or wrong")
        }
        let ends = Array((end ?? "").utf8)
        guard ends.allSatisfy({ $0 == 13 || $0 == 10 }) else { throw reader.refusal("end is neither CR nor LF") }
        self.init(time: time, isHost: from == "host", bytes: bytes, end: ends, isHidden: hidden)
    }
}
