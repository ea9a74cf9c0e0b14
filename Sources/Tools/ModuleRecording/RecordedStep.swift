import ATInterface

/// A command of a recording with what the module sent until the next one.
package struct RecordedStep: Hashable, Sendable {
    /// Bytes of the module and when they came.
    package struct Piece: Hashable, Sendable {
        /// Seconds since the command, or since the last byte of its data.
        package var delay: Double
        package var bytes: [UInt8]
        /// Whether something was taken out of it.
        package var isHidden: Bool

        /// The same piece; with what was typed, if it is the echo of a command.
        func echoing(_ typed: [UInt8], of command: String) -> Piece {
            guard RecordedStep.text(bytes) == command, !command.isEmpty else { return self }
            var piece = self
            piece.bytes = typed + bytes.drop { $0 != 13 && $0 != 10 }
            return piece
        }
    }

    /// The line of the file where the command stands, from 1.
    package var place: Int
    /// Seconds since the recording began.
    package var time: Double
    /// Without its end; empty for what came before the first command.
    package var command: String
    /// Whether keys were taken out of it.
    package var isHidden = false
    /// Until the prompt, if there was one; else all of it.
    package var answer: [Piece] = []
    /// The bytes of a file that the host sent at the prompt; nil without a prompt.
    package var data: [UInt8]?
    /// After the data.
    package var rest: [Piece] = []

    /// All lines that came, up to the final result code, without an echo.
    package var lines: [String] { Self.split(answer + rest, command).answer }
    /// The lines that came after the final result code.
    package var urcs: [String] { Self.split(answer + rest, command).urcs }
    /// Whether the answer, or a part of it, was not recorded because it may hold keys.
    package var hidesAnswer: Bool { (answer + rest).contains { $0.isHidden && Self.text($0.bytes) != command } }

    /// Seconds until the final result code; nil if none came.
    package var duration: Double? {
        (answer + rest).first { ReadLine.isFinalResult(Self.text($0.bytes)) }?.delay
    }

    private static func split(_ pieces: [Piece], _ command: String) -> (answer: [String], urcs: [String]) {
        var (answer, urcs): ([String], [String]) = ([], [])
        var hasEnded = command.isEmpty
        for piece in pieces {
            let text = text(piece.bytes)
            guard !text.isEmpty, text != command || hasEnded else { continue }
            if hasEnded { urcs.append(text) } else { answer.append(text) }
            if ReadLine.isFinalResult(text) { hasEnded = true }
        }
        return (answer, urcs)
    }

    fileprivate static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.filter { $0 != 13 && $0 != 10 }, as: UTF8.self)
    }

    /// The steps of a recording; the first one is what came before the first command, if anything did.
    package static func steps(of recording: Recording) -> [RecordedStep] {
        var steps = [RecordedStep(place: 1, time: 0, command: "")]
        /// Since when the pieces of the current step are counted.
        var start = 0.0
        /// Whether the last thing of the current step is a prompt, or bytes for it.
        var takesData = false
        for (index, entry) in recording.entries.enumerated() {
            let bytes = entry.bytes + entry.end
            if entry.isHost {
                if takesData {
                    steps[steps.count - 1].data? += bytes
                    start = entry.time
                } else if !entry.bytes.allSatisfy({ $0 == 32 }) {
                    steps.append(
                        RecordedStep(
                            place: index + 2, time: entry.time, command: entry.text, isHidden: entry.isHidden))
                    start = entry.time
                }
                continue
            }
            let piece = Piece(delay: max(0, entry.time - start), bytes: bytes, isHidden: entry.isHidden)
            if steps[steps.count - 1].data == nil {
                steps[steps.count - 1].answer.append(piece)
            } else {
                steps[steps.count - 1].rest.append(piece)
                takesData = false
            }
            if entry.bytes == [UInt8(ascii: ">")] || entry.bytes == [UInt8(ascii: "@")], entry.end.isEmpty {
                steps[steps.count - 1].data = []
                takesData = true
            }
        }
        for index in steps.indices {
            // Some hosts send a CR behind the bytes.
            guard let size = ReadLine.uploadSize(steps[index].command), let data = steps[index].data else { continue }
            steps[index].data = Array(data.prefix(size))
        }
        if steps[0].answer.isEmpty { steps.removeFirst() }
        return steps
    }
}
