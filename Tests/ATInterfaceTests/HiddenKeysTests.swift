import ATInterface
import TestSupport
import Testing

/// The record of a line holds no key of Object 0.
struct HiddenKeysTests {
    struct Entry: Sendable, CustomTestStringConvertible {
        let testDescription, typed: String
        let isHidden: Bool

        init(_ name: String, _ typed: String, _ isHidden: Bool = true) {
            (testDescription, self.typed, self.isHidden) = (name, typed, isHidden)
        }
    }

    static let entries = [
        Entry("a write", #"AT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("a creation", #"AT+ULWM2MCREATE="{\"bn\":\"/0/7/\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}",0"#),
        Entry("of the identity", #"AT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"3\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("in small letters", #"at+ulwm2mwrite="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("with blanks", #"AT +ULWM2M WRITE = "{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry(
            "behind another", #"AT+CGMM;+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("base in the name", #"AT+ULWM2MWRITE="{\"e\":[{\"n\":\"/0/0/5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("value in front", #"AT+ULWM2MWRITE="{\"e\":[{\"sv\":\"q83vsecret\",\"n\":\"5\"}],\"bn\":\"/0/0\"}""#),
        Entry(
            "spelled by numbers",
            #"AT+ULWM2MWRITE="{\"bn\":\"\u002f0\u002f0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]"#),
        Entry("without its end", #"AT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\""#),
        Entry("with plain quotes", #"AT+ULWM2MWRITE="{"bn":"/0/0","e":[{"n":"5","sv":"q83vsecret"}]}""#),
        Entry(
            "longer than a piece",
            #"AT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"0\",\"sv\":\""# + String(repeating: "u", count: 1100)
                + #"\"},{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("behind rubbish", #"xxAT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("in mixed letters", #"aT+Ulwm2mWrite="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry(
            "without its start", #"ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry("the end of one", #"\"e\":[{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry(
            "the end of a long one",
            #"M2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"0\",\"sv\":\""# + String(repeating: "u", count: 2100)
                + #"\"},{\"n\":\"5\",\"sv\":\"q83vsecret\"}]}""#),
        Entry(
            "an answer", #"+ULWM2MREAD: {"bn":"/3300/0/5750/","e":[{"n":"5750","sv":"q83vsecret"}]}"#, false),
        Entry(
            "an answer of many", #"+ULWM2MREAD: {"bn":"/16/0/","e":[{"n":"0/0","sv":"q83vsecret"}]}"#, false),
        Entry(
            "another Object", #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"q83vsecret\"}]}""#,
            false),
        Entry(
            "another Resource",
            #"AT+ULWM2MWRITE="{\"bn\":\"/0/0\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://q83vsecret\"}]}""#, false),
        Entry(
            "a broken one elsewhere",
            #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5750\",\"sv\":\"q83vsecret\""#, false),
        Entry("another command", #"AT+CGDCONT=1,"IP","q83vsecret""#, false),
    ]

    @Test(arguments: entries, [false, true]) func leavesThemOut(_ entry: Entry, _ isTyped: Bool) {
        var record = LineRecord()
        var entries: [String] = []
        // As it comes over a slow line.
        for byte in entry.typed.utf8 { entries += record.add([byte], isTyped: isTyped, at: 0) }
        entries += record.add([13], isTyped: isTyped, at: 0)
        let text = entries.joined(separator: "\n")
        #expect(text.contains("secret") != entry.isHidden, "\(text)")
        #expect(text.contains("shown with --show-keys") == entry.isHidden)
    }

    @Test(arguments: entries) func showsThemToWhoeverAsks(_ entry: Entry) {
        var record = LineRecord(showsKeys: true)
        #expect(record.add(Array(entry.typed.utf8) + [13], isTyped: true, at: 0).joined().contains("secret"))
    }

    /// The host may read the database of the client, the record does not.
    @Test(arguments: [
        #"AT+URDFILE="object.db","LWM2M""#, #"at+cgmm;+urdblock="object.db",0,9,"LWM2M""#,
        #"AT +URDFILE = "object.db" , "LWM2M""#,
    ]) func leavesOutTheDatabase(_ command: String) {
        for showsKeys in [false, true] {
            var record = LineRecord(showsKeys: showsKeys)
            var entries = record.add(Array("\(command)\r".utf8), isTyped: true, at: 0)
            entries += record.add(
                Array("\(command)\r\n+URDFILE: x\rsecret\nOK\r\nsecret\r\n".utf8), isTyped: false, at: 0)
            let text = entries.joined(separator: "\n")
            #expect(text.contains("secret") == showsKeys)
            #expect(entries.count == (showsKeys ? 6 : 3), "\(text)")
            entries = record.add(Array("AT+CGMI\r".utf8), isTyped: true, at: 0)
            entries += record.add(Array("AT+CGMI\r\r\nu-blox\r\n".utf8), isTyped: false, at: 0)
            #expect(entries.count == 3)
        }
        var record = LineRecord()
        _ = record.add(Array("AT+URDFILE=\"object.db\",\"XLWM2M\"\r".utf8), isTyped: true, at: 0)
    }

    /// A wrong key is not repeated by the reason of its refusal.
    @Test func saysNoKeyInAReason() throws {
        let line = try Line()
        _ = line.ask("ATE0")
        for field in [#"\"sv\":\"q83v*secret\""#, #"\"v\":12345678"#] {
            _ = line.ask(#"AT+ULWM2MWRITE="{\"bn\":\"/0/10\",\"e\":[{\"n\":\"5\","# + field + "}]}\"")
        }
        #expect(line.log.count == 2)
        #expect(!line.log.contains { $0.contains("secret") || $0.contains("12345678") }, "\(line.log)")
    }
}
