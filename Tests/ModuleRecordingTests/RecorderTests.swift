import Foundation
import JSON
import ModuleRecording
import Testing

/// What is recorded, and what is said again.
struct RecorderTests {
    /// Records pieces, H for the host and M for the module, a second apart.
    private static func record(_ pieces: [(Character, String)], showsKeys: Bool = true) -> Recording {
        var recorder = Recorder(showsKeys: showsKeys)
        var recording = Recording(port: "x", baud: 115_200)
        for (index, (side, text)) in pieces.enumerated() {
            recording.entries += recorder.take(Array(text.utf8), isHost: side == "H", at: Double(index))
        }
        recording.entries += recorder.takeRest()
        return recording
    }

    private static func file(_ recording: Recording) -> [UInt8] {
        Array(([recording.head] + recording.entries.map(\.json)).map { $0.text + "\n" }.joined().utf8)
    }

    static let conversations: [[(Character, String)]] = [
        [("H", "AT\r"), ("M", "AT\r\r\nOK\r\n")], [("H", "A"), ("M", "A"), ("H", "T\r"), ("M", "T\r\r\nOK\r\n")],
        [("M", "\r\n+URC: 1\r"), ("M", "\n"), ("H", "AT\r\n"), ("M", "\r\nOK\r\n"), ("M", "\r\n+URC")],
        [("H", "AT+UDWNFILE=\"x\",3\r"), ("M", "\r\n>"), ("H", "a\nb"), ("M", "\r\nOK\r\n"), ("H", "AT\r\r")],
        [("H", "\r\r\r"), ("M", "\n\n\r")], [],
    ]
    /// Nothing gets lost, neither in the recording nor in the file.
    @Test(arguments: conversations.indices) func keepsAllBytes(_ index: Int) throws {
        let recording = Self.record(Self.conversations[index])
        for side in ["H", "M"] as [Character] {
            let sent = Self.conversations[index].filter { $0.0 == side }.flatMap { Array($0.1.utf8) }
            #expect(recording.entries.filter { $0.isHost == (side == "H") }.flatMap { $0.bytes + $0.end } == sent)
        }
        #expect(try Recording(parsing: Self.file(recording)) == recording)
    }

    @Test func aFileThatWasCutIsReadUpToThere() throws {
        let recording = Self.record(Self.conversations[0])
        let cut = Array(Self.file(recording).dropLast(9))
        #expect(try Recording(parsing: cut).entries == Array(recording.entries.dropLast()))
    }

    @Test func keysAreNotRecorded() throws {
        let key = #"AT+ULWM2MWRITE="{\"bn\":\"/0/2/\",\"e\":[{\"n\":\"5\",\"sv\":\"c2VjcmV0\"}]}""#
        let pieces: [(Character, String)] = [
            ("H", key + "\r"), ("M", key + "\r\r\nOK\r\n"), ("H", "AT+URDFILE=\"object.db\",\"LWM2M\"\r"),
            ("M", "\r\n+URDFILE: \"object.db\",9,\"a\nc2VjcmV0\"\r\nOK\r\n"), ("H", "AT\r"), ("M", "\r\nOK\r\n"),
        ]
        let text = String(decoding: Self.file(Self.record(pieces, showsKeys: false)), as: UTF8.self)
        #expect(!text.contains("c2VjcmV0") && text.contains("\"hidden\":true") && text.contains("\"line\":\"AT\""))
        #expect(String(decoding: Self.file(Self.record(pieces)), as: UTF8.self).contains("c2VjcmV0"))
    }

    // MARK: - Replay

    private static let session = record([
        ("M", "\r\n+BOOT\r\n"), ("H", "AT\r"), ("M", "\r\nOK\r\n"), ("M", "\r\n+URC: 1\r\n"), ("H", "AT+CSQ\r"),
        ("M", "\r\n+CSQ: 1,2\r\n\r\nOK\r\n"), ("H", "AT+UDWNFILE=\"x\",3\r"), ("M", "\r\n>"), ("H", "a\nb"),
        ("M", "\r\nOK\r\n"), ("H", "AT+CSQ\r"), ("M", "\r\n+CSQ: 9,9\r\n\r\nOK\r\n"),
    ])

    private static func replay(
        _ typed: [(String, Double)], order: ReplayedModule.Order = .strict
    ) -> (text: String, problems: [String], isAtEnd: Bool) {
        var module = ReplayedModule(session, order: order, speed: 1, at: 0)
        var text: [UInt8] = module.takeOutput(at: 0)
        for (line, time) in typed {
            text += module.takeOutput(at: time)
            module.receive(Array(line.utf8), at: time)
            text += module.takeOutput(at: time)
        }
        text += module.takeOutput(at: 1000)
        return (String(decoding: text, as: UTF8.self), module.problems, module.isAtEnd)
    }

    @Test func answersAsItWasRecorded() {
        let all = Self.replay([
            ("AT\r", 1), ("AT+CSQ\r\n", 2), ("AT+UDWNFILE=\"x\",3\r", 3), ("a\nb", 4), ("AT+CSQ\r", 5),
        ])
        #expect(
            all.text
                == "\r\n+BOOT\r\n\r\nOK\r\n\r\n+URC: 1\r\n\r\n+CSQ: 1,2\r\n\r\nOK\r\n\r\n>\r\nOK\r\n\r\n+CSQ: 9,9\r\n\r\nOK\r\n"
        )
        #expect(all.problems.isEmpty && all.isAtEnd)
    }

    /// A second after the command, as recorded, and the URC another second later.
    @Test func answersAsLate() {
        var module = ReplayedModule(Self.session, order: .strict, speed: 2, at: 10)
        _ = module.takeOutput(at: 10)
        module.receive("AT\r".utf8, at: 20)
        #expect(module.takeOutput(at: 20.4).isEmpty && module.deadline == 20.5)
        #expect(module.takeOutput(at: 20.5) == Array("\r\nOK\r\n".utf8) && module.deadline == 21)
    }

    @Test func refusesWhatWasNotRecorded() {
        let other = Self.replay([("AT\r", 1), ("AT+X\r", 2), ("AT+CSQ\r", 3)])
        #expect(other.problems == ["'AT+X' was not recorded at this point: line 9 has 'AT+CSQ'"])
        #expect(other.text.contains("ERROR") && other.text.contains("+CSQ: 1,2") && !other.isAtEnd)
        let data = Self.replay([("AT\r", 1), ("AT+CSQ\r", 2), ("AT+UDWNFILE=\"x\",3\r", 3), ("a\nc", 4)])
        #expect(data.problems == ["'AT+UDWNFILE=\"x\",3': the 3 bytes are not those that were recorded"])
    }

    @Test func answersInAnyOrder() {
        let any = Self.replay(
            [("AT+CSQ\r", 1), ("AT+CSQ\r", 2), ("AT+CSQ\r", 3), ("AT\r", 4), ("AT+X\r", 5)], order: .any)
        #expect(any.text.components(separatedBy: "+CSQ: 9,9").count == 3 && any.text.contains("+CSQ: 1,2"))
        #expect(any.problems == ["'AT+X' was not recorded"])
    }
}
