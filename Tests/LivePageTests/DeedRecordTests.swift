import Console
import LivePage
import LwM2M
import Testing

/// What was done on a page, as a scenario.
struct DeedRecordTests {
    private static func lines(_ record: DeedRecord, _ beginning: DeedRecord.Beginning = .init()) -> [String] {
        record.text(beginning, program: "xlwm2m 0").split(separator: "\n").dropFirst(2).map(String.init)
    }

    @Test func keepsWhoAskedAndWhatCameOfIt() {
        var record = DeedRecord()
        let path = Path(3300, 0)
        record.add(urc: "+ULWM2MNOTIFY: before")
        record.add(urc: "+CEREG: 5")
        record.tellURCs()
        record.add(urc: "+ULWM2MNOTIFY: by it")
        record.add("create /3300", .done(.created, path), as: .server(721), from: 1, to: 1)
        record.add("delete /3300/0", .refused(LwM2MError(.notFound, "gone")), as: .server(721), from: 1, to: 1)
        record.add("as at", .requester(.host, accounts: []), as: .server(721), from: 1.01, to: 1.01)
        record.add("off", .module("the module is off"), as: .host, from: 1.02, to: 1.02)
        record.add("help", .help([]), as: .host, from: 1.02, to: 1.02)
        #expect(
            Self.lines(record) == [
                "told +ULWM2MNOTIFY: before within 10s", "do as 721", "do create /3300", "answer 2.01 Created /3300/0",
                "told +ULWM2MNOTIFY: by it within 10s", "do delete /3300/0", "answer 4.04 Not Found: gone", "do as at",
                "answer asking as at", "do off",
            ])
    }

    @Test func letsTimePassAtOnceUnlessAHostLivesInIt() {
        var record = DeedRecord()
        record.add(line: "AT", withoutKeys: "AT", answer: ["OK"], from: 10, to: 10)
        record.add(speed: 10)
        record.add(step: 100, from: 12, to: 112)
        record.add(line: "AT+X", withoutKeys: "AT+X", answer: [], from: 113.5, to: 113.5)
        #expect(
            Self.lines(record) == [
                "do AT", "answer OK", "pass 2.0s", "pass 100.0s", "pass 1.5s", "do AT+X", "answer *",
            ])
        record.add(hostLine: "AT+ULWM2MWRITE=(may hold keys; shown with --show-keys)", at: 114)
        record.add(line: "AT", withoutKeys: "AT", answer: ["OK"], from: 134, to: 134)
        var beginning = DeedRecord.Beginning()
        beginning.lines = ["sim remove"]
        beginning.speed = 2
        #expect(
            Self.lines(record, beginning) == [
                "do sim remove", "speed 2.0", "do AT", "answer OK", "speed 10.0", "wait 0.2s", "pass 100.0s",
                "wait 0.15s", "do AT+X", "answer *", "expect AT+ULWM2MWRITE=* within 60s", "wait 2.0s", "do AT",
                "answer OK",
            ])
    }

    @Test func leavesKeysAndWhatIsNoTextOut() {
        var record = DeedRecord()
        record.add("write /0/1/5 str:secret", .done(.changed, Path(0, 1, 5)), as: .host, from: 0, to: 0)
        record.add("write /3/0/14 \"a\nb\"", .done(.changed, Path(3, 0, 14)), as: .host, from: 0, to: 0)
        record.add(line: "AT+ULWM2MWRITE=secret", withoutKeys: "AT+ULWM2MWRITE=", answer: ["OK"], from: 0, to: 0)
        record.add(file: "object_x.lua", [0xff], outcome: "loaded", at: 0)
        let lines = Self.lines(record)
        #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("# left out") })
        #expect(!lines.joined().contains("secret"))
    }

    @Test func carriesFiles() {
        var record = DeedRecord()
        record.add(file: "object_x.lua", Array("a\n\n b\n".utf8), outcome: "object_x.lua: loaded /1", at: 0)
        #expect(
            Self.lines(record) == ["load object_x.lua", "| a", "| ", "|  b", "answer object_x.lua: loaded /1"])
        // It keeps what it has room for, from the beginning.
        for _ in 0..<5 { record.add(file: "object_y.lua", [UInt8](repeating: 97, count: 1 << 20), outcome: "x", at: 0) }
        let text = record.text(.init(), program: "")
        #expect(text.utf8.count < 5 << 20 && text.contains("left out") && text.contains("object_x.lua"))
    }
}
