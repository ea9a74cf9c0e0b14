import Foundation
import TestSupport
import Testing

/// `xlwm2m run` from scripts: --exec, pipes, files good and bad.
struct RunCommandTests {
    static let fixtures = Corpus.checkout.appendingPathComponent("Tests/ConsoleTests/Fixtures")
    static let probe =
        (try? String(contentsOf: fixtures.appendingPathComponent("object_probe.lua"), encoding: .utf8)) ?? ""

    private func exec(_ commands: String, _ options: String...) throws -> Program {
        try Program.run(["run", "Tests/ConsoleTests/Fixtures", "--exec", commands] + options)
    }

    @Test func quietShowsAnswersAlone() throws {
        #expect(try exec("create /32800; exec /32800/0/0 urc").standardOutput.contains("! +ULWM2MNOTIFY: hello\n"))
        let quiet = try exec("create /32800; exec /32800/0/0 urc", "--quiet")
        #expect(quiet.standardOutput == "2.01 Created /32800/0\n2.04 Changed\n" && quiet.exitCode == 0)
    }

    @Test func servesTheBuiltInObjects() throws {
        let run = try Program.run(
            ["run", "--all-objects", "--exec", "create /3300 5750=Temperature; read /3300/0/5750"])
        #expect(
            run.standardOutput == """
                ! +ULWM2MNOTIFY: Application type changed in sensor 0
                2.01 Created /3300/0
                /3300/0/5750 Application Type: "Temperature" (String)

                """)
        #expect(run.standardError.isEmpty && run.exitCode == 0)
    }

    @Test func servesWhatTheProfileHas() throws {
        let commands = "read /3/0/30000; ls /11"
        let run = try Program.run(["run", "--profile", "90", "--exec", commands])
        let lines = run.standardOutput.split(separator: "\n")
        #expect(lines.contains("4.04 Not Found: /3/0/30000 is not part of SARA-R510S-01B"))
        #expect(lines.contains { $0.hasPrefix("/11 LWM2M APN Connection Profile, ") } && run.exitCode == 1)
        let verizon = try Program.run(["run", "--profile", "3", "--exec", commands])
        #expect(verizon.standardOutput.hasPrefix("/3/0/30000 Vendor Device Information: "))
        #expect(verizon.standardOutput.hasSuffix("4.04 Not Found: Object 11 is not loaded\n"))
        let identity = "create /32800; exec /32800/0/0 identity"
        #expect(try exec(identity).standardOutput.contains("\t90\n"))
        #expect(try exec(identity, "--profile", "3").standardOutput.contains("\t3\n"))
        #expect(try exec(identity, "--profile", "3", "--carrier-id", "28").standardOutput.contains("\t28\n"))
    }

    @Test func showsValuesOfEveryType() throws {
        let run = try exec("create /32800 1=\"a b\" 2={7=1,0=2} 3=hex:00ff 4=2024-05-31 5=true 6=3:0; read /32800")
        #expect(
            run.standardOutput == """
                2.01 Created /32800/0
                path          name   value                              type
                /32800/0/1    Text   "a b"                              String
                /32800/0/2/0  Many   2                                  Integer
                /32800/0/2/7  Many   1                                  Integer
                /32800/0/3    Bytes  hex:00ff                           Opaque
                /32800/0/4    Time   1717113600 (2024-05-31T00:00:00Z)  Time
                /32800/0/5    Flag   true                               Boolean
                /32800/0/6    Link   3:0                                Objlnk

                """)
    }

    @Test func listsForPeople() throws {
        let run = try exec("ls; create /32800; ls /32800; ls /32800/0/2; write /32800/0/2/4 1; ls /32800/0/2")
        #expect(
            run.standardOutput == """
                path    name   version  instances  file
                /32800  Probe  1.0      -          object_probe.lua
                2.01 Created /32800/0
                /32800 Probe, version 1.0, multiple instance, optional, from object_probe.lua
                instances: /32800/0
                id  name   operations  type     instances  mandatory
                0   Run    E                    single     optional
                1   Text   RW          String   single     optional
                2   Many   RW          Integer  multiple   optional
                3   Bytes  RW          Opaque   single     optional
                4   Time   RW          Time     single     optional
                5   Flag   RW          Boolean  single     optional
                6   Link   RW          Objlnk   single     optional
                path        name  operations  type
                /32800/0/2  Many  RW          Integer
                2.04 Changed
                path          name  operations  type
                /32800/0/2    Many  RW          Integer
                /32800/0/2/4  Many  RW          Integer

                """)
    }

    struct Line: Sendable, CustomTestStringConvertible {
        let testDescription, output: String
        init(_ command: String, _ output: String) { (testDescription, self.output) = (command, output) }
    }

    /// Each runs after `create /32800 1=x 2={0=1}` and gives this as its last line.
    static let lines: [Line] = [
        Line("write /32800/0/1 y; read /32800/0/1", "/32800/0/1 Text: \"y\" (String)"),
        Line("write /32800/0 1=y 2/5=7; read /32800/0/2/5", "/32800/0/2/5 Many: 7 (Integer)"),
        Line("write /32800/0/2/5 7; read /32800/0/2/0", "/32800/0/2/0 Many: 1 (Integer)"),
        Line("write /32800/0/2 {5=7}; read /32800/0/2/0", "4.04 Not Found: /32800/0/2/0 does not exist"),
        Line("discover /32800/0/2", "</32800/0/2>;dim=1"),
        Line("delete /32800/0", "2.02 Deleted"),
        Line("delete /32800/0; ls", "/32800  Probe  1.0      -          object_probe.lua"),
        Line("create /32800; create /32800", "2.01 Created /32800/2"),
        Line("create /32800/0", "4.00 Bad Request: /32800/0: object_probe.lua refuses the create"),
        Line("as 123; write /32800/0/1 z", "2.04 Changed"),
        Line("as 123; read /32800/0/0", "4.05 Method Not Allowed: /32800/0/0: object_probe.lua refuses the read"),
        Line("as bootstrap", "asking as bootstrap"),
        Line("as at", "asking as at"),
        Line("exec /32800/0/0 urc", "2.04 Changed"),
        Line("exec /32800/0/0 urc; events", "! +ULWM2MNOTIFY: hello"),
        Line("exec /32800/0/0 print; events", "! object_probe.lua:90: one\\x1b[2J"),
        Line("events", "no events"),
        Line("write /32800/7/1 y", "4.04 Not Found: /32800/7 does not exist"),
        Line("exec /32800/7/0", "4.04 Not Found: /32800/7 does not exist"),
        Line("delete /32800/7", "4.04 Not Found: /32800/7 does not exist"),
        Line("deregister 5", "4.04 Not Found: there is no account of server 5"),
        Line("exec /32800/0/0 nope", "4.04 Not Found: /32800/0/0: object_probe.lua refuses the execute"),
        Line(
            "exec /32800/0/0 fail",
            "5.00 Internal Server Error: object_probe.lua:85: /32800/0/0 executed by at: as asked"),
        Line(
            "exec /32800/0/0 loop",
            "5.00 Internal Server Error: object_probe.lua:84: /32800/0/0 executed by at: "
                + "the budget of 10000000 instructions is used up"),
        Line(
            "write /32800/0/2 5",
            "column 44: /32800/0/2 is multiple: write {0=VALUE,1=VALUE}, or one value to /32800/0/2/0"),
        Line("write /32800/0/5 yes", "column 44: 'yes' does not fit the type Boolean: true, false, 1 or 0"),
        Line("write /32800/0/9 1", "4.04 Not Found: /32800/0/9 is not defined in object_probe.lua"),
        Line("read /9", "4.04 Not Found: Object 9 is not loaded"),
        Line("ls /9", "4.04 Not Found: Object 9 is not loaded"),
        Line("help write", "write PATH VALUE  write a resource; write /3300/0 5700=21.5 5701=Cel writes several"),
        Line("load objects/object_generic_sensor.lua", "object_generic_sensor.lua: loaded /3300"),
        Line("load nowhere.lua", "nowhere.lua: cannot read: No such file or directory"),
        Line("reload", "object_probe.lua: reloaded /32800, instances kept"),
        Line("reload; read /32800/0/1", "/32800/0/1 Text: \"x\" (String)"),
        Line("quit; read /9", "2.01 Created /32800/0"),
    ]

    @Test(arguments: lines) func answers(_ line: Line) throws {
        let run = try exec("create /32800 1=x 2={0=1};" + line.testDescription)
        #expect(run.standardOutput.split(separator: "\n").last.map(String.init) == line.output)
        let isRefusal = line.output.contains("column") || line.output.first == "4" || line.output.first == "5"
        #expect(run.exitCode == (isRefusal || line.output.contains("cannot read") ? 1 : 0))
    }

    @Test func readsCommandsFromAPipe() throws {
        let run = try Program.run(
            ["run", "Tests/ConsoleTests/Fixtures"], input: "# a script\ncreate /32800\r\n\nread /32800/0/1; ls /9\nread"
        )
        #expect(
            run.standardOutput == """
                2.01 Created /32800/0
                /32800/0/1 Text: "" (String)
                4.04 Not Found: Object 9 is not loaded
                column 5: read needs more: read PATH

                """)
        #expect(run.exitCode == 1)
        #expect(try Program.run(["run"], input: "ls\nquit\nread /9\n").exitCode == 0)
    }

    @Test func writesJSONForScripts() throws {
        let commands =
            "create /32800 1=x 3=AQID; read /32800/0/3; exec /32800/0/0 urc; read /9; read; as 7; read /32800/0"
        let run = try exec(commands, "--json")
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        #expect(
            lines.prefix(7) == [
                #"{"command":"create /32800 1=x 3=AQID","code":"2.01","path":"/32800/0"}"#,
                #"{"command":"read /32800/0/3","code":"2.05","path":"/32800/0/3","name":"Bytes","type":"Opaque","value":"AQID"}"#,
                #"{"event":"urc","text":"hello"}"#,
                #"{"command":"exec /32800/0/0 urc","code":"2.04","path":"/32800/0/0"}"#,
                #"{"command":"read /9","code":"4.04","error":"Object 9 is not loaded"}"#,
                #"{"command":"read","error":"read needs more: read PATH","column":78}"#,
                #"{"command":"as 7","as":"server 7"}"#,
            ])
        for line in lines { #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) } }
        #expect(lines.count == 8 && run.exitCode == 1)
    }

    @Test func isTheModuleThatItIsToldToBe() throws {
        let run = try exec(
            "create /32800; exec /32800/0/0 identity; exec /32800/0/0 pulse; exec /32800/0/0 urc", "--imei",
            "123456789012345", "--msisdn", "+49", "--carrier-id", "28", "--product", "SARA-R422S-01B")
        #expect(
            run.standardOutput.split(separator: "\n").map(String.init) == [
                "2.01 Created /32800/0", "! object_probe.lua:91: 123456789012345\t+49\t28", "2.04 Changed",
                "! pulse on pin 16", "2.04 Changed",
                "! fault: object_probe.lua:89: /32800/0/0 executed by at: lua_send_urc takes (length, text) on "
                    + "SARA-R422S-01B, and was called with (string)",
                "5.00 Internal Server Error: object_probe.lua:89: /32800/0/0 executed by at: lua_send_urc takes "
                    + "(length, text) on SARA-R422S-01B, and was called with (string)",
            ])
        let lenient = try exec(
            "create /32800; exec /32800/0/0 urc", "--product", "SARA-R422S-01B", "--lenient-urc")
        #expect(lenient.exitCode == 0)
        let noPulse = try exec("create /32800; exec /32800/0/0 pulse")
        #expect(noPulse.standardOutput.contains("attempt to call a nil value (global 'lua_send_pulse')"))
    }

    @Test func changesWhatScriptsSee() throws {
        let commands = """
            create /32800; set imei 123456789012345; set msisdn '+49 1'; set carrier 28; exec /32800/0/0 identity; \
            exec /32800/0/0 reboot; exec /32800/0/0 identity; set imei 1; exec /32800/0/0 identity
            """
        let identity = "! object_probe.lua:91: 123456789012345\t+49 1\t28"
        let run = try exec(commands)
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        #expect(lines[1...3] == ["imei is 123456789012345", "msisdn is +49 1", "carrier is 28"])
        #expect(lines.filter { $0 == identity }.count == 3 && run.exitCode == 1)
        let json = try exec("set imei 123456789012345; set carrier 7", "--json")
        #expect(
            json.standardOutput == #"{"command":"set imei 123456789012345","set":"imei","value":"123456789012345"}"#
                + "\n" + #"{"command":"set carrier 7","set":"carrier","value":"7"}"# + "\n")
    }

    @Test func changesTheOperatorProfile() throws {
        let run = try Program.run(
            [
                "run", "--exec",
                "load Tests/ConsoleTests/Fixtures/object_probe.lua; create /14/1; create /32800; profile 3; "
                    + "read /14/1; read /3/0/30000; ls /11; profile 3; read /3/0/30000; "
                    + "create /32800; exec /32800/0/0 identity; profile 90; ls /11",
            ])
        let lines = run.standardOutput.split(separator: "\n").map(String.init)
        let restarts = lines.filter { $0.hasPrefix("! restart") }
        #expect(
            restarts == [
                "! restart: operator profile 3 Verizon, with a new database",
                "! restart: operator profile 90 Global, with a new database",
            ])
        let start = try #require(lines.firstIndex(of: restarts[0]))
        #expect(lines[3] == "profile 3 Verizon on SARA-R510S-01B: client enabled, bootstrap")
        #expect(
            lines[(start + 1)...(start + 5)] == [
                "! +ULWM2MSTAT: 5,1", "! +ULWM2MSTAT: 5,2", "4.04 Not Found: /14/1 does not exist",
                "/3/0/30000 Vendor Device Information: \"\" (String)", "4.04 Not Found: Object 11 is not loaded",
            ])
        #expect(lines.filter { $0.hasPrefix("/3/0/30000 ") }.count == 2)
        #expect(lines.contains { $0.hasPrefix("! object_probe.lua:91: ") && $0.hasSuffix("\t3") })
        #expect(lines.contains { $0.hasPrefix("/11 LWM2M APN Connection Profile") })
    }

    @Test func showsModulesAndProfiles() throws {
        let run = try exec("products; profile", "--product", "SARA-R422S-01B", "--profile", "0")
        #expect(run.standardOutput.contains("\n* SARA-R422S-01B "))
        #expect(run.standardOutput.filter { $0 == "*" }.count == 1)
        #expect(
            run.standardOutput.hasSuffix(
                "\nprofile 0 SW default on SARA-R422S-01B: client never, no bootstrap, no servers\n"))
        let json = try exec("profile 28; products", "--json").standardOutput.split(separator: "\n")
        #expect(
            json[0]
                == #"{"command":"profile 28","profile":{"number":28,"name":"SoftBank","product":"SARA-R510S-01B","#
                + #""start":"enabled","bootstraps":false,"servers":[{"shortServerID":721,"name":"u-blox LwM2M","#
                + #""lifetime":86400,"connection":"+ULWM2MFOTAAPN","connectsAtBoot":false}]}}"#)
        #expect(json[1].hasPrefix(#"{"event":"restart","reason":"operator profile 28 SoftBank,"#))
        #expect(
            json[4].contains(
                #"{"name":"SARA-R510S-01B","group":"R5","objects":11,"factoryProfile":90,"current":true}"#))
    }

    // MARK: - The module starts again

    @Test func goesOnWithItsInstancesWhenAScriptHangs() throws {
        let commands = """
            create /32800 1=kept 2={0=1,7=9}; write /32800/0/2/3 5; exec /32800/0/0 hang; read /32800; \
            exec /32800/0/0 hang; read /32800/0/1
            """
        let run = try exec(commands, "--instructions", "100000", "--timeout", "60")
        let hung =
            "object_probe.lua:78: /32800/0/0 executed by at: the budget of 100000 instructions is used up"
        let fault = ["! fault: \(hung)", "5.00 Internal Server Error: \(hung)"]
        let output = run.standardOutput.split(separator: "\n").map(String.init)
        #expect(Array(output.prefix(4)) == ["2.01 Created /32800/0", "2.04 Changed"] + fault)
        #expect(output.contains("/32800/0/2/3  Many   5                         Integer"))
        #expect(Array(output.suffix(3)) == fault + ["/32800/0/1 Text: \"kept\" (String)"])
        #expect(run.exitCode == 1)
    }

    @Test func keepsInstancesOverARestartUnlessReset() throws {
        let run = try exec(
            "create /32800 1=kept; exec /32800/0/0 reboot; read /32800/0/1; exec /32800/0/0 reset; "
                + "exec /32800/0/0 reboot; read /32800/0/1")
        #expect(
            run.standardOutput.split(separator: "\n").map(String.init) == [
                "2.01 Created /32800/0", "2.04 Changed", "! restart: lua_system_reboot", "! +ULWM2MSTAT: 5,1",
                "! +ULWM2MSTAT: 5,2", "/32800/0/1 Text: \"kept\" (String)", "! factory reset with the next restart",
                "2.04 Changed", "2.04 Changed", "! restart: lua_system_reboot", "! +ULWM2MSTAT: 5,1",
                "! +ULWM2MSTAT: 5,2",
                "4.04 Not Found: /32800/0 does not exist",
            ])
    }

    @Test func startsWithoutAFileThatHangs() throws {
        let folder = try TemporaryFolder()
        try folder.write("string.find(string.rep('a', 35), string.rep('a-', 35) .. 'b')\n", to: "object_a.lua")
        try folder.write(Self.probe, to: "object_probe.lua")
        let run = try Program.run(
            ["run", folder.url.path, "--instructions", "100000", "--timeout", "60", "--exec", "create /32800"])
        #expect(run.standardOutput.hasSuffix("2.01 Created /32800/0\n") && run.exitCode == 0)
        #expect(run.standardError.hasPrefix("object_a.lua:1: the budget of 100000 instructions is used up"))
    }

    // MARK: - Files that do not load

    @Test func reportsABadFileAndServesTheOthers() throws {
        let folder = try TemporaryFolder()
        try folder.write("local x = \n", to: "object_broken.lua")
        try folder.write(Self.probe, to: "object_probe.lua")
        try folder.write(Self.probe, to: "object_twin.lua")
        try folder.write("error('not an Object')", to: "helper.lua")
        try folder.write("error('a test')", to: "object_probe_test.lua")
        let run = try Program.run(["run", folder.url.path, "--exec", "ls"])
        #expect(run.standardOutput.hasSuffix("object_probe.lua\n") && run.exitCode == 0)
        #expect(run.standardError.hasPrefix("object_broken.lua:2: unexpected symbol near <eof>\n"))
        #expect(run.standardError.contains("object_twin.lua: Object 32800 is loaded already, from object_probe.lua"))
    }

    @Test func endsWith3WhereNothingCouldBeLoaded() throws {
        let folder = try TemporaryFolder()
        let empty = try Program.run(["run", folder.url.path, "--exec", "ls"])
        #expect(empty.exitCode == 3)
        #expect(
            empty.standardError == "xlwm2m run: \(folder.url.path) holds no object_*.lua; "
                + "xlwm2m init \(folder.url.path) makes one\n")
        try folder.write("local x = \n", to: "object_broken.lua")
        #expect(try Program.run(["run", folder.url.path, "--exec", "ls"]).exitCode == 3)
        let missing = try Program.run(["run", folder.path("none"), "--exec", "ls"])
        #expect(missing.exitCode == 3)
        #expect(
            missing.standardError == "xlwm2m run: there is no folder and no file \(folder.path("none")): "
                + "name one with Objects, object_*.lua\n")
    }

    static let misuses: [[String]] = [
        ["run", "a", "b"], ["run", "--product", "SARA-U201"], ["run", "--imei", "1"], ["run", "--memory", "1"],
        ["run", "--instructions", "none"], ["run", "--carrier-id", "-1"], ["run", "--exce", "ls"], ["run", "--exec"],
        ["run", "--timeout", "0"], ["run", "--profile", "77"], ["run", "--profile", "Verizon"],
        ["run", "--speed", "0"], ["run", "--speed", "fast"], ["run", "--commit", "never"], ["run", "--sim", "1"],
    ]

    @Test(arguments: misuses) func refuses(_ arguments: [String]) throws {
        let run = try Program.run(arguments)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty && !run.standardError.isEmpty)
    }
}
