import Foundation
import Terminal
import TestSupport
import Testing

/// When escape codes may go out.
struct TerminalStyleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let choice: ColorChoice
        let noColor, term: String?
        let usesColor, movesCursor: Bool
    }

    static let onTerminal: [Case] = [
        Case(
            testDescription: "a terminal", choice: .auto, noColor: nil, term: "xterm", usesColor: true,
            movesCursor: true),
        Case(
            testDescription: "NO_COLOR", choice: .auto, noColor: "1", term: "xterm", usesColor: false,
            movesCursor: false),
        Case(
            testDescription: "an empty NO_COLOR", choice: .auto, noColor: "", term: "xterm", usesColor: true,
            movesCursor: true),
        Case(
            testDescription: "a dumb terminal", choice: .auto, noColor: nil, term: "dumb", usesColor: false,
            movesCursor: false),
        Case(
            testDescription: "no TERM", choice: .auto, noColor: nil, term: nil, usesColor: false, movesCursor: false),
        Case(
            testDescription: "always, with NO_COLOR", choice: .always, noColor: "1", term: "xterm", usesColor: true,
            movesCursor: true),
        Case(
            testDescription: "always, dumb", choice: .always, noColor: nil, term: "dumb", usesColor: true,
            movesCursor: false),
        Case(
            testDescription: "never", choice: .never, noColor: nil, term: "xterm", usesColor: false,
            movesCursor: false),
    ]

    @Test(arguments: onTerminal) func decides(_ style: Case) {
        var terminal = TerminalStyle(choice: style.choice)
        (terminal.noColor, terminal.term) = (style.noColor, style.term)
        #expect(terminal.usesColor(isTerminal: true) == style.usesColor)
        #expect(terminal.movesCursor(isTerminal: true) == style.movesCursor)
        #expect(terminal.usesColor(isTerminal: false) == (style.choice == .always))
        #expect(!terminal.movesCursor(isTerminal: false))
    }
}

/// The lines of earlier sessions.
struct HistoryTests {
    @Test func keepsLinesForItsOwner() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state/history")
        let history = History(path: path)
        #expect(history.lines() == [])
        #expect(history.add("ls", keeping: true))
        #expect(!history.add("ls", keeping: true), "the same again")
        #expect(!history.add("  ", keeping: true), "nothing")
        #expect(history.add("write /0/0/5 x", keeping: false), "to be had again, and not to be kept")
        #expect(history.add("quit", keeping: true))
        #expect(History(path: path).lines() == ["ls", "quit"])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func forgetsTheOldestOfVeryMany() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write((0..<2500).map { "line \($0)\n" }.joined(), to: "history")
        #expect(History(path: path).lines().count == 1000)
        #expect(History(path: path).lines().first == "line 1500")
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(kept.hasPrefix("line 1500\n") && kept.hasSuffix("line 2499\n"))
    }
}
