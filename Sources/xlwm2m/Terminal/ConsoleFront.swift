import Console
import JSON

/// Takes commands from an input to a session, and answers and events to standard output.
final class ConsoleFront {
    private let session: ConsoleSession
    private let input: any InputSource
    private let isJSON: Bool
    private let isInteractive: Bool
    private var hasFailed = false

    init(_ session: ConsoleSession, input: any InputSource, isJSON: Bool, isInteractive: Bool) {
        self.session = session
        self.input = input
        self.isJSON = isJSON
        self.isInteractive = isInteractive
        session.onEvent = { [unowned self] event in show(event) }
        input.completer = { [unowned session] line, start, end in session.candidates(line, start, end) }
    }

    /// Runs commands and answers how that went.
    func run(_ lines: [String]) -> ExitCode {
        for line in lines where run(line) { break }
        return hasFailed ? .findings : .ok
    }

    /// Runs what comes in until it ends; serves saved files meanwhile.
    func loop(watch: FileWatch?) -> ExitCode {
        while true {
            switch input.next(within: watch == nil ? -1 : FileWatch.interval) {
            case .line(let line):
                if run(line) { return exitCode }
            case .end: return exitCode
            case .nothing: break
            }
            for report in watch?.poll() ?? [] { session.report(.load(report)) }
        }
    }

    private var exitCode: ExitCode { hasFailed && !isInteractive ? .findings : .ok }

    /// Runs a line; answers whether it said `quit`.
    private func run(_ line: String) -> Bool {
        session.run(line) { answer in
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
