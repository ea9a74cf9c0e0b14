import ATInterface
import Wording

/// A recorded module that answers again: bytes and moments in, bytes out, without I/O and without a clock.
///
/// What it sends, it sends as late after the command as it did. Whatever was on its way when the next command comes is sent
/// before the answer to that one.
package struct ReplayedModule {
    /// Which command may come next.
    package enum Order: String, CaseIterable, Sendable {
        /// Only the one that came next in the recording.
        case strict
        /// Any that was recorded; its answers come in their order, and the last one again and again.
        case any
    }

    /// What the host did that the recording does not have, in words.
    package private(set) var problems: [String] = []
    /// How many commands were answered as they were recorded.
    package private(set) var answered = 0

    private let steps: [RecordedStep]
    private let order: Order
    private let speed: Double
    private var next = 0
    /// For `any`: how often each command was asked.
    private var asked: [String: Int] = [:]
    private var line: [UInt8] = []
    private var queue: [(due: Double, bytes: [UInt8])] = []
    /// The step whose data comes now, and what has come of it.
    private var upload: (step: Int, received: [UInt8], wanted: Int)?
    private var screen = KeyScreen()

    /// - Parameters:
    ///   - speed: how many times faster than recorded.
    ///   - time: now, in seconds on the caller's clock.
    package init(_ recording: Recording, order: Order, speed: Double, at time: Double) {
        (steps, self.order, self.speed) = (RecordedStep.steps(of: recording), order, speed)
        guard let first = steps.first, first.command.isEmpty else { return }
        next = 1
        send(first.answer, since: time)
    }

    /// Whether the last command of the recording has been asked.
    package var isAtEnd: Bool { next >= steps.count && upload == nil }
    /// The command that comes next in the recording; nil at its end.
    package var expected: String? { next < steps.count ? steps[next].command : nil }

    /// When something is to be sent; nil if nothing is.
    package var deadline: Double? { queue.first?.due }

    /// What is to be sent at a time.
    package mutating func takeOutput(at time: Double) -> [UInt8] {
        var bytes: [UInt8] = []
        while let first = queue.first, first.due <= time {
            bytes += first.bytes
            queue.removeFirst()
        }
        return bytes
    }

    /// Takes what the host sent.
    package mutating func receive(_ bytes: some Sequence<UInt8>, at time: Double) {
        for byte in bytes {
            if let current = upload {
                upload?.received.append(byte)
                if current.received.count + 1 >= current.wanted { finishUpload(at: time) }
            } else if byte == 13 {
                let typed = line
                line = []
                if typed.contains(where: { $0 != 32 }) { answer(typed, at: time) }
            } else if byte != 10, line.count < Self.longestLine {
                line.append(byte)
            }
        }
    }

    private static let longestLine = 65_536

    private mutating func answer(_ typed: [UInt8], at time: Double) {
        let text = String(decoding: screen.screen(typed, isTyped: true) ?? typed, as: UTF8.self)
        hurry(to: time)
        guard let index = find(text) else { return refuse(text, at: time) }
        let step = steps[index]
        guard !step.hidesAnswer else {
            problems.append("'\(Printable.escaped(text))': its answer was not recorded, because it may hold keys")
            return refuseAloud(at: time)
        }
        answered += 1
        // Keys are not recorded: the echo has what came.
        send(step.answer.map { $0.echoing(typed, of: step.command) }, since: time)
        if let data = step.data { upload = (index, [], ReadLine.uploadSize(step.command) ?? data.count) }
        if upload?.wanted == 0 { finishUpload(at: time) }
    }

    /// The step that a command is; nil if it was not recorded here.
    private mutating func find(_ command: String) -> Int? {
        switch order {
        case .strict:
            guard next < steps.count, steps[next].command == command else { return nil }
            next += 1
            return next - 1
        case .any:
            let places = steps.indices.filter { steps[$0].command == command }
            guard !places.isEmpty else { return nil }
            let count = asked[command, default: 0]
            asked[command] = count + 1
            let place = places[min(count, places.count - 1)]
            next = max(next, place + 1)
            return place
        }
    }

    private mutating func refuse(_ command: String, at time: Double) {
        let shown = Printable.escaped(command)
        switch (order, expected) {
        case (.any, _): problems.append("'\(shown)' was not recorded")
        case (.strict, let expected?):
            problems.append(
                "'\(shown)' was not recorded at this point: line \(steps[next].place) has '\(Printable.escaped(expected))'"
            )
        case (.strict, nil): problems.append("'\(shown)' came after the last recorded command")
        }
        refuseAloud(at: time)
    }

    private mutating func refuseAloud(at time: Double) {
        queue.append((time, Array("\r\nERROR\r\n".utf8)))
    }

    private mutating func finishUpload(at time: Double) {
        guard let current = upload else { return }
        upload = nil
        let step = steps[current.step]
        if step.data != current.received {
            problems.append(
                "'\(Printable.escaped(step.command))': the \(current.received.count) bytes are not those that were recorded"
            )
        }
        send(step.rest, since: time)
    }

    private mutating func send(_ pieces: [RecordedStep.Piece], since time: Double) {
        for piece in pieces { queue.append((time + piece.delay / speed, piece.bytes)) }
    }

    /// Whatever is on its way is sent now: a command has come.
    private mutating func hurry(to time: Double) {
        for index in queue.indices { queue[index].due = min(queue[index].due, time) }
    }
}
