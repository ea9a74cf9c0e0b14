import Foundation
import TestSupport
import Testing

/// `docs/page.md`: its commands run, and show a page to whoever has the token.
struct PageGuideTests {
    /// The commands of the guide, without their `$`.
    static func commands() throws -> [String] {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/page.md"), encoding: .utf8)
        return guide.components(separatedBy: "```console\n").dropFirst().flatMap { block in
            block.components(separatedBy: "```")[0].split(separator: "\n").filter { $0.hasPrefix("$ ") }
                .map { String($0.dropFirst(2)) }
        }
    }

    /// Asks for an address; prints its status, then its headers and its body.
    private static func ask(_ url: String, _ headers: [String: String] = [:]) throws -> String {
        let script = """
            import sys, urllib.request, urllib.error, json
            try:
                answer = urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers=json.loads(sys.argv[2])), timeout=20)
            except urllib.error.HTTPError as error:
                answer = error
            print(answer.status, answer.headers, answer.read().decode())
            """
        let json = try String(decoding: JSONEncoder().encode(headers), as: UTF8.self)
        return try Program.run("/usr/bin/env", ["python3", "-c", script, url, json]).standardOutput
    }

    @Test func itsCommandsShowThePage() throws {
        let commands = try Self.commands()
        #expect(commands.count >= 4)
        for command in commands where command.contains("--page") {
            let words = command.split(separator: " ").map(String.init)
            #expect(words[0] == "xlwm2m", "\(command)")
            let live = try LiveProgram(Array(words.dropFirst()))
            let line = try #require(live.line(from: "page at "), "\(command)")
            let url = String(line.dropFirst("page at ".count))
            let page = try Self.ask(url)
            #expect(page.hasPrefix("200 ") && page.contains("<!DOCTYPE html>"))
            #expect(page.contains("Content-Security-Policy: default-src 'none'; script-src 'nonce-"))
            for word in ["%nonce%", "%kind%", "/*style*/", "/*script*/", "src=\"", "@import", "https:"] {
                #expect(!page.contains(word), "\(word)")
            }
            let address = url.components(separatedBy: "/").prefix(3).joined(separator: "/") + "/"
            #expect(try Self.ask(address).hasPrefix("403 "))
            #expect(try Self.ask(address + "events").hasPrefix("403 "))
            #expect(try Self.ask(url, ["Host": "evil.example"]).hasPrefix("421 "))
            #expect(try Self.ask(url + "module", ["Origin": "http://evil.example"]).hasPrefix("403 "))
            if words[1] == "server" {
                #expect(try Self.ask(url + "clients").contains("\"clients\":[]"))
            } else {
                #expect(try Self.ask(url + "module").contains("\"product\":\"SARA-R510S-01B\""))
            }
            #expect(try Self.ask(url + "nothing").hasPrefix("404 "))
            live.end()
        }
    }

    @Test func keepsARunAsOneFile() throws {
        let command = try #require(try Self.commands().first { $0.contains("--record-html") })
        let folder = try TemporaryFolder()
        let run = try Program.run(
            "/bin/sh", ["-c", "'\(Program.path)'" + command.dropFirst("xlwm2m".count)], in: folder.url)
        #expect(run.exitCode == 0, "\(run.standardError)")
        let page = try folder.read("run.html")
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("<meta http-equiv=\"Content-Security-Policy\""))
        #expect(page.contains("\"text\":\"AT+CGMM\"") && page.contains("\"path\":\"/3300/0\""))
        // No text of a script ends the data.
        #expect(page.components(separatedBy: "</script>").count == 3)
        let bad = try Program.run(["run", "--record-html", "nowhere/run.html", "--exec", "ls /3"], in: folder.url)
        #expect(bad.exitCode == 3 && bad.standardError.contains("nowhere/run.html"), "\(bad.standardError)")
    }

    @Test func opensAtThePrompt() throws {
        let live = try LiveProgram(["run"])
        try live.send("page 127.0.0.1:0\npage\n")
        let first = live.line(from: "page at http://127.0.0.1:")
        #expect(first != nil && live.line(from: "page at http://127.0.0.1:") == first)
        try live.send("page here\n")
        #expect(live.wait(for: "column 6: 'here' is not an address and a port, as 127.0.0.1:8080"))
    }

    @Test func warnsWhereOthersCanSeeIt() throws {
        let run = try Program.run(["run", "--page=0.0.0.0:0", "--exec", "ls /3"])
        #expect(run.exitCode == 0 && run.standardError.contains("other machines can reach the page at 0.0.0.0"))
    }

    @Test func takesItsAddressWithABlankToo() throws {
        let run = try Program.run(["run", "--page", "127.0.0.1:0", "--exec", "ls /3"])
        #expect(run.exitCode == 0 && run.standardOutput.hasPrefix("page at http://127.0.0.1:"))
        let bad = try Program.run(["run", "--page=here"])
        #expect(bad.exitCode == 2)
        #expect(bad.standardError.contains("option '--page' takes an address and a port, 127.0.0.1:9100, not 'here'"))
    }

    @Test func hidesKeysOfObjectZero() throws {
        let live = try LiveProgram(
            ["run", "--page=127.0.0.1:0", "--show-keys", "--server", "coaps://127.0.0.1:9", "--psk", "str:topsecret"])
        defer { live.end() }
        let url = try String(#require(live.line(from: "page at ")).dropFirst("page at ".count))
        let script = """
            import sys, http.client, time
            address, path = sys.argv[1][7:].split("/", 1)
            events = http.client.HTTPConnection(address, timeout=20)
            events.request("GET", "/" + path + "events")
            stream = events.getresponse()
            def run(line):
                connection = http.client.HTTPConnection(address, timeout=20)
                connection.request("POST", "/" + path + "run?as=at", line, {"Content-Type": "application/octet-stream"})
                return connection.getresponse().read().decode()
            text = run("read /0") + run("write /0/1/5 str:other-secret") + run("write /0/0/5 hex:746f70736563726574")
            text += run('AT+ULWM2MWRITE="{\\\\"bn\\\\":\\\\"/0/0/\\\\",\\\\"e\\\\":[{\\\\"n\\\\":\\\\"5\\\\",\\\\"sv\\\\":\\\\"dG9wc2VjcmV0\\\\"}]}"')
            run("read /3/0/99")
            while "/3/0/99" not in text:
                text += stream.readline().decode()
            print(text)
            """
        let run = try Program.run("/usr/bin/env", ["python3", "-c", script, url])
        #expect(run.standardOutput.contains("shown with --show-keys"), "\(run.standardError)")
        for word in ["topsecret", "other-secret", "746f70736563726574", "dG9wc2VjcmV0"] {
            #expect(!run.standardOutput.contains(word), "\(word)")
        }
    }
}
