import Foundation
import TestSupport
import Testing

/// `xlwm2m module` on our own module, at a pseudoterminal: one product of each family, with URCs in the worst places and
/// over a slow line.
@Suite struct ModuleCommandTests {
    static let products = [
        "SARA-R410M-02B", "SARA-R412M-02B-03", "SARA-R410M-63B", "SARA-R422-00B", "SARA-R422S-01B", "LEXI-R422",
        "SARA-R510S-00B-00", "SARA-R510S-00B-01", "SARA-R500S-01B",
    ]
    static let runs =
        products.map { ($0, [String]()) }
        + ["SARA-R410M-63B", "SARA-R422S-01B", "SARA-R510S-00B-01"].map {
            ($0, ["--urc-chaos", "7", "--shape", "460800,latency=5ms"])
        }

    struct Port {
        let live: LiveProgram
        let link: String
        let folder: TemporaryFolder

        init(_ product: String, _ options: [String]) throws {
            folder = try TemporaryFolder()
            link = folder.path("modem")
            live = try LiveProgram(
                ["run", "--product", product, "--speed", "20", "--at", "pty=\(link)"] + options)
            try #require(live.wait(for: "AT port \(link)"))
            // Both have more URCs come.
            try live.send("AT+ULWM2MSTAT=1\nAT+UFOTASTAT=1\n")
        }

        func run(_ command: String, _ words: String...) throws -> Program {
            try Program.run(
                ["module", command, "--port", link, "--speed", "20", "--baud", "460800"] + words,
                environment: ["XDG_STATE_HOME": folder.path("state")])
        }
    }

