import Console
import Emulator
import JSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes commands from an input to a session, and answers and events to standard output; meanwhile time goes on for the
/// module.
final class ConsoleFront {
    private let session: ConsoleSession
    private var pace: ModulePace
    private let waitsForBoots: Bool
    private let input: any InputSource
    private let isJSON: Bool
    private let isInteractive: Bool
    private var hasFailed = false

    /// - Parameters:
    ///   - speed: of the module's time.
    ///   - waitsForBoots: whether a boot takes its time, or is over at once.
    init(
        _ session: ConsoleSession, input: any InputSource, isJSON: Bool, isInteractive: Bool, speed: Double = 1,
        waitsForBoots: Bool = false
    ) {
        self.session = session
        pace = ModulePace(speed: speed, real: MonotonicTime.seconds, module: session.module.now)
        self.waitsForBoots = waitsForBoots
        self.input = input
        self.isJSON = isJSON
        self.isInteractive = isInteractive
        session.onEvent = { [unowned self] event in show(event) }
        session.whileBooting = { [unowned self] in
            if !waitsForBoots { pace.skipBoot(of: session.module, at: MonotonicTime.seconds) }
        }
        input.completer = { [unowned session] line, start, end in session.candidates(line, start, end) }
    }

    /// Runs commands and answers how that went.
    func run(_ lines: [String]) -> ExitCode {
        for line in lines {
            // Nobody can type while the module boots.
            if waitsForBoots { waitForBoot() }
            if run(line) { break }
        }
        session.module.switchOff()
        return hasFailed ? .findings : .ok
    }

    /// Runs what comes in until it ends; serves saved files meanwhile.
    func loop(watch: FileWatch?) -> ExitCode {
        while true {
            if waitsForBoots, !isInteractive { waitForBoot() }
            switch input.next(within: patience(watch)) {
            case .line(let line):
                if run(line) {
                    session.module.switchOff()
                    return exitCode
                }
            case .end:
                session.module.switchOff()
                return exitCode
            case .nothing: catchUp()
            }
            for report in watch?.poll() ?? [] { session.report(.load(report)) }
        }
    }

    /// Milliseconds until something has to be looked at; -1 for never.
    private func patience(_ watch: FileWatch?) -> Int32 {
        let limit = watch == nil ? Int32.max : FileWatch.interval
        guard let deadline = session.module.nextDeadline else { return watch == nil ? -1 : limit }
        let wait = (pace.realTime(of: deadline) - MonotonicTime.seconds) * 1000
        return min(limit, Int32(clamping: Int(max(0, min(wait, 1e9).rounded(.up)))))
    }

    private func waitForBoot() {
        while session.module.isBooting {
            let wait = patience(nil)
            if wait > 0 { usleep(UInt32(wait) * 1000) }
            catchUp()
        }
    }

    /// Does what came due in the meantime.
    private func catchUp() { session.module.advance(to: pace.moduleTime(at: MonotonicTime.seconds)) }

    private var exitCode: ExitCode { hasFailed && !isInteractive ? .findings : .ok }

    /// Runs a line; answers whether it said `quit`.
    private func run(_ line: String) -> Bool {
        catchUp()
        return session.run(line) { answer in
            hasFailed = hasFailed || answer.outcome.isFailure
            if isJSON {
                input.show(answer.outcome.json(command: answer.command).text)
            } else {
                let text = answer.outcome.text
                if !text.isEmpty { input.show(text) }
            }
        }
    }

    private func show(_ event: ConsoleEvent) { input.show(isJSON ? event.json.text : event.text) }
}
