import ATInterface
import Emulator
import JSON
package import LiveModule
import LwM2M
package import Network
package import Terminal
import Wording

/// Passes commands from an input to a session, and AT commands to the module's line; answers and events go to standard
/// output. Time passes for the module in the meantime.
package final class ConsoleFront {
    /// Carries out the commands.
    package let session: ConsoleSession
    let run: ModuleRun
    private let line: ConsoleLine
    private let waitsForBoots: Bool
    let wire: ServerWire
    private let isDue: () -> Bool
    let loop: EventLoop
    let input: any InputSource
    private let isJSON: Bool
    private let isInteractive: Bool
    private var hasFailed = false
    private var isResting = false
    /// Whether the loop is running inside a command.
    var isWaiting = false
    /// Whether the input and all commands are finished.
    private var isDone = false
    /// Whether the program was told to end before all commands were carried out.
    var isCutShort = false
    /// Whether the input and all commands are finished, or the program has been told to end.
    var isOver: Bool { isDone || isDue() }
    /// How URCs begin that an event of the module tells, too.
    private static let urcsOfEvents = ["+ULWM2MNOTIFY", "+ULWM2MSTAT: 4", "+ULWM2MSTAT: 5"]
    private var lastNote = ""
    /// Events that have not been formatted yet: an answer is sent before it is reported.
    private var events: [ModuleEvent] = []
    /// Lines of events that wait until the loop is idle.
    private let lines = HeldLines()

    /// - Parameters:
    ///   - run: lets the module's time pass.
    ///   - waitsForBoots: whether a boot takes its time, or completes at once.
    ///   - isQuiet: whether only answers are shown, without events.
    ///   - keepsFlash: whether the flash outlives the program.
    ///   - showsKeys: whether keys are shown as they are.
    ///   - wire: the connection to the servers.
    ///   - isDue: whether something other than its input ends the program.
    package init(
        _ run: ModuleRun, input: any InputSource, isJSON: Bool, isInteractive: Bool, waitsForBoots: Bool = false,
        isQuiet: Bool = false, keepsFlash: Bool, showsKeys: Bool, wire: ServerWire, isDue: @escaping () -> Bool,
        on loop: EventLoop
    ) {
        self.run = run
        self.wire = wire
        self.loop = loop
        self.isDue = isDue
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
        if !isQuiet { session.onEvent = { [unowned self] event in hold(event) } }
        session.whileBooting = { if !waitsForBoots { run.skipBoot() } }
        if !isInteractive {
            session.wait = { [unowned self] condition throws(LwM2MError) in try wait(for: condition) }
        }
        session.isToldToEnd = isDue
        input.completer = { [unowned session] line, start, end in session.candidates(line, start, end) }
        line.onNote = { [unowned self] text in note(text) }
        run.at.onURC = { [unowned session] urc in
            if !Self.urcsOfEvents.contains(where: { urc.utf8.starts(with: $0.utf8) }) { session.report(.urc(urc)) }
        }
        run.afterTime.append { [unowned self] in
            wordEvents()
            showAnswer()
        }
    }

    /// Shows a note, as an event; an immediate repetition is not shown.
    package func note(_ text: String) {
        guard !isJSON, text != lastNote else { return }
        lastNote = text
        show("! " + text)
    }

    /// Shows a line unchanged, after everything that happened before it.
    package func show(_ line: String) {
        showEvents()
        input.show(line)
    }

    /// Runs commands.
    package func run(_ lines: [String], watch: ObjectWatch?) -> CommandsEnd {
        passTime(watch)
        for line in lines where !isDone {
            // Nothing can be typed while the module boots.
            if waitsForBoots { wait { run.module.isBooting } }
            if isDue() {
                isCutShort = true
                break
            }
            isDone = run(line)
        }
        return end
    }

    /// How the commands ended; at a terminal, failures have already been seen and do not count.
    private var end: CommandsEnd {
        isInteractive ? .fine : isCutShort ? .cutShort : hasFailed ? .failed : .fine
    }

    /// Runs the input until it ends; serves saved files in the meantime.
    ///
    /// - Parameter outlivesInput: whether to continue after the end of a pipe, because ports are open.
    package func serve(watch: ObjectWatch?, outlivesInput: Bool = false) -> CommandsEnd {
        passTime(watch)
        loop.addDeadlines(
            next: { [unowned self] in
                // Passing time may already have ended the boot.
                isResting && !isWaiting ? run.module.isBooting ? run.nextDeadline : 0 : nil
            },
            advance: { [unowned self] _ in
                if isResting, !run.module.isBooting { takeInput(outlivesInput: outlivesInput) }
            })
        for descriptor in input.descriptors {
            loop.watch(descriptor) { [unowned self] _ in takeInput(outlivesInput: outlivesInput) }
        }
        takeInput(outlivesInput: outlivesInput)
        if !isOver { loop.run() }
        if isDue(), !isDone, !isInteractive, case .line = input.next(within: 0) { isCutShort = true }
        return end
    }

    /// Lets the module's time pass with the loop, and serves saved files.
    private func passTime(_ watch: ObjectWatch?) {
        var nextLook = watch == nil ? Double.infinity : loop.now
        loop.addDeadlines(
            next: { [unowned self] in min(run.nextDeadline ?? .infinity, nextLook) },
            advance: { [unowned self] time in
                run.catchUp()
                guard let watch, nextLook <= time else { return }
                for report in watch.poll() { session.report(.load(report)) }
                nextLook = time + Double(ObjectWatch.interval) / 1000
            })
    }

    private func takeInput(outlivesInput: Bool) {
        // An earlier command may still be waiting for something.
        guard !isWaiting else { return }
        while !isOver {
            isResting = waitsForBoots && !isInteractive && run.module.isBooting
            for descriptor in input.descriptors { loop.setInterest(isResting ? [] : .reading, of: descriptor) }
            if isResting { return }
            switch input.next(within: 0) {
            case .line(let line):
                guard run(line) else { continue }
                isDone = true
            case .end:
                if outlivesInput, !isInteractive {
                    for descriptor in input.descriptors { loop.unwatch(descriptor) }
                    return
                }
                isDone = true
            case .nothing: return
            }
        }
        loop.stop()
    }

    /// Runs a line; returns whether it contained `quit`.
    private func run(_ text: String) -> Bool {
        for part in line.takesData ? [.at(text)] : MixedLine.parts(of: text) {
            if isDue() {
                isCutShort = true
                return false
            }
            run.catchUp()
            switch part {
            case .at(let text):
                send(text)
            case .commands(let text):
                let end = session.run(text) { show($0) }
                run.catchUp()
                if end == .cutShort { isCutShort = true }
                if end == .quit { return true }
            }
        }
        return false
    }

    private func show(_ answer: ConsoleSession.Answer) {
        hasFailed = hasFailed || answer.outcome.isFailure
        if case .set(let setting) = answer.outcome, let warning = setting.warning { Output.warn(warning) }
        if isJSON { return show(answer.outcome.json(command: answer.command).text) }
        let text = answer.outcome.text
        if text.isEmpty { showEvents() } else { show(text) }
    }

    // MARK: - AT

    /// The running AT command.
    private var command = ""

    private func send(_ text: String) {
        command = text
        line.send(text)
        run.catchUp()
        if !isInteractive { wait { line.isWaiting } }
        session.whileBooting()
    }

    private func showAnswer() {
        let lines = line.takeLines()
        guard let last = lines.last else { return }
        hasFailed = hasFailed || ReadLine.isFailure(last)
        guard isJSON else { return show(lines.joined(separator: "\n")) }
        let answer = JSONValue.members([
            "command": .string(session.showsKeys ? command : LineRecord.withoutKeys(command)),
            "lines": .array(lines.map { .string($0) }),
        ])
        show(answer.text)
    }

    // MARK: - Events

    private func hold(_ event: ModuleEvent) {
        events.append(event)
        if events.count == 1, lines.count == 0 { loop.whenIdle { [unowned self] in showEvents() } }
    }

    /// Formats what happened; shows it if there is a lot.
    private func wordEvents() {
        guard !events.isEmpty else { return }
        let product = run.module.product
        for event in events {
            guard let text = isJSON ? event.json(on: product)?.text : event.text(on: product) else { continue }
            if lines.add(text) { continue }
            input.show(lines.take())
            if !lines.add(text) { input.show(text) }
        }
        events.removeAll(keepingCapacity: true)
        if lines.isNearlyFull { input.show(lines.take()) }
    }

    /// Shows everything that happened.
    package func showEvents() {
        wordEvents()
        if lines.count > 0 { input.show(lines.take()) }
    }
}

/// How the commands of a script ended.
package enum CommandsEnd: Hashable, Sendable {
    case fine
    /// A command was refused, failed or was not understood.
    case failed
    /// The program was told to end before all of them were carried out.
    case cutShort

    /// What a wait says that ended with the program: `ended by a signal after 1.5 s`.
    ///
    /// - Parameter seconds: how long it waited.
    package static func words(after seconds: Double) -> String {
        let reason = EventLoop.hasSignalCome ? "ended by a signal" : "ended"
        return "\(reason) after \(Digits.brief((seconds * 10).rounded() / 10)) s"
    }
}
