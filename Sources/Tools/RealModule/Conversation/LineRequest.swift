/// A command line for a module, and what its answer looks like.
package struct LineRequest: Hashable, Sendable {
    /// The line without its CR, `AT+CGMM`.
    package var line: String
    /// Seconds from the moment that the line was sent until its final result code must be there.
    package var timeout: Double
    /// Bytes that are sent after the prompt; nil for a command without a prompt.
    package var data: [UInt8]?
    /// The name in front of an answer that has the bytes of a file, `+URDFILE`; nil for all other answers.
    var fileName: String?
    /// What an answer has to contain; after a command that nobody answered in time, it tells the right answer from a
    /// late one.
    var requiredStart: String?
    /// The names in the line, `+ULSTFILE`: lines of information begin with one of them.
    let names: [String]

    /// A command whose answer has only lines.
    package init(_ line: String, timeout: Double = ATTimes.command) {
        (self.line, self.timeout) = (line, timeout)
        names = Self.names(in: line)
    }

    /// Writes a file: `AT+UDWNFILE`.
    ///
    /// - Parameter settings: how long its bytes take.
    package static func write(
        _ bytes: [UInt8], to name: String, tag: String, over settings: LineSettings
    ) -> LineRequest {
        var request = LineRequest(
            "AT+UDWNFILE=\"\(name)\",\(bytes.count),\"\(tag)\"",
            timeout: ATTimes.upload + 2 * settings.seconds(for: bytes.count))
        request.data = bytes
        return request
    }

    /// Reads a file: `AT+URDFILE`. The time begins anew with each byte that comes.
    package static func read(_ name: String, tag: String) -> LineRequest {
        var request = LineRequest("AT+URDFILE=\"\(name)\",\"\(tag)\"", timeout: ATTimes.command)
        request.fileName = "+URDFILE"
        return request
    }

    /// A question that only its own answer fits.
    package static let synchronization: LineRequest = {
        var request = LineRequest("AT+CMEE?", timeout: ATTimes.command)
        request.requiredStart = "+CMEE:"
        return request
    }()

    /// Whether a line may be information for this command: URCs begin with a plus and another name.
    func takes(_ line: String) -> Bool {
        line.first != "+" || names.contains { line.hasPrefix($0 + ":") }
    }

    /// The names after `AT` and `;`, outside of quotes, up to what ends a name.
    private static func names(in line: String) -> [String] {
        var names: [String] = []
        var name: String?
        var isQuoted = false
        for character in line.uppercased() + ";" {
            if character == "\"" { isQuoted.toggle() }
            guard !isQuoted else { continue }
            switch character {
            case "+": name = "+"
            case "A"..."Z", "0"..."9": name?.append(character)
            default:
                if let name, name.count > 1 { names.append(name) }
                name = nil
            }
        }
        return names
    }
}

/// What a module answered.
package struct ATAnswer: Hashable, Sendable {
    /// How a command ended.
    package enum Result: Hashable, Sendable {
        case ok
        /// Refused; with what stands behind `+CME ERROR: `, or empty for a plain `ERROR`.
        case error(String)
        /// No final result code came in time.
        case timedOut
    }

    /// The lines of information, as they came.
    package var lines: [String] = []
    /// The bytes of a file.
    package var bytes: [UInt8]?
    package var result: Result

    /// Whether the command was carried out.
    package var isOK: Bool { result == .ok }

    /// What stands behind a name in the first line that has it: of `+CGSN` the text after `+CGSN:`, without blanks
    /// around; nil if no line has it.
    package func value(of name: String) -> String? {
        lines.first { $0.hasPrefix(name + ":") }.map { trimmed($0.dropFirst(name.count + 1)) }
    }

    /// How it ended, in words.
    package var resultText: String {
        switch result {
        case .ok: "OK"
        case .error(""): "ERROR"
        case .error(let text): text
        case .timedOut: "no answer in time"
        }
    }
}

/// A text without blanks at its ends.
func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
}

/// How long a host waits for its module, in seconds.
package enum ATTimes {
    /// Most commands answer at once.
    package static let command = 10.0
    /// After a reset, `AT` is asked so often.
    package static let attention = 1.0
    /// How often a module is asked that was reset: for as long as the slowest takes to boot.
    package static let bootAttempts = 40
    /// Longer than a module waits for the bytes of a file (20 s), so that its own error comes first.
    package static let upload = 30.0
    /// Loading an Object, or taking it out.
    package static let object = 60.0
    /// `+CFUN` (UBX-17003787 R13 §5.2).
    package static let power = 180.0
    /// A module that still waits for the bytes of a file has given up after so long a silence.
    package static let silence = 25.0
    /// From a reset until the LwM2M client answers, at the most (UBX-18068860 R09 §4.3.1).
    package static let clientStart = 90.0
    /// From a command's end until the next one (UBX-17003787 R13 §2.2.5.1).
    package static let pause = 0.02
    /// From the prompt until the bytes.
    package static let promptPause = 0.05
}
