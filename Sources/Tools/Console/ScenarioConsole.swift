import ATInterface
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
    private var lines: [String] = []
    private var answer: (([String]) -> Void)?
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

    package func carryOut(_ text: String, answer: @escaping ([String]) -> Void) {
        run.catchUp()
        self.answer = answer
        lines = []
        parts = (line.takesData ? [.at(text)] : MixedLine.parts(of: text))[...]
        proceed()
    }

    package func load(_ name: String, _ content: [UInt8]) -> [String] {
        guard session.module.isRunning else { return [session.module.whyNotRunning] }
        do throws(FileSystemError) {
            let place: TemporaryFolder
            if let folder { place = folder } else { place = try TemporaryFolder() }
            folder = place
            let path = Paths.join(place.path, name)
            try Files.write(content, to: path)
            let report = session.module.objects.load(file: path)
            session.module.emit(.load(report))
            run.catchUp()
            return ["\(report)"]
        } catch {
            return ["\(error)"]
        }
    }

    package func pass(_ seconds: Double) { run.step(seconds) }

    package func setSpeed(_ speed: Double) { run.setSpeed(speed) }

    private func proceed() {
        while let part = parts.popFirst() {
            switch part {
            case .commands(let text):
                _ = session.run(text) { result in
                    lines += result.outcome.text.split(separator: "\n").map(String.init)
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
        answer?(lines)
    }

    private func takeAnswer() {
        lines += line.takeLines()
        session.whileBooting()
    }
}
