import ATInterface
import Console
import Emulator
import HTTP
import JSON
import LiveModule
import LwM2M

/// Carries out what a page sends: lines as at the prompt, AT commands and verbs.
final class PageCommands {
    private let session: ConsoleSession
    private let run: ModuleRun
    private let recorder: ModuleRecorder
    private let line: ConsoleLine

    init(_ session: ConsoleSession, _ run: ModuleRun, _ recorder: ModuleRecorder) {
        (self.session, self.run, self.recorder) = (session, run, recorder)
        line = ConsoleLine(run, name: ConsoleLine.pageName)
        line.onNote = { [unowned recorder] text in recorder.add("note", ["text": .string(text)]) }
    }

    /// Answers a POST of lines; `as` says who asks, and with `quiet` the time line does not tell of it.
    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        guard let text = String(validating: request.body, as: UTF8.self) else {
            return .words(400, "a line is UTF-8")
        }
        guard let requester = Requester(word: request.parameter("as") ?? "at") else {
            return .words(400, "who asks is at, bootstrap or a Short Server ID")
        }
        session.requester = requester
        let isQuiet = request.parameter("quiet") != nil
        var answers: [JSONValue] = []
        run.catchUp()
        let words = recorder.wordsOfScripts
        for part in line.takesData ? [.at(text)] : MixedLine.parts(of: text) {
            switch part {
            case .at(let text): answers.append(send(text))
            case .commands(let text): carryOut(text, isQuiet: isQuiet) { answers.append($0) }
            }
            run.catchUp()
        }
        return .json(
            .members([
                "as": .string(session.requester.word), "answers": .array(answers),
                // What a page asks for again and again must not fill the time line.
                "isNoisy": recorder.wordsOfScripts > words ? .boolean(true) : nil,
            ]))
    }

    /// An AT line; an answer that takes longer is in the time line alone.
    private func send(_ text: String) -> JSONValue {
        let start = run.module.now
        recorder.deeds.tellURCs()
        line.send(text)
        run.catchUp()
        session.whileBooting()
        let lines = line.takeLines()
        recorder.deeds.add(
            line: text, withoutKeys: LineRecord.withoutKeys(text), answer: line.isWaiting ? [] : lines, from: start,
            to: run.module.now)
        return .members([
            "at": .boolean(true), "text": .string(lines.joined(separator: "\n")), "isWaiting": .boolean(line.isWaiting),
            "failed": .boolean(lines.last.map(ReadLine.isFailure) ?? false),
        ])
    }

    private func carryOut(_ text: String, isQuiet: Bool, answer: (JSONValue) -> Void) {
        if !isQuiet { recorder.deeds.tellURCs() }
        var start = run.module.now
        var requester = session.requester
        _ = session.run(text) { result in
            var words = result.outcome.text
            if case .quit = result.outcome { words = "quit is for the prompt: close the page" }
            words = PageText.shortened(words)
            let isFailure = result.outcome.isFailure
            if !isQuiet {
                recorder.deeds.add(result.command, result.outcome, as: requester, from: start, to: run.module.now)
                (start, requester) = (run.module.now, session.requester)
                recorder.add(
                    "command",
                    [
                        "text": .string(result.command), "answer": .string(words), "failed": .boolean(isFailure),
                        "by": .string(session.requester.word),
                    ])
            }
            answer(
                .members([
                    "text": .string(words), "failed": .boolean(isFailure),
                    "json": result.outcome.json(command: result.command),
                ]))
        }
    }
}
