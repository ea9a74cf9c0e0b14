import Foundation
import TestSupport
import Testing

/// `xlwm2m at`: makes lines and takes them apart.
struct ATLineCommandTests {
    struct Made: Sendable, CustomTestStringConvertible {
        let words: String
        let line: String
        let notes: String
        var testDescription: String { words }
        init(_ words: String, _ line: String, notes: String = "") {
            (self.words, self.line, self.notes) = (words, line, notes)
        }
    }

    static let lines: [Made] = [
        Made(
            "create /0/2 uri=coap://h bootstrap=false mode=none ssid=123",
            #"AT+ULWM2MCREATE="{\"bn\":\"/0/2/\",\"e\":[{\"n\":\"0\",\"sv\":\"coap://h\"},{\"n\":\"1\",\"bv\":false},"#
                + #"{\"n\":\"2\",\"v\":3},{\"n\":\"10\",\"v\":123}]}",123"#),
        Made(
            "create /0/2 uri=... psk=hex:abcdef --owner 7",
            #"AT+ULWM2MCREATE="{\"bn\":\"/0/2/\",\"e\":[{\"n\":\"0\",\"sv\":\"...\"},{\"n\":\"5\",\"sv\":\"q83v\"}]}",7"#,
            notes: "note: without mandatory Resources: Bootstrap-Server (1), Security Mode (2)\n"),
        Made(
            "write /1/2 lifetime=300 7=UQ",
            #"AT+ULWM2MWRITE="{\"bn\":\"/1/2/\",\"e\":[{\"n\":\"1\",\"v\":300},"#
                + #"{\"n\":\"7\",\"sv\":\"UQ\"}]}""#),
        Made("write /3300/0/5700 21.5", #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0/\",\"e\":[{\"n\":\"5700\",\"v\":21.5}]}""#),
        Made(
            #"write /3300/0 application_type=a"b\c"#,
            #"AT+ULWM2MWRITE="{\"bn\":\"/3300/0/\",\"e\":[{\"n\":\"5750\",\"sv\":\"a\\\"b\\\\c\"}]}""#),
        Made(
            "write /2/1 accesscontrol/123=15 --objects objects/object_lwm2m_access_control.lua".replacingOccurrences(
                of: "accesscontrol", with: "acl"),
            #"AT+ULWM2MWRITE="{\"bn\":\"/2/1/\",\"e\":[{\"n\":\"2/123\",\"v\":15}]}""#),
        Made(
            "write /5/0 0=b64:q83v", #"AT+ULWM2MWRITE="{\"bn\":\"/5/0/\",\"e\":[{\"n\":\"0\",\"sv\":\"q83v\"}]}""#,
            notes: "note: SARA-R510S-01B has no /5/x/0: it refuses it\n"),
        Made(
            "write /16/0 0={0=a,1=b}",
            #"AT+ULWM2MWRITE="{\"bn\":\"/16/0/\",\"e\":[{\"n\":\"0/0\",\"sv\":\"a\"},"#
                + #"{\"n\":\"0/1\",\"sv\":\"b\"}]}""#),
        Made("save", #"AT+ULWM2MWRITE="""#),
        Made("read 3/0/17", #"AT+ULWM2MREAD="/3/0/17""#),
        Made("list", "AT+ULWM2MLIST?"), Made("list /3300", #"AT+ULWM2MLIST="/3300""#),
        Made("delete /3300/0", #"AT+ULWM2MDELETE="/3300/0""#), Made("remove /3300", #"AT+ULWM2MREMOVE="/3300""#),
        Made("add object_x.lua", #"AT+ULWM2MADD="object_x.lua""#),
        Made("register", "AT+ULWM2MREG=0"), Made("register 123", "AT+ULWM2MREG=123"),
        Made("deregister 123", "AT+ULWM2MDEREG=123"),
        Made("config 123 cid=1 reg_update_boot=1", "AT+ULWM2MCONFIG=123,0,1,1,0,1,0,0,40,0,0,0"),
        Made("config 123 --product SARA-R410M-02B", "AT+ULWM2MCONFIG=123,0,1,1,0"),
    ]
    @Test(arguments: lines) func makes(_ made: Made) throws {
        let run = try Program.run(["at"] + made.words.split(separator: " ").map(String.init))
        #expect(run.standardOutput == made.line + "\n" && run.exitCode == 0)
        #expect(run.standardError == made.notes)
    }

    /// Each spelling of the same octets.
    @Test(arguments: ["hex:abcdef", "hex:AB-CD-EF", "b64:q83v", "abcdef", "file:KEY"])
    func readsOctets(_ spelling: String) throws {
        let folder = try TemporaryFolder()
        let key = try folder.write("hex:abcdef\n", to: "key")
        let value = spelling.replacingOccurrences(of: "KEY", with: key)
        let run = try Program.run(["at", "write", "/0/1", "psk=\(value)"])
        #expect(run.standardOutput.contains(#"{\"n\":\"5\",\"sv\":\"q83v\"}"#), "\(run.standardError)")
    }

    static let refusals: [(String, String)] = [
        (
            "creat /1/2 1=2",
            "'creat' is not one of create, write, save, read, list, delete, add, remove, register, "
                + "deregister, config; did you mean 'create'?"
        ),
        ("", "nothing is not one of create,"),
        (
            "create /1/2 liftime=3 --owner 1",
            "Object 1, LwM2M Server, has no Resource 'liftime'; did you mean 'lifetime'?"
        ),
        ("write /3300/0 measured=3", "'measured' may be min_measured_value (5601) or max_measured_value (5602)"),
        ("create /3300/0 5750=x", "the instance needs an owner: give --owner SSID"),
        ("create /1/2 lifetime=3", "the instance needs an owner: give ssid=NUMBER or --owner SSID"),
        ("create /3300 5750=x", "'/3300' does not fit: create /OBJECT/INSTANCE NAME=VALUE..."),
        ("write /1/2 lifetime=soon", "'soon' does not fit the type Integer: a whole number"),
        ("write /0/2 psk=secret", "the key is not hexadecimal: write 'str:'"),
        ("write /0/2 psk=file:/nowhere/key", "/nowhere/key: cannot read: No such file or directory"),
        ("write /26241/0 0=1", "Object 26241 is not known here, so its types are not: name a file that defines it"),
        ("write /1/2 lifetime", "'lifetime' is not NAME=VALUE, as in lifetime=300"),
        ("config 123 cid=x", "'cid=x' is not FIELD=NUMBER, as in cid=1"),
        ("config 123 cid=999", "<cid> is 999, not within 0 to 255"),
        ("config 123 colour=1", "'colour' is not one of bootstrap_on_failure,"),
        ("save --product SARA-R410M-02B", "SARA-R410M-02B saves by itself and takes no empty text"),
        ("list --product SARA-R410M-02B-00", "SARA-R410M-02B-00 has no such command"),
        ("read /", "'/' does not fit: read PATH"),
        ("delete /3300/0 x", "unexpected argument 'x': delete /OBJECT/INSTANCE"),
        ("--show-keys list", "--show-keys is about --decode"),
    ]
    @Test(arguments: refusals) func refuses(_ words: String, _ message: String) throws {
        let run = try Program.run(["at"] + words.split(separator: " ").map(String.init))
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m at: \(message)"), "\(run.standardError)")
    }

    @Test func refusesALineThatIsTooLong() throws {
        let run = try Program.run(["at", "write", "/3300/0", "5750=" + String(repeating: "x", count: 1000)])
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.contains("takes 1024: write the Resources in several lines"))
    }

    @Test func whatItMakesIsTaken() throws {
        let made = try Program.run(["at", "create", "/14/1", #"0=a "b" \c, {d}"#, "--owner", "123"])
        let run = try Program.run(["run"], input: made.standardOutput + "read /14/1/0\n")
        #expect(run.standardOutput == "OK\n" + #"/14/1/0 Component Identity: "a \"b\" \\c, {d}" (String)"# + "\n")
    }

    // MARK: - Taking apart

    static let read: [(String, String)] = [
        ("+ULWM2MSTAT: 1,123,3", "+ULWM2MSTAT\n  event  1  registration\n  server_id  123\n  state  3  registered\n"),
        ("+ULWM2MSTAT: 4,7", "+ULWM2MSTAT\n  event  4  client\n  state  7  stopped\n"),
        (
            "+ULWM2MSTAT: 6,721,0,\"coaps://x:5684\"",
            "+ULWM2MSTAT\n  event  6  connection\n  server_id  721\n  state  0  created\n  URI  \"coaps://x:5684\"\n"
        ),
        (
            "+ULWM2MREG: 123,3,86", "+ULWM2MREG\n  server_id  123\n  state  3  registered\n  seconds left  86\n"
        ),
        ("+ULWM2MLIST: \"/3/0\"", "+ULWM2MLIST\n  path  \"/3/0\"  Device\n"),
        ("+ULWM2MNOTIFY: a, \"b", "+ULWM2MNOTIFY  \"a, \\\"b\"  from a script of an Object\n"),
        ("+CME ERROR: 1612", "result  \"+CME ERROR: 1612\"  1612 FILE NOT FOUND\n"),
        (
            "+CME ERROR: operation not allowed",
            "result  \"+CME ERROR: operation not allowed\"  3 operation not allowed\n"
        ),
        ("OK", "result  \"OK\"\n"), ("u-blox", "text  \"u-blox\"\n"),
        (
            #"+ULWM2MREAD: {"bn":"/1/10","e":[{"n":"1","v":86400},{"n":"30000/1","v":30},{"n":"9999","sv":"?"}]}"#,
            "+ULWM2MREAD  \"/1/10\"  LwM2M Server\n  1 Lifetime  86400\n  30000/1 Registration State and Hold Off  30\n"
                + "  9999  \"?\"\n"
        ),
        (
            #"AT+ULWM2MCREATE="{\"bn\":\"0/2/\",\"e\":[{\"n\":\"0\",\"sv\":\"x\"},{\"n\":\"5\",\"sv\":\"q83v\"}]}",123"#,
            "AT+ULWM2MCREATE=  makes an instance and its owner\n  JSON  \"/0/2\"  LWM2M Security\n"
                + "    0 LwM2M Server URI  \"x\"\n    5 Secret Key  3 bytes, shown with --show-keys\n  server_id  123\n"
        ),
        (
            "AT+ULWM2MCONFIG=123,0,1,1,0;+CMEE?",
            "AT+ULWM2MCONFIG=  settings of a server, from the next start on\n  server_id  123\n  bootstrap_on_failure  0\n"
                + "  pdn_type  1\n  cid  1\n  usec_psk  0\nAT+CMEE?  form of errors\n"
        ),
    ]
    @Test(arguments: read) func takesApart(_ line: String, _ tree: String) throws {
        let run = try Program.run(["at", "--decode", line])
        #expect(run.standardOutput == tree && run.exitCode == 0 && run.standardError.isEmpty)
    }

    static let wrong: [(String, String)] = [
        ("AT+ULWM2MLIST=3", "refused: <path> is not in quotes at column 15"),
        ("AT+ULWM2MREAD=\"/3/0", "refused: AT+ULWM2MREAD: the closing quote of the string is missing at column 15"),
        ("AT+USOCR=6", "refused: SARA-R510S-01B has no such command at column 3"),
        ("AT+ULWM2MCONFIG=1", "refused: has 1 parameter, needs at least"),
        ("AT+ULWM2MWRITE=\"{\\\"bn\\\":\\\"/1/0\\\"\"", "refused: JSON at byte 12: '}' is missing"),
        (
            #"AT+ULWM2MWRITE="{\"bn\":\"/1/0\",\"e\":[{\"n\":\"1\",\"sv\":\"x\"}]}""#,
            "refused: Resource 1: \"v\":x is not a valid Integer"
        ),
    ]
    @Test(arguments: wrong) func saysWhatIsWrong(_ line: String, _ words: String) throws {
        let run = try Program.run(["at", "--decode", line])
        #expect(run.exitCode == 1 && run.standardOutput.contains(words), "\(run.standardOutput)")
    }

    /// The other end of a pipe may be a module that goes on talking.
    @Test(arguments: [["at", "--decode"], ["decode", "at"]]) func takesEachLineAsItComes(
        _ arguments: [String]
    ) throws {
        let program = try LiveProgram(arguments)
        defer { program.kill() }
        try program.send("\u{FEFF}AT+CGMM\r")
        #expect(program.wait(for: "AT+CGMM  model\n"))
        try program.send("\r\n+ULWM2MSTAT: 1,123,3\r\n")
        #expect(program.wait(for: "state  3  registered\n"))
        try program.endInput()
        #expect(program.exitCode() == 0)
    }

    /// Object 0 in every form: nothing shows the key unless it is asked for.
    @Test func hidesKeys() throws {
        let lines = [
            #"AT+ULWM2MWRITE="{\"bn\":\"/0/2/\",\"e\":[{\"n\":\"5\",\"sv\":\"c2VjcmV0\"}]}""#,
            #"AT+ULWM2MWRITE="{\"bn\":\"/0/2/\",\"e\":[{\"n\":\"5\",\"sv\":\"c2VjcmV0\"}""#,
            #"AT+ULWM2MWRITE="{\"bn\":\"/0/\",\"e\":[{\"n\":\"2/5\",\"v\":\"c2VjcmV0\"}]}""#,
        ]
        for line in lines {
            for form in [[], ["--json"]] {
                let run = try Program.run(["at", "--decode", line] + form)
                #expect(!run.standardOutput.contains("c2VjcmV0") && !run.standardError.contains("c2VjcmV0"), "\(run)")
                #expect(!run.standardOutput.contains("secret"))
            }
        }
        let shown = try Program.run(["at", "--decode", "--show-keys", lines[0]])
        #expect(shown.standardOutput.contains("hex:736563726574"))
    }

    @Test func readsALog() throws {
        let log = """
               12.345 > AT+CGMI
            [2]    12.346 < u-blox
               12.400 # why something was refused
               12.500 < +ULWM2MSTAT: 2,123,204
            """
        let run = try Program.run(["at", "--decode", "--json"], input: log)
        let objects = try run.standardOutput.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.map { $0["kind"] as? String } == ["command", "text", "information"])
        #expect(objects.map { $0["line"] as? String } == ["AT+CGMI", "u-blox", "+ULWM2MSTAT: 2,123,204"])
    }

    /// Whatever stands in a line, it is taken apart or refused.
    @Test func takesAnythingApart() throws {
        var lines: [String] = []
        for (line, _) in Self.read + Self.wrong {
            for cut in stride(from: 0, to: line.count, by: 7) {
                lines.append(String(line.prefix(cut)))
                lines.append(String(line.dropFirst(cut)))
            }
        }
        let run = try Program.run(["at", "--decode", "--json"], input: lines.joined(separator: "\n"))
        #expect(run.exitCode == 1 && run.standardError.isEmpty)
        #expect(run.standardOutput.split(separator: "\n").count == lines.filter { !$0.isEmpty }.count)
    }
}
