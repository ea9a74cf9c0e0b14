import Foundation
import TestSupport
import Testing

/// The chain from end to end, with the programs as their users start them: a server writes, access control lets it, the
/// script runs, and the host reads the URC at its serial port.
@Suite struct WholeChainTests {
    @Test func aServersWriteReachesTheHostsPort() throws {
        let server = try LiveProgram(["server", "--port", "0"])
        defer { server.end() }
        try #require(server.wait(for: "listening at coap://127.0.0.1:"))
        let deadline = Date(timeIntervalSinceNow: 10)
        while !server.rest.contains("\n"), Date() < deadline { usleep(10_000) }
        let port = server.rest.prefix { $0.isNumber }

        let folder = try TemporaryFolder()
        let link = folder.path("modem")
        let module = try LiveProgram(["run", "--server", "coap://127.0.0.1:\(port)", "--at", "pty=\(link)"])
        defer { module.end() }
        try #require(server.wait(for: " registered from "))

        let host = try SerialPort(link)
        #expect(host.ask("ATE0") == ["ATE0", "OK"])
        for step in try Self.tour() {
            switch step.prompt {
            case "server>":
                try server.send(step.typed + "\n")
                for line in step.answer { #expect(server.wait(for: line), "\(step.typed)") }
            case ">":
                _ = host.bytes { $0.last == UInt8(ascii: ">") }
                host.send([UInt8](try Data(contentsOf: Corpus.checkout.appendingPathComponent(step.typed))))
                for line in step.answer { #expect(host.line() == line, "\(step.typed)") }
            default:
                if !step.typed.isEmpty { host.type(step.typed) }
                for line in step.answer { #expect(host.line() == line, "\(step.typed)") }
            }
        }
    }

    /// A module that has registered with a foreign server, and its host, who hears no echo.
    private final class ForeignDesk {
        let server: ForeignServer
        let host: SerialPort
        private let module: LiveProgram
        private let folder: TemporaryFolder

        init() throws {
            server = try ForeignServer.aiocoap()
            folder = try TemporaryFolder()
            let link = folder.path("modem")
            module = try LiveProgram([
                "run", "--all-objects", "--server", "coap://127.0.0.1:\(server.port)", "--at", "pty=\(link)",
            ])
            _ = try server.event("register")
            host = try SerialPort(link)
            #expect(host.ask("ATE0") == ["ATE0", "OK"])
        }

        deinit {
            module.end()
            server.stop()
        }
    }

    /// The same with a server that shares no code with this project, which access control keeps out at first.
    @Test(.enabled(if: Peers.areInstalled, "scripts/test installs the peers")) func theHostLetsAForeignServerIn() throws
    {
        let desk = try ForeignDesk()
        let (server, host) = (desk.server, desk.host)

        // The instance is another server's.
        #expect(host.ask(Self.json("CREATE", "/3300/0", "5750", "Temperature") + ",721") == ["OK"])
        #expect(host.line() == Self.notified)
        #expect((try server.event("update")["payload"] as? String)?.contains("</3300/0>") == true)
        let refused = try server.ask(Self.put("Humidity"))
        #expect(refused["code"] as? String == "4.01")
        #expect(host.ask("AT+ULWM2MREAD=\"/3300/0/5750\"").first?.contains("Temperature") == true)

        // Its instance of Object 2 names it; 3 is to read and to write.
        let control = host.ask("AT+ULWM2MLIST=\"/2\"").first?.split(separator: "\"").first { path in
            path.hasPrefix("/2/")
                && host.ask("AT+ULWM2MREAD=\"\(path)\"").first?.contains(#"{"n":"0","v":3300},{"n":"1","v":0}"#) == true
        }
        let instance = try #require(control)
        let grant = #"AT+ULWM2MWRITE="{\"bn\":\"\#(instance)/\",\"e\":[{\"n\":\"2/123\",\"v\":3}]}""#
        #expect(host.ask(grant) == ["OK"])
        let allowed = try server.ask(Self.put("Humidity"))
        #expect(allowed["code"] as? String == "2.04")
        #expect(host.line() == Self.notified)
        #expect(
            host.ask("AT+ULWM2MREAD=\"/3300/0/5750\"")
                == [#"+ULWM2MREAD: {"bn":"/3300/0/5750/","e":[{"n":"5750","sv":"Humidity"}]}"#, "OK"])
        let deleted = try server.ask(["method": "DELETE", "path": "3300/0"])
        #expect(deleted["code"] as? String == "4.01")
    }

    /// A GET with Observe 1 ends an observation; aiocoap gives it another token than that of the observation.
    @Test(.enabled(if: Peers.areInstalled, "scripts/test installs the peers")) func aForeignServerObservesAndCancels()
        throws
    {
        let desk = try ForeignDesk()
        let (server, host) = (desk.server, desk.host)
        #expect(host.ask(Self.json("CREATE", "/3300/0", "5750", "A") + ",123") == ["OK"])
        #expect(host.line() == Self.notified)
        _ = try server.event("update")

        let observed: [String: Any] = ["method": "GET", "path": "3300/0/5750", "accept": 0]
        let first = try server.ask(observed.merging(["observe": 0]) { $1 })
        #expect(first["payload"] as? String == "41" && first["observe"] is Int, "\(first)")
        let whole = try server.ask(["method": "GET", "path": "3300/0", "accept": 11543, "observe": 0])
        #expect(whole["code"] as? String == "2.05" && whole["observe"] is Int, "\(whole)")
        #expect(host.ask(Self.json("WRITE", "/3300/0", "5750", "B")) == ["OK"])
        #expect(host.line() == Self.notified)
        let notification = try server.event("notification")
        #expect(notification["path"] as? String == "3300/0/5750" && notification["payload"] as? String == "42")
        #expect(try server.event("notification")["path"] as? String == "3300/0")

        let cancelled = try server.ask(observed.merging(["observe": 1]) { $1 })
        #expect(cancelled["code"] as? String == "2.05" && cancelled["payload"] as? String == "42", "\(cancelled)")
        #expect(!(cancelled["observe"] is Int), "a Read carries no Observe")
        // The observation of the instance is told alone; that of the Resource would be told before it.
        #expect(host.ask(Self.json("WRITE", "/3300/0", "5750", "C")) == ["OK"])
        #expect(host.line() == Self.notified)
        #expect(try server.event("notification")["path"] as? String == "3300/0")
        let read = try server.ask(observed)
        #expect(read["payload"] as? String == "43")
        #expect(!server.process.rest.contains("notification"), "\(server.process.rest)")
    }

    private static let notified = "+ULWM2MNOTIFY: Application type changed in sensor 0"

    private static func json(_ command: String, _ path: String, _ resource: String, _ text: String) -> String {
        #"AT+ULWM2M\#(command)="{\"bn\":\"\#(path)\",\"e\":[{\"n\":\"\#(resource)\",\"sv\":\"\#(text)\"}]}""#
    }

    private static func put(_ text: String) -> [String: Any] {
        let digits = text.utf8.map { String($0, radix: 16) }.joined()
        return ["method": "PUT", "path": "3300/0/5750", "format": 0, "payload": digits]
    }

    /// What is typed at a prompt, and what is answered.
    struct Step {
        var prompt: String
        var typed: String
        var answer: [String] = []
    }

    /// The block of `docs/chain.md`.
    private static func tour() throws -> [Step] {
        let page = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/chain.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```chain\n").dropFirst().first)
        var steps: [Step] = []
        for line in block.components(separatedBy: "\n```")[0].components(separatedBy: "\n") {
            if let prompt = ["server>", "modem>"].first(where: { line.hasPrefix($0) }) {
                let typed = line.dropFirst(prompt.count).trimmingCharacters(in: .whitespaces)
                steps.append(Step(prompt: prompt, typed: typed))
            } else if line.hasPrefix("> ("), let path = line.split(separator: " ").last?.dropLast() {
                // The prompt of an upload, and the file that the host sends.
                steps.append(Step(prompt: ">", typed: String(path)))
            } else if !steps.isEmpty {
                steps[steps.count - 1].answer.append(line)
            }
        }
        try #require(steps.count > 4)
        return steps
    }
}
