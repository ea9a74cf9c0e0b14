import ModuleShell
import Testing

/// What the shell makes of what a module sends.
struct ShellLinesTests {
    typealias Item = ShellLines.Item

    struct Conversation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let command: String?
        let pieces: [String]
        let items: [Item]
    }

    static let conversations: [Conversation] = [
        Conversation(
            testDescription: "echo and answer", command: "AT+CGMM",
            pieces: ["AT+CGMM\r\r\nSARA", "-R510S\r\n\r\nOK\r\n"],
            items: [.line("SARA-R510S", isAnswer: true), .result("OK", isOK: true)]),
        Conversation(
            testDescription: "URC within an answer", command: "AT+CSQ",
            pieces: ["\r\n+CSQ: 1,2\r\n\r\n+ULWM2MSTAT: 4,0\r\n\r\nOK\r\n+X: 1\r\n"],
            items: [
                .line("+CSQ: 1,2", isAnswer: true), .line("+ULWM2MSTAT: 4,0", isAnswer: false),
                .result("OK", isOK: true),
                .line("+X: 1", isAnswer: false),
            ]),
        Conversation(
            testDescription: "refusal", command: "at+x", pieces: ["\r\n+CME ERROR: unknown\r\n"],
            items: [.result("+CME ERROR: unknown", isOK: false)]),
        Conversation(
            testDescription: "prompt", command: "AT+UDWNFILE=\"x\",3", pieces: ["\r\n>", "\r\nOK\r\n"],
            items: [.prompt, .result("OK", isOK: true)]),
        Conversation(
            testDescription: "a > that is none", command: "AT+CGMI", pieces: [">\r\nOK\r\n"],
            items: [.line(">", isAnswer: true), .result("OK", isOK: true)]),
        Conversation(
            testDescription: "a call that comes in", command: "AT+CSQ",
            pieces: ["\r\nRING\r\n\r\n+CSQ: 1,2\r\n\r\nOK\r\n"],
            items: [.line("RING", isAnswer: true), .line("+CSQ: 1,2", isAnswer: true), .result("OK", isOK: true)]),
        Conversation(
            testDescription: "nobody asked", command: nil, pieces: ["\r\nOK\r\nRING\r"],
            items: [.line("OK", isAnswer: false), .line("RING", isAnswer: false)]),
    ]
    @Test(arguments: conversations) func splits(_ conversation: Conversation) {
        var lines = ShellLines()
        if let command = conversation.command { lines.begin(command) }
        #expect(conversation.pieces.flatMap { lines.take($0.utf8) } == conversation.items)
        #expect(lines.running == nil)
    }
}
