import Foundation
import TestSupport
import Testing

/// `xlwm2m module record`, `replay` and `compare`, with our own emulated module and a host that types lines.
struct ModuleRecordingCommandTests {
    private static let recording = "docs/recording/sara-r510s.jsonl"

    /// Sends lines to a port, each after the answer to the one before; returns all that came.
    private static func talk(to link: String, _ lines: [String]) throws -> String {
        let script = """
            import os, select, sys, time, tty
            port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
            tty.setraw(port)
            came = b""
            for line in sys.argv[2:]:
                os.write(port, line.encode() + b"\\r")
                answer, end = b"", time.time() + 20
                while time.time() < end and not any(
                    ended in answer for ended in (b"OK\\r\\n", b"ERROR")
                ):
                    if select.select([port], [], [], 0.1)[0]:
                        answer += os.read(port, 4096)
                    if answer.endswith(b">"):
                        os.write(port, b"a\\nb\\xff")
                        answer += b"|"
                came += answer
            sys.stdout.write(came.decode("latin1"))
            """
        let run = try Program.run("/usr/bin/env", ["python3", "-c", script, link] + lines)
        #expect(run.exitCode == 0, "\(run.standardError)")
        return run.standardOutput
    }

    @Test func recordsAndReplays() throws {
        let folder = try TemporaryFolder()
        let (modem, host, file) = (folder.path("modem"), folder.path("host"), folder.path("a.jsonl"))
        let module = try LiveProgram(["run", "--at", "pty=\(modem)", "--speed", "100"])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(modem)"))
        try #require(module.wait(for: "+ULWM2MSTAT: 5,2"))
        let proxy = try LiveProgram(["module", "record", "--port", modem, "--at", "pty=\(host)", file])
        try #require(proxy.wait(for: "AT port \(host)"))
        let key = #"AT+ULWM2MWRITE="{\"bn\":\"/0/10/\",\"e\":[{\"n\":\"5\",\"sv\":\"c2VjcmV0\"}]}""#
        let lines = ["ATE0", "AT+CGMM", "AT+ULWM2MLIST=\"/3\"", key, "AT+UDWNFILE=\"x\",4", "AT+URDFILE=\"x\"", "AT+X"]
        let first = try Self.talk(to: host, lines)
        #expect(first.contains("SARA-R510S") && first.contains("+ULWM2MLIST: \"/3/0\"") && first.contains(">|"))
        proxy.terminate()
        #expect(proxy.exitCode() == 0)
        let text = try folder.read("a.jsonl")
        #expect(text.hasPrefix(#"{"recording":1,"port":"\#(modem)","baud":115200}"# + "\n"))
        #expect(!text.contains("c2VjcmV0") && text.contains(#""hidden":true"#) && text.contains(#""hex":"#))

        let link = folder.path("again")
        let replay = try LiveProgram(["module", "replay", "--at", "pty=\(link)", file])
        try #require(replay.wait(for: "AT port \(link)"))
        #expect(try Self.talk(to: link, lines) == first)
        #expect(replay.exitCode() == 0)

        let compared = try Program.run(["module", "compare", file])
        #expect(compared.exitCode == 0, "\(compared.standardOutput)")
    }

