package import ATInterface
import Emulator
import FileSystem
package import LiveModule

/// The prompt of a module for a scenario: the verbs and AT commands of its own steps.
package final class ScenarioConsole: ScenarioPrompt {
    private let session: ConsoleSession
    private let run: ModuleRun
    private let line: ConsoleLine
    /// Where the files are that the scenario loads; nil if it loaded none.
    private var folder: TemporaryFolder?
    private var parts: ArraySlice<MixedLine.Part> = []
    private var gathered = ScenarioAnswer()
    private var answer: ((ScenarioAnswer) -> Void)?
    private var isWaiting = false

    /// - Parameters:
    ///   - session: carries out the verbs; it is the scenario's alone.
    ///   - skipsBoots: whether a boot that a step causes is over at once.
    package init(_ session: ConsoleSession, _ run: ModuleRun, skipsBoots: Bool) {
        (self.session, self.run) = (session, run)
        line = ConsoleLine(run, name: "scenario")
        session.whileBooting = { [unowned run] in if skipsBoots { run.skipBoot() } }
        run.afterTime.append { [weak self] in
            guard let self, isWaiting, !line.isWaiting else { return }
            isWaiting = false
            takeAnswer()
            proceed()
        }
    }

    deinit { folder?.remove() }

    package func carryOut(_ text: String, answer: @escaping (ScenarioAnswer) -> Void) {
        run.catchUp()
        self.answer = answer
        gathered = ScenarioAnswer()
        parts = (line.takesData ? [.at(text)] : MixedLine.parts(of: text))[...]
        proceed()
    }

    package func load(_ name: String, _ content: [UInt8]) -> ScenarioAnswer {
        func answer(_ text: String, isFailure: Bool) -> ScenarioAnswer {
            ScenarioAnswer([text], failure: isFailure ? text : nil)
        }
        guard session.module.isRunning else { return answer(session.module.whyNotRunning, isFailure: true) }
        do throws(FileSystemError) {
            let place: TemporaryFolder
            if let folder { place = folder } else { place = try TemporaryFolder() }
            folder = place
            let path = Paths.join(place.path, name)
            try Files.write(content, to: path)
            let report = session.module.objects.load(file: path)
            session.module.emit(.load(report))
            run.catchUp()
            return answer("\(report)", isFailure: report.isFailure)
        } catch {
            return answer("\(error)", isFailure: true)
        }
    }

    package func pass(_ seconds: Double) { run.step(seconds) }

    package func setSpeed(_ speed: Double) { run.setSpeed(speed) }

    private func proceed() {
        while let part = parts.popFirst() {
            switch part {
            case .commands(let text):
                _ = session.run(text) { result in
                    let lines = result.outcome.text.split(separator: "\n").map(String.init)
                    add(lines, failure: result.outcome.isFailure ? lines.first : nil)
                }
                run.catchUp()
            case .at(let text):
                line.send(text)
                run.catchUp()
                isWaiting = line.isWaiting
                if isWaiting { return }
                takeAnswer()
            }
        }
        let answer = answer
        self.answer = nil
        answer?(gathered)
    }

    private func add(_ lines: [String], failure: String?) {
        gathered.lines += lines
        gathered.failure = gathered.failure ?? failure
    }

    private func takeAnswer() {
        let lines = line.takeLines()
        add(lines, failure: lines.last.flatMap { ReadLine.isFailure($0) ? $0 : nil })
        session.whileBooting()
    }
}
