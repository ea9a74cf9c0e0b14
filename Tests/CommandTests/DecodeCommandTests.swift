import Foundation
import TestSupport
import Testing

struct DecodeCommandTests {
    /// What `docs/decode.md` shows is what happens.
    @Test func theGuideShowsWhatHappens() throws {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/decode.md"), encoding: .utf8)
        let blocks = guide.components(separatedBy: "```console\n$ xlwm2m ").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 5)
        for block in blocks {
            let line = block.prefix { $0 != "\n" }
            let run = try Program.run("/bin/sh", ["-c", "'\(Program.path)' \(line) 2>&1"])
            #expect(run.standardOutput == block.dropFirst(line.count + 1), "\(line)")
        }
    }

    struct Line: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        var input = ""
        var code: Int32 = 0
        var output = ""
        var errors = ""
    }

    static let lines = [
        Line(
            testDescription: "names of the built-in Objects", arguments: ["tlv", "--path", "/3/0", "c2006869"],
            output: "0 +4  Resource /3/0/0 Manufacturer: \"hi\" (String)\n"),
        Line(
            testDescription: "digits as they come", arguments: ["tlv", "--path=/3/0", "C2:00", "68-69"],
            output: "0 +4  Resource /3/0/0 Manufacturer: \"hi\" (String)\n"),
        Line(
            testDescription: "digits on standard input", arguments: ["tlv", "--path=/3/0", "-"],
            input: "c2 00\n68 69\n",
            output: "0 +4  Resource /3/0/0 Manufacturer: \"hi\" (String)\n"),
        Line(
            testDescription: "the bytes on standard input", arguments: ["link"], input: "</3/0>;pmin=5",
            output: "Link /3/0\n  pmin: 5\n"),
        Line(
            testDescription: "the text itself", arguments: ["json", #" {"bn":"/3/0/0","e":[{"sv":"x"}]}"#],
            output: "Entry /3/0/0 Manufacturer: \"x\" (String)\n"),
        Line(
            testDescription: "a definition of the user",
            arguments: [
                "json", "--objects", "generator/golden/pair.xml", "--path", "/26302/0", #"{"e":[{"n":"0","v":1}]}"#,
            ],
            output: "Entry /26302/0/0 Value: 1 (Integer)\n"),
        Line(
            testDescription: "a value of another type", arguments: ["json", #"{"bn":"/3/0/9","e":[{"sv":"x"}]}"#],
            code: 1, output: "Entry /3/0/9 Battery Level: x  ! \"sv\":\"x\" is not a valid Integer\n"),
        Line(
            testDescription: "no path", arguments: ["json", #"{"e":[{"n":"1","v":1}]}"#], code: 1,
            errors: "JSON: '1' below / is not the path of a Resource or Resource Instance; --path says where it is\n"),
        Line(
            testDescription: "cut off", arguments: ["tlv", "c1 09 55 c8 00 05 41"], code: 1,
            errors: "TLV at byte 3: the value of 5 bytes is cut off\n"),
        Line(
            testDescription: "bad JSON", arguments: ["json", #"{"e":[{"n":"/3/0/0" "v":1}]}"#], code: 1,
            errors: "JSON at byte 20: '}' is missing\n"),
        Line(
            testDescription: "no digit", arguments: ["tlv", "c1", "0x9"], code: 1,
            errors: "'x' at character 5, in byte 1, is not a hexadecimal digit\n"),
        Line(
            testDescription: "half a byte", arguments: ["coap", "401"], code: 1,
            errors: "3 hexadecimal digits: half of byte 1 is missing\n"),
        Line(
            testDescription: "no format", arguments: [], code: 2,
            errors: "say what it is: tlv, json, link, coap, at\nxlwm2m decode --help shows how it is used\n"),
        Line(
            testDescription: "an unknown format", arguments: ["cbor", "00"], code: 2,
            errors: "'cbor' cannot be taken apart; there are tlv, json, link, coap, at\n"
                + "xlwm2m decode --help shows how it is used\n"),
        Line(
            testDescription: "a path that is none", arguments: ["tlv", "--path", "/x", "00"], code: 2,
            errors: "option '--path': '/x' is not a path: an id is a decimal number, 0 to 65535\n"
                + "xlwm2m decode --help shows how it is used\n"),
        Line(
            testDescription: "no recording", arguments: ["--pcap", "/nowhere"], code: 3,
            errors: "/nowhere: cannot read: No such file or directory\n"),
        Line(
            testDescription: "another file", arguments: ["--pcap", "LICENSE"], code: 1,
            errors: "LICENSE: this is not a recording: it begins neither as pcap nor as pcapng\n"),
    ]
    /// A program that reads JSON reads why there is nothing else, too.
    @Test(arguments: lines.filter { $0.code == 1 }) func saysSoInJSON(_ line: Line) throws {
        let run = try Program.run(["decode", "--json"] + line.arguments, input: line.input)
        let json = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any]
        let error = json?["error"] as? String
        #expect(run.exitCode == 1 && json?["parts"] is [Any])
        if line.errors.isEmpty {
            #expect(error == nil)
        } else {
            #expect(error.map { line.errors.hasPrefix($0) } == true, "\(run.standardOutput)")
        }
    }

    @Test(arguments: lines) func takesApart(_ line: Line) throws {
        let run = try Program.run(["decode"] + line.arguments, input: line.input)
        #expect(run.exitCode == line.code && run.standardOutput == line.output)
        #expect(run.standardError == (line.errors.isEmpty ? "" : "xlwm2m decode: " + line.errors))
    }

    /// A module and a server of our own, recorded: every message is read, and the answers have names.
    @Test func readsARecordingOfARun() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("run.pcapng")
        let server = try LiveProgram(["server", "--port", "0", "--exec", "wait; read /3/0/0; observe /3/0/9"])
        let address = try #require(server.line(from: "coap://127.0.0.1:"))
        let run = try LiveProgram(["run", "--server", String(address.prefix { $0 != " " }), "--pcap", file])
        #expect(server.exitCode() == 0)
        // What was recorded is in the file at once.
        run.kill()
        _ = run.exitCode()
        let decoded = try Program.run(["decode", "--pcap", file])
        #expect(decoded.exitCode == 0 && decoded.standardError.isEmpty, "\(decoded.standardError)")
        #expect(decoded.standardOutput.contains("CON POST /rd"))
        #expect(decoded.standardOutput.contains("Manufacturer"))
        let lines = try Program.run(["decode", "--pcap", file, "--json"]).standardOutput.split(separator: "\n")
        #expect(lines.count > 3)
        for line in lines {
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(value?["format"] as? String == "coap" && value?["error"] == nil && value?["title"] is String)
        }
        // One that ends in the middle of a message: those before it are shown.
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        try bytes.dropLast(5).write(to: URL(fileURLWithPath: file))
        let cut = try Program.run(["decode", "--pcap", file])
        #expect(cut.exitCode == 1 && decoded.standardOutput.hasPrefix(cut.standardOutput))
        #expect(cut.standardOutput.contains("CON POST /rd"))
        #expect(cut.standardError.hasPrefix("xlwm2m decode: \(file): the recording is cut off in the block at byte "))
        let cutLines = try Program.run(["decode", "--pcap", file, "--json"])
        #expect(cutLines.exitCode == 1)
        let fault = try #require(cut.standardError.split(separator: "\n").last?.dropFirst("xlwm2m decode: ".count))
        let end = #"{"format":"coap","bytes":0,"parts":[],"error":"\#(fault)"}"#
        #expect(cutLines.standardOutput.split(separator: "\n") == lines.prefix(lines.count - 1) + [end[...]])
    }
}
