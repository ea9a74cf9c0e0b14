import ATInterface
import Console
import Emulator
import JSON
import Network

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes commands from an input to a session, and AT commands to the module's line; answers and events go to standard
/// output. Meanwhile time goes on for the module.
final class ConsoleFront {
    private let session: ConsoleSession
    private let run: ModuleRun
    private let line: ConsoleLine
    private let waitsForBoots: Bool
    private let wire: ServerWire
    private let ending: Ending
    private let input: any InputSource
    private let isJSON: Bool
    private let isInteractive: Bool
    private var hasFailed = false
    private var isResting = false
    private var lastNote = ""

    /// - Parameters:
    ///   - run: what lets the module's time pass.
    ///   - waitsForBoots: whether a boot takes its time, or is over at once.
    ///   - keepsFlash: whether the flash outlives the program.
    ///   - showsKeys: whether keys are shown as they are.
    ///   - wire: the way to the servers.
    ///   - ending: what ends the program besides its input.
    init(
        _ run: ModuleRun, input: any InputSource, isJSON: Bool, isInteractive: Bool, waitsForBoots: Bool = false,
        keepsFlash: Bool, showsKeys: Bool, wire: ServerWire, ending: Ending
    ) {
        self.run = run
        self.wire = wire
        self.ending = ending
        session = ConsoleSession(run.module)
        session.keepsFlash = keepsFlash
        session.showsKeys = showsKeys
        session.network = wire.client
        line = ConsoleLine(run)
        self.waitsForBoots = waitsForBoots
        self.input = input
        self.isJSON = isJSON
        self.isInteractive = isInteractive
        input.isKept = { line in !ConsoleSession.holdsKeys(line) && LineRecord.withoutKeys(line) == line }
        session.onEvent = { [unowned self] event in show(event) }
        session.whileBooting = { if !waitsForBoots { run.skipBoot() } }
        input.completer = { [unowned session] line, start, end in session.candidates(line, start, end) }
        line.onNote = { [unowned self] text in note(text) }
        // Those that are not events of the module itself.
        run.at.onURC = { [unowned session] urc in
            if !urc.hasPrefix("+ULWM2MNOTIFY"), !urc.hasPrefix("+ULWM2MSTAT: 4"), !urc.hasPrefix("+ULWM2MSTAT: 5") {
                session.report(.status(urc))
            }
        }
        run.afterTime.append { [unowned self] in showAnswer() }
    }

    /// Shows a remark, as an event; the same one again is not worth a line.
    func note(_ text: String) {
        guard !isJSON, text != lastNote else { return }
        lastNote = text
        input.show("! " + text)
    }

    /// Runs commands and answers how that went.
    func run(_ lines: [String]) -> ExitCode {
        for line in lines {
            // Nobody can type while the module boots.
            if waitsForBoots { wait { run.module.isBooting } }
            if ending.isDue || run(line) { break }
        }
        return run.end(exitCode, wire, nil, keepsFlash: session.keepsFlash)
    }

    /// Runs what comes in until it ends; serves saved files meanwhile.
    ///
    /// - Parameters:
    ///   - first: commands that come before the input.
    ///   - outlivesInput: whether the end of a pipe ends nothing, because ports are open.
    func loop(
        on loop: EventLoop, watch: ObjectWatch?, first: [String] = [], outlivesInput: Bool = false, ports: ATPorts?
    ) -> ExitCode {
        for line in first where !isOver { isOver = ending.isDue || run(line) }
        for descriptor in input.descriptors {
            loop.watch(descriptor) { [unowned self] _ in takeInput(loop, outlivesInput: outlivesInput) }
        }
        var nextLook = watch == nil ? Double.infinity : loop.now
        loop.addDeadlines(
            next: { [unowned self] in min(run.nextDeadline ?? .infinity, nextLook) },
            advance: { [unowned self] time in
                run.catchUp()
                if let watch, nextLook <= time {
                    for report in watch.poll() { session.report(.load(report)) }
                    nextLook = time + Double(ObjectWatch.interval) / 1000
                }
                if isResting, !run.module.isBooting { takeInput(loop, outlivesInput: outlivesInput) }
            })
        takeInput(loop, outlivesInput: outlivesInput)
        if !isOver { loop.run() }
        return run.end(exitCode, wire, ports, keepsFlash: session.keepsFlash)
    }

    private var isOver = false

    private func takeInput(_ loop: EventLoop, outlivesInput: Bool) {
        while !isOver {
            if ending.isDue { break }
            isResting = waitsForBoots && !isInteractive && run.module.isBooting
            for descriptor in input.descriptors { loop.setInterest(isResting ? [] : .reading, of: descriptor) }
            if isResting { return }
            switch input.next(within: 0) {
            case .line(let line):
                guard run(line) else { continue }
                isOver = true
            case .end:
                if outlivesInput, !isInteractive {
                    for descriptor in input.descriptors { loop.unwatch(descriptor) }
                    return
                }
                isOver = true
            case .nothing: return
            }
        }
        loop.stop()
    }

    /// Lets the time pass as long as something holds.
    private func wait(while isSo: () -> Bool) {
        while isSo(), !ending.isDue, let deadline = run.nextDeadline {
            let seconds = deadline - MonotonicClock.now
            if seconds > 0 { usleep(UInt32(min(seconds, 1) * 1e6) + 500) }
            run.catchUp()
        }
    }

    private var exitCode: ExitCode { hasFailed && !isInteractive ? .findings : .ok }

    /// Runs a line; answers whether it said `quit`.
    private func run(_ text: String) -> Bool {
        run.catchUp()
        if line.takes(text) {
            command = text
            line.send(text)
            run.catchUp()
            if !isInteractive { wait { line.isWaiting } }
            session.whileBooting()
            return false
        }
        let isQuit = session.run(text) { answer in
            hasFailed = hasFailed || answer.outcome.isFailure
            if isJSON {
                input.show(answer.outcome.json(command: answer.command).text)
            } else {
                let text = answer.outcome.text
                if !text.isEmpty { input.show(text) }
            }
        }
        run.catchUp()
        return isQuit
    }

    // MARK: - AT

    /// The AT command that is at work.
    private var command = ""

    private func showAnswer() {
        let lines = line.takeLines()
        guard let last = lines.last else { return }
        hasFailed = hasFailed || last == "ERROR" || last.hasPrefix("+CME ERROR")
        guard isJSON else { return input.show(lines.joined(separator: "\n")) }
        let answer = JSONValue.members([
            "command": .string(session.showsKeys ? command : LineRecord.withoutKeys(command)), "lines": .array(lines.map { .string($0) }),
        ])
        input.show(answer.text)
    }

    private func show(_ event: ConsoleEvent) { input.show(isJSON ? event.json.text : event.text) }
}
