import Foundation
import TestSupport
import Testing

/// Input that is taken and was probably meant otherwise has one line of warning; what misleads has none.
struct WarningTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { arguments.joined(separator: " ") }
        var arguments: [String]
        /// nil for no warning.
        var warning: String?
        init(_ arguments: [String], _ warning: String?) { (self.arguments, self.warning) = (arguments, warning) }
    }

    private static let hexadecimal =
        "option '--psk': the key is taken as text and looks hexadecimal; hex: in place of str: takes it so"

    static let cases = [
        Case(
            ["run", "--exec", "quit", "--imei", "490154203237517"],
            "xlwm2m run: warning: the check digit of the IMEI 490154203237517 is wrong: 490154203237518 would be right"),
        Case(["run", "--exec", "quit", "--imei", "490154203237518"], nil),
        Case(["run", "--exec", "quit", "--imei", "352753095787615"], "the check digit of the IMEI 352753095787615"),
        Case(["run", "--exec", "set imei 490154203237510"], "490154203237518 would be right"),
        Case(["run", "--exec", "set imei 490154203237518"], nil), Case(["run", "--exec", "ls /3"], nil),
        Case(["run", "--exec", "quit", "--endpoint", "urn:imei:490154203237519"], "490154203237518 would be right"),
        Case(["run", "--exec", "quit", "--endpoint", "urn:imei:490154203237518"], nil),
        Case(["run", "--exec", "quit", "--endpoint", "490154203237519x"], nil),
        Case(["psk", "--psk-identity", "x", "--psk", "str:00112233aabbccdd"], "xlwm2m psk: warning: " + hexadecimal),
        Case(["psk", "--psk-identity", "x", "--psk", "str:ABCDEF"], hexadecimal),
        Case(["psk", "--psk-identity", "x", "--psk", "str:0xABCDEF"], hexadecimal),
        Case(["psk", "--psk-identity", "x", "--psk", "str:AB:CD:EF:01"], hexadecimal),
        Case(["psk", "--psk-identity", "x", "--psk", "str:12345678901234567890"], hexadecimal),
        Case(["psk", "--psk-identity", "x", "--psk", "str:12345678"], nil),
        Case(["psk", "--psk-identity", "x", "--psk", "str:secretPSK"], nil),
        Case(["psk", "--psk-identity", "str:ABCDEF", "--psk", "hex:ABCDEF"], nil),
        Case(["psk", "--psk-identity", "x", "--psk", "ABCDEF"], nil),
        Case(
            ["run", "--server", "coap://127.0.0.1:1", "--exec", "quit"],
            "xlwm2m run: warning: coap://127.0.0.1:1 has no security: whoever is on the way can read and change what is "
                + "said; coaps:// with --psk has it"),
        Case(["run", "--server", "coaps://127.0.0.1:1", "--psk", "hex:ABCDEF", "--exec", "quit"], nil),
        Case(
            ["run", "--server", "coaps://127.0.0.1:1", "--psk", "str:ABCDEF", "--exec", "quit"],
            "xlwm2m run: warning: " + hexadecimal),
        Case(
            ["server", "--port", "0", "--exec", "quit"],
            "has no security: every client is believed; --psk-identity and --psk have it"),
        Case(["server", "--port", "0", "--psk-identity", "x", "--psk", "hex:ABCDEF", "--exec", "quit"], nil),
        Case(
            ["server", "--port", "0", "--psk-identity", "x", "--psk", "str:ABCDEF", "--exec", "quit"],
            "xlwm2m server: warning: " + hexadecimal),
    ]

    @Test(arguments: cases) func warnsInOneLine(_ c: Case) throws {
        // A key among the arguments would be warned of as well.
        let keys = c.arguments.indices.dropFirst().filter { c.arguments[$0 - 1] == "--psk" }
        var arguments = c.arguments
        for key in keys { arguments[key] = "env:KEY" }
        let run = try Program.run(arguments, environment: keys.first.map { ["KEY": c.arguments[$0]] } ?? [:])
        #expect(run.exitCode == 0, "\(run.standardError)")
        let lines = run.standardError.split(separator: "\n").filter { $0.contains("warning: ") }
        #expect(lines.count == (c.warning == nil ? 0 : 1), "\(run.standardError)")
        if let warning = c.warning { #expect(lines.first?.contains(warning) == true, "\(lines)") }
    }

    @Test func warnsOfAKeyInAFileWithoutShowingIt() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("str:00112233aabbccdd\n", to: "key")
        chmod(file, 0o600)
        let run = try Program.run(["psk", "--psk-identity", "x", "--psk", "file:\(file)"])
        #expect(run.standardError == "xlwm2m psk: warning: \(Self.hexadecimal)\n")
    }

    struct Words: Sendable, CustomTestStringConvertible {
        var testDescription: String { arguments.joined(separator: " ") }
        var arguments: [String]
        var exitCode: Int32
        var error: String
    }

    @Test(arguments: [
        Words(
            arguments: ["run", "--server", "coap://127.0.0.1:1", "ls"], exitCode: 2,
            error: "xlwm2m run: there is no folder ls; commands go into --exec: --exec ls\n"),
        Words(
            arguments: ["run", "read", "/3/0"], exitCode: 2,
            error: "xlwm2m run: commands go into --exec: --exec 'read /3/0'\n"),
        Words(
            arguments: ["run", "read /3/0"], exitCode: 2,
            error: "xlwm2m run: there is no folder read /3/0; commands go into --exec: --exec 'read /3/0'\n"),
        Words(
            arguments: ["run", "AT+CGMM"], exitCode: 2,
            error: "xlwm2m run: there is no folder AT+CGMM; commands go into --exec: --exec AT+CGMM\n"),
        Words(
            arguments: ["run", "nowhere"], exitCode: 3,
            error: "xlwm2m run: there is no folder and no file nowhere: name one with Objects, object_*.lua\n"),
        Words(
            arguments: ["run", "empty folder"], exitCode: 3,
            error: "xlwm2m run: empty folder holds no object_*.lua; xlwm2m init 'empty folder' makes one\n"),
    ]) func saysWhatWasMeant(_ c: Words) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("empty folder"), withIntermediateDirectories: true)
        let run = try Program.run(c.arguments, in: folder.url)
        #expect(run.exitCode == c.exitCode)
        #expect(run.standardError.contains(c.error), "\(run.standardError)")
    }

    @Test func writesCommandsThatCanBeTyped() throws {
        let folder = try TemporaryFolder()
        for name in ["my alarm", "it's", "-x", "plain"] {
            let made = try Program.run(["init", "--", name], in: folder.url).standardOutput
            let next = try #require(made.split(separator: "\n").last { $0.hasPrefix("next: ") }).dropFirst(6)
            let run = try Program.run(
                "/bin/sh", ["-c", String(next)], in: folder.url,
                environment: [
                    "PATH": (Program.path as NSString).deletingLastPathComponent + ":"
                        + (ProcessInfo.processInfo.environment["PATH"] ?? "")
                ])
            #expect(run.exitCode == 0, "\(next): \(run.standardError)")
        }
    }

    @Test func alignsColumnsBesideWideLetters() throws {
        let folder = try TemporaryFolder()
        let definition = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml"), encoding: .utf8)
        let file = try folder.write(
            definition.replacingOccurrences(of: "<Name>Sensor Value</Name>", with: "<Name>温度センサー値</Name>")
                .replacingOccurrences(of: "<Name>Sensor Units</Name>", with: "<Name>e\u{301}tat 🌡️</Name>"),
            to: "3300.xml")
        let lines = try Program.run(["inspect", file]).standardOutput.split(separator: "\n").map(String.init)
        let head = try #require(lines.first { $0.contains("OPERATIONS") })
        let column = try #require(head.range(of: "OPERATIONS")).lowerBound
        let width = head.distance(from: head.startIndex, to: column)
        for line in lines.drop(while: { $0 != head }).dropFirst() {
            // The word of the column is the first behind two blanks behind the name.
            let name = line.dropFirst(6)
            let end = try #require(name.range(of: "  ")).lowerBound
            let blanks = name[end...].prefix { $0 == " " }.count
            let columns = name[..<end].reduce(0) { $0 + Self.columns($1) }
            #expect(6 + columns + blanks == width, "\(line)")
        }
    }

    /// Of the letters of this test.
    private static func columns(_ letter: Character) -> Int {
        guard let value = letter.unicodeScalars.first?.value else { return 0 }
        return (0x3041...0x9FFF).contains(value) || value > 0x1F000 ? 2 : 1
    }

    @Test func namesNoFunctionOfLuaWhereThereIsNone() throws {
        let run = try Program.run(["run", "--exec", "products"])
        for product in ["SARA-R410M-01B", "SARA-R500S-00B"] {
            guard let line = run.standardOutput.split(separator: "\n").first(where: { $0.contains(product) }) else {
                continue
            }
            let hasLua = try !Program.run(["products"]).standardOutput.split(separator: "\n")
                .contains { $0.contains(product) && $0.contains("no Lua Objects") }
            #expect(line.contains("lua_send_urc") == hasLua)
        }
        #expect(run.standardOutput.contains("no Lua Objects"))
    }

    @Test func saysToLoadAnObjectOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "it('x', function() device.load 'object_device.lua' device.load 'object_device.lua' end)", to: "x_test.lua")
        let run = try Program.run(["test"], in: folder.url)
        #expect(run.standardOutput.contains("Object 3 is loaded already, from object_device.lua: load it once"))
    }
}
