import ATInterface
import Emulator

/// The AT port of the console: lines that begin with `AT`, and data announced by one of them.
package final class ConsoleLine {
    private let session: ATSession
    private let run: ModuleRun

    /// What people call the port of the prompt.
    package static let promptName = "prompt"
    /// What people call the port of a page.
    package static let pageName = "page"

    /// - Parameter name: what people call it.
    package init(_ run: ModuleRun, name: String = promptName) {
        self.run = run
        session = ATSession(run.at)
        session.name = name
        session.takesEcho = false
        // The console shows events itself.
        session.takesURCs = false
    }

    /// Receives the reasons for refusals.
    package var onNote: ((String) -> Void)? {
        get { session.onLog }
        set { session.onLog = newValue }
    }

    /// Whether the next line is data announced by a command, whatever it looks like.
    package var takesData: Bool { session.isUploading }

    /// Whether an answer is still expected as time passes.
    package var isWaiting: Bool { session.isWorking && !session.isUploading }

    /// Sends a line.
    package func send(_ line: String) { session.receive(Array(line.utf8) + [13], at: run.module.now) }

    /// The lines that arrived since the last call.
    package func takeLines() -> [String] { session.takeLines() }
}