    @Test func saysWhatWasNotRecorded() throws {
        let run = try Program.run(
            ["module", "replay", "--at", "stdio", "--speed", "100000", Self.recording], input: "ATE0\rAT+X\rAT+CMEE=2\r"
        )
        #expect(run.standardOutput.contains("\r\nERROR\r\n"))
        #expect(
            run.standardError.contains(
                "\(Self.recording): 'AT+X' was not recorded at this point: line 6 has 'AT+CMEE=2'"))
    }

    @Test func neverOverwrites() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "a.jsonl")
        let run = try Program.run(["module", "record", "--port", "/dev/null", file])
        #expect(run.exitCode == 3 && run.standardError.contains("\(file) exists: name a new file"))
        #expect(try folder.read("a.jsonl") == "x")
    }

    @Test func comparesForMachines() throws {
        let run = try Program.run(["module", "compare", "--json", "--product", "SARA-R422S-01B", Self.recording])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        let differences = try #require(json["differences"] as? [[String: Any]])
        #expect(run.exitCode == 1 && differences.first?["command"] as? String == "AT+CGMM")
        #expect(differences.first?["recorded"] as? [String] == ["SARA-R510S", "OK"])
        #expect(differences.first?["emulated"] as? [String] == ["SARA-R422S", "OK"])
        let facts = try #require(json["facts"] as? [[String: Any]])
        #expect(
            facts.contains { $0["name"] as? String == "firmware.modem" && $0["recorded"] as? String == "\"03.15\"" })
    }

    /// URCs in their order and the classes of times are facts, too.
    @Test func comparesURCsAndTimes() throws {
        let folder = try TemporaryFolder()
        let entries = [
            #"{"recording":1,"port":"x","baud":115200}"#,
            #"{"t":1,"from":"host","line":"ATE0","end":"\r"}"#, #"{"t":1,"from":"module","line":"OK","end":"\r\n"}"#,
            #"{"t":2,"from":"host","line":"AT+CGMM","end":"\r"}"#,
            #"{"t":21,"from":"module","line":"SARA-R510S","end":"\r\n"}"#,
            #"{"t":22,"from":"module","line":"OK","end":"\r\n"}"#,
            #"{"t":23,"from":"module","line":"+ULWM2MNOTIFY: hello","end":"\r\n"}"#,
            #"{"t":30,"from":"host","line":"AT+CGMI","end":"\r"}"#,
            #"{"t":30,"from":"module","line":"u-blox","end":"\r\n"}"#,
            #"{"t":30,"from":"module","line":"OK","end":"\r\n"}"#,
        ]
        let file = try folder.write(entries.joined(separator: "\n") + "\n", to: "a.jsonl")
        let run = try Program.run(["module", "compare", file])
        #expect(run.exitCode == 1)
        #expect(
            run.standardOutput == """
                line 4: AT+CGMM, time of the answer
                  - within a minute
                  + at once
                line 4: AT+CGMM, URCs
                  - +ULWM2MNOTIFY: hello
                  + (none)
                3 commands on SARA-R510S-71B: 3 the same, 0 answered otherwise, 1 with other URCs, 1 at another time

                """, "\(run.standardOutput)")
    }

    /// The patch is one: git takes it, and the program that is built from it knows the versions.
    @Test func writesAPatchThatGitTakes() throws {
        let folder = try TemporaryFolder()
        let source = "Sources/Module/Products/Features/ProductAssumptions.swift"
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent(source), encoding: .utf8)
        try folder.write(text, to: source)
        let recording = Corpus.checkout.appendingPathComponent(Self.recording).path
        let run = try Program.run(
            ["module", "compare", "--patch", "--product", "SARA-R510S-61B", recording], in: folder.url)
        let patch = try folder.write(run.standardOutput, to: "a.patch")
        let apply = try Program.run("/usr/bin/env", ["git", "apply", patch], in: folder.url)
        #expect(apply.exitCode == 0, "\(apply.standardError)\(run.standardOutput)")
        let changed = try folder.read(source).split(separator: "\n")
        let before = text.split(separator: "\n")
        #expect(Set(changed).subtracting(before) == [#"        ("SARA-R510S-61B", "03.15", "A00.01"),"#])
        #expect(changed.count == before.count + 1)
        let outside = try folder.write("", to: "elsewhere/x")
        let bare = try Program.run(
            ["module", "compare", "--patch", "--product", "SARA-R510S-61B", recording],
            in: URL(fileURLWithPath: outside).deletingLastPathComponent())
        #expect(!bare.standardOutput.contains("@@") && bare.standardOutput.contains("at the top of a checkout"))
    }

    static let files: [(String, String)] = [
        ("", ":1: the file is empty"), ("x\n", ":1: this is not a recording of xlwm2m module record"),
        ("{\"recording\":2,\"port\":\"x\",\"baud\":1}\n", ":1: the recording has version 2, and this program reads 1"),
        ("{\"recording\":1,\"port\":\"x\",\"baud\":1}\n{\"t\":1}\n", ":2: JSON at byte 7: t, from (host or module)"),
        (
            "{\"recording\":1,\"port\":\"x\",\"baud\":1}\n{\"t\":2,\"from\":\"host\",\"line\":\"AT\"}\n"
                + "{\"t\":1,\"from\":\"host\",\"line\":\"AT\"}\n", ":3: the time 1.0 is before that of the line above"
        ),
    ]
    @Test(arguments: files) func saysWhatIsNoRecording(_ text: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "a.jsonl")
        for verb in ["replay", "compare"] {
            let run = try Program.run(["module", verb, file])
            #expect(run.exitCode == 3 && run.standardError.contains("\(file)\(words)"), "\(run.standardError)")
        }
    }

    @Test func theGuideIsTrue() throws {
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/recording.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 2)
        for block in blocks {
            var shown = ""
            for line in block.split(separator: "\n") where line.hasPrefix("$ ") {
                let run = try Program.run(line.split(separator: " ").dropFirst(2).map(String.init))
                shown += line + "\n" + run.standardError + run.standardOutput
            }
            #expect(shown == block)
        }
        // The commands at the top are the ones of the help.
        for verb in ["record", "replay", "compare"] {
            #expect(text.contains("xlwm2m module \(verb) "))
            #expect(try Program.run(["module", verb, "--help"]).exitCode == 0)
        }
    }
}
