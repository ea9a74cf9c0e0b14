import Console
import LwM2M
import Testing

struct CompletionTests {
    struct Word: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let candidates: [String]?
        init(_ line: String, _ candidates: [String]?) { (testDescription, self.candidates) = (line, candidates) }
    }

    static let words: [Word] = [
        Word("re", ["read", "reload", "register", "reset"]),
        Word("ls; re", ["read", "reload", "register", "reset"]),
        Word("xyz", []),
        Word("read ", ["/3/", "/33/", "/3300"]),
        Word("read /33", ["/33/", "/3300"]),
        Word("read 3/", ["3/0/"]),
        Word("read /3/0/", ["/3/0/0", "/3/0/11"]),
        Word("read /3/0/1", ["/3/0/11"]),
        Word("read /3/9/", []),
        Word("read /x/", []),
        Word("read /1/2/3/4/", []),
        Word("write /3/0/0 ", []),
        Word("as b", ["bootstrap"]),
        Word("profile 20", ["20", "201", "206"]),
        Word("profile 3 ", []),
        Word("set i", ["imei", "ip"]),
        Word("sim ", ["insert", "remove", "test"]),
        Word("reset f", ["factory"]),
        Word("set imei ", []),
        Word("pro", ["products", "profile"]),
        Word("files F", ["FOAT", "FOTA_EXT"]),
        Word("help wr", ["write"]),
        Word("load obj", nil),
        Word("reload ", []),
        Word("frob /3", []),
    ]

    @Test(arguments: words) func completes(_ word: Word) {
        let line = word.testDescription
        let end = line.utf8.count
        let start =
            line.lastIndex { $0 == " " || $0 == ";" }
            .map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0
        let candidates = Completion.candidates(line, start, end) { path in
            switch path {
            case .root: [3, 33, 3300]
            case Path(3), Path(33): [0]
            case Path(3, 0): [0, 11]
            default: []
            }
        }
        #expect(candidates == word.candidates)
    }

    /// Another prompt completes its own verbs.
    @Test func completesAnotherPrompt() {
        func candidates(_ line: String, _ start: Int) -> [String]? {
            Completion.candidates(line, start, line.utf8.count, of: Lamp.self) { _ in [] }
        }
        #expect(candidates("o", 0) == ["on", "off"])
        #expect(candidates("on; of", 4) == ["off"])
        #expect(candidates("on s", 3) == ["slowly"])
        #expect(candidates("read ", 5) == [])
    }

    private enum Lamp: String, CaseIterable, PromptVerb {
        case on, off

        static let synonyms: [String: Lamp] = [:]
        var page: VerbPage { self == .on ? VerbPage("[HOW]", "light", .words(["slowly"])) : VerbPage("", "dark") }
        var shortage: String { "" }
        func command(_ words: inout CommandWords) throws(ConsoleError) -> String { rawValue }
    }

    static let lines: [(String, [String])] = [
        ("AT+UL", ["AT+ULWM2MLIST=", "AT+ULWM2MLIST?"]), ("at+ulwm2ml", ["AT+ULWM2MLIST=", "AT+ULWM2MLIST?"]),
        ("AT+CF", ["AT+CFUN?"]), ("AT+X", []), ("ls; AT+CF", ["AT+CFUN?"]), ("ls AT+CF", []),
    ]
    @Test(arguments: lines) func completesATCommands(_ line: String, _ expected: [String]) {
        let start = line.lastIndex { $0 == " " }.map { line.utf8.distance(from: line.startIndex, to: $0) + 1 } ?? 0
        let candidates = Completion.candidates(
            line, start, line.utf8.count, commands: { ["+CFUN?", "+ULWM2MLIST=", "+ULWM2MLIST?"] },
            children: { _ in [] })
        #expect(candidates == expected)
    }

    @Test func toleratesPlacesOutsideOfTheLine() {
        #expect(Completion.candidates("ls", 1, 9, children: { _ in [] }) == [])
        #expect(Completion.candidates("ls", -1, 1, children: { _ in [] }) == [])
    }
}