    @Test(arguments: runs) func doesAllOfIt(product: String, options: [String]) throws {
        let port = try Port(product, options)
        defer { port.live.end() }
        let relay = "objects/examples/object_relay.lua"
        let text = try String(contentsOf: Corpus.checkout.appendingPathComponent(relay), encoding: .utf8)

        let dry = try port.run("push", relay, "--dry-run")
        #expect(dry.exitCode == 0 || dry.standardError.contains("does not run"), "\(dry.standardError)")
        let push = try port.run("push", relay, "--reset")
        #expect(push.exitCode == 0, "\(push.standardOutput)\(push.standardError)")
        #expect(push.standardOutput.contains("the module was reset, and its client runs with the new files"))

        let info = try port.run("info", "--json")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(info.standardOutput.utf8)) as? [String: Any],
            "\(info.standardError)")
        let found = report["product"] as? String ?? ""
        #expect(found.hasPrefix(product) || product.hasPrefix(found + "-"))
        #expect(report["client"] as? String == "running")
        #expect((report["objects"] as? [Int])?.contains(26241) == true)
        #expect(report["imei"] as? String == "004999010640000")

        #expect(try port.run("ls").standardOutput.contains("\(text.utf8.count)  object_relay.lua\n"))
        #expect(try port.run("cat", "object_relay.lua").standardOutput == text)
        #expect(try port.run("ls", "--tag", "USER").standardOutput.isEmpty)
        let again = try port.run("push", relay)
        #expect(again.standardOutput == "object_relay.lua: the module has it already\n")
        #expect(try port.run("rm", "object_relay.lua").standardOutput == "object_relay.lua deleted\n")
        #expect(try port.run("cat", "object_relay.lua").exitCode == 3)
    }

    @Test func saysThatAModuleTakesNoObjects() throws {
        let port = try Port("SARA-R410M-02B-00", [])
        defer { port.live.end() }
        let push = try port.run("push", "objects/examples/object_relay.lua")
        #expect(push.exitCode == 1 && push.standardError.contains("runs no Lua Objects of yours"), "\(push)")
    }

    @Test func saysThatTheClientIsOff() throws {
        let port = try Port("SARA-R510S-01B", ["--factory"])
        defer { port.live.end() }
        let push = try port.run("push", "objects/examples/object_relay.lua", "--reset")
        #expect(push.exitCode == 1 && push.standardError.contains("is off: start it with AT+ULWM2M=0"), "\(push)")
        #expect(try port.run("info").standardOutput.contains("client        is off; AT+ULWM2M=0 and a reset start it"))
        #expect(try port.run("ls").standardOutput.isEmpty)
    }

    /// What the check finds never reaches the module.
    @Test func refusesWhatWouldStopTheClient() throws {
        let port = try Port("SARA-R510S-00B-00", [])
        defer { port.live.end() }
        let bad = try port.folder.write("this is no Lua\n", to: "object_bad.lua")
        let push = try port.run("push", bad)
        #expect(push.exitCode == 1 && push.standardError.contains("object_bad.lua:1: error: "))
        let report = try port.run("push", bad, "--json")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(report.standardOutput.utf8)) as? [String: Any])
        #expect(report.exitCode == 1)
        #expect((json["files"] as? [[String: Any]])?.compactMap { $0["result"] as? String } == ["not pushed"])
        #expect((json["findings"] as? [[String: Any]])?.first?["line"] as? Int == 1)
        let idle = try port.run("push", "--recover", "--json")
        #expect(idle.exitCode == 0)
        #expect(
            idle.standardOutput == """
                {
                  "imei": "004999010640000",
                  "product": "SARA-R510S-00B-00",
                  "files": []
                }

                """, "\(idle.standardOutput)")
        #expect(try port.run("ls").standardOutput.isEmpty)
        #expect(try port.run("ls", "--tag", "USER").standardOutput.isEmpty)
    }

    @Test func pullsWhatIsThere() throws {
        let port = try Port("SARA-R422S-01B", [])
        defer { port.live.end() }
        try FileManager.default.createDirectory(atPath: port.folder.path("here"), withIntermediateDirectories: true)
        let pull = try port.run("pull", "-o", port.folder.path("here"))
        #expect(pull.exitCode == 0, "\(pull.standardError)")
        let names = try FileManager.default.contentsOfDirectory(atPath: port.folder.path("here")).sorted()
        let listed = try port.run("ls").standardOutput.split(separator: "\n").map {
            String($0.split(separator: " ")[1])
        }
        #expect(names == listed.sorted() && names.count > 10)
        try port.folder.write("mine\n", to: "here/object_device.lua")
        let second = try port.run("pull", "-o", port.folder.path("here"), "object_device.lua")
        #expect(second.exitCode == 1 && second.standardError.contains("differs: --force replaces it"))
        #expect(try port.folder.read("here/object_device.lua") == "mine\n")
        #expect(
            try port.run("pull", "-o", port.folder.path("here"), "object_device.lua", "--force").exitCode == 0)
        #expect(try port.folder.read("here/object_device.lua") != "mine\n")
    }

    @Test func keepsFilesThatTheClientNeeds() throws {
        let port = try Port("SARA-R410M-02B", [])
        defer { port.live.end() }
        let run = try port.run("rm", "object_lwm2m_server.lua")
        #expect(run.exitCode == 1 && run.standardError.contains("may not start without it: --force deletes it"))
    }

    @Test(arguments: [
        (["info"], 2, "name the module's port"),
        (["push", "--port", "/dev/null"], 2, "name the files to push"),
        (["info", "--port", "/nowhere/tty"], 3, "plug the module in"),
        (["info", "--port", "/dev/null"], 3, "it is not a serial port"),
        (["info", "--port", "tcp:1"], 3, "nothing listens there"),
        (["info", "--port", "/dev/ttyUSB0", "--baud", "1234"], 2, "a speed that the system has"),
        (["cat", "--port", "/dev/ttyUSB0", "a\"b"], 2, "is not the name of a file on a module"),
        (["shove"], 2, "unknown command 'shove'"),
    ]) func saysWhatIsWrong(words: [String], code: Int, text: String) throws {
        let run = try Program.run(["module"] + words)
        #expect(run.exitCode == Int32(code) && run.standardError.contains(text), "\(run.standardError)")
        #expect(run.standardOutput.isEmpty)
    }
}
