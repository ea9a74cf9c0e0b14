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

    @Test func theRecordingHasValuesWithoutKeys() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(
            [
                "run", "--all-objects", "--record-html", folder.path("run.html"), "--server", "coaps://127.0.0.1:9",
                "--psk", "str:topsecret", "--show-keys", "--exec",
                "create /3300 5750=</script>; write /3300/0/5700 21.5",
            ])
        #expect(run.exitCode == 0, "\(run.standardError)")
        let page = try folder.read("run.html")
        #expect(page.contains(#""path":"/3300/0/5700","name":"Sensor Value","type":"Float","value":21.5"#))
        #expect(page.contains(#""path":"/0/0/5""#) && page.contains(#""hidden":true"#))
        for word in ["topsecret", "746f70736563726574", "dG9wc2VjcmV0"] { #expect(!page.contains(word), "\(word)") }
        #expect(page.components(separatedBy: "</script>").count == 3)
    }

    @Test func theScenarioOfTheGuideRuns() throws {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/page.md"), encoding: .utf8)
        let block = try #require(guide.components(separatedBy: "```text\n").dropFirst().first)
        let folder = try TemporaryFolder()
        let file = try folder.write("do create /3300\n" + block.components(separatedBy: "```")[0], to: "x.scenario")
        let run = try Program.run(["scenario", "--all-objects", file])
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    /// What was done on a page, by a server and as bootstrap too, comes out the same when its scenario is run.
    @Test func savesAScenarioThatGivesTheSame() throws {
        let folder = try TemporaryFolder()
        let live = try LiveProgram(["run", "--all-objects", "--page=127.0.0.1:0", "--imei", "490154203237518"])
        let url = try String(#require(live.line(from: "page at ")).dropFirst("page at ".count))
        let script = """
            import sys, http.client, re
            address, path = sys.argv[1][7:].split("/", 1)
            def ask(method, what, body=None):
                connection = http.client.HTTPConnection(address, timeout=30)
                connection.request(method, "/" + path + what, body, {"Content-Type": "application/octet-stream"})
                answer = connection.getresponse()
                text = answer.read().decode()
                assert answer.status == 200, text
                return text
            events = http.client.HTTPConnection(address, timeout=20)
            events.request("GET", "/" + path + "events")
            stream = events.getresponse()
            for who, line in [
                ("at", "create /3300 5750='two  blanks' 5701=Cel"), ("at", "write /3300/0/5700 21.5; read /3300/0/5700"),
                ("721", "write /3300/0/5700 99"), ("721", "exec /3300/0/5605"), ("bootstrap", "write /3/0/15 Europe/Vienna"),
                ("at", "nonsense"), ("at", "AT+CGMM"), ("at", "AT+NOTHING"), ("at", "sim remove"), ("at", "sim insert"),
                ("at", "set location 47.285,8.565; set rssi -77; set clock 2026-01-01T12:00:00Z"),
                ("at", "write /0/0/5 str:topsecret"), ("at", "read /3300/0"), ("at", "help; ls; read /3/0")]:
                ask("POST", "run?as=" + who, line)
            ask("POST", "run?as=at&quiet=1", "read /3/0/1")
            ask("POST", "time?step=5000", "")
            xml = open(sys.argv[2]).read().replace("3300", "33001").replace("Generic Sensor", "Dropped Sensor")
            ask("POST", "drop?name=33001.xml", xml)
            ask("POST", "run?as=721", "create /33001 5750=Humidity; read /33001/0/5750")
            ask("POST", "run?as=at", "save; reset; read /3300/0/5700; reset power; delete /3300/0")
            print(ask("GET", "run.scenario"))
            """
        let definition = Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml").path
        let saved = try Program.run("/usr/bin/env", ["python3", "-c", script, url, definition])
        live.end()
        let scenario = saved.standardOutput
        #expect(saved.exitCode == 0, "\(saved.standardError)")
        for line in [
            "#   xlwm2m scenario --product SARA-R510S-01B --profile 90 --all-objects FILE",
            "do set imei 490154203237518",
            "do as 721", "answer 4.05 Method Not Allowed: /3300/0/5700 is not writable (R)", "do as bootstrap",
            "told +ULWM2MNOTIFY: Application type changed in sensor 0 within 10s", "do AT+CGMM", "answer ERROR",
            "do sim remove", "do set rssi -77", "pass 5000.0s", "load object_dropped_sensor.lua",
            "answer object_dropped_sensor.lua: loaded /33001",
            "# left out, because it may hold keys or cannot be written: write /0/0/5",
        ] {
            #expect(scenario.components(separatedBy: "\n").contains(line), "\(line)")
        }
        #expect(!scenario.contains("topsecret") && !scenario.contains("read /3/0/1"))
        let options = ["--product", "SARA-R510S-01B", "--profile", "90", "--all-objects"]
        let file = try folder.write(scenario, to: "run.scenario")
        let same = try Program.run(["scenario", file] + options)
        #expect(same.exitCode == 0 && same.standardOutput.isEmpty, "\(same.standardError)")
        // Another outcome is seen.
        let other = try folder.write(
            scenario.replacing("do write /3300/0/5700 21.5", with: "do write /3300/0/5700 22.5"), to: "other.scenario")
        let differs = try Program.run(["scenario", other] + options)
        #expect(differs.exitCode == 1)
        #expect(differs.standardError.contains("the answer is not '/3300/0/5700 Sensor Value: 21.5 (Float)'"))
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
        #expect(bad.standardError.contains("option '--page' takes an address and a port, 127.0.0.1:8080, not 'here'"))
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
