import Foundation
import TestSupport
import Testing

/// `xlwm2m fleet` as its user runs it, against `xlwm2m server` on this machine.
@Suite(.serialized) struct FleetCommandTests {
    private struct Summary: Decodable {
        var devices, started, registered, mostRegistered, everRegistered: Int
        var notifications: Int
        var stopped, registrations, failures, handshakes, requests, faults: [String: Int]
    }

    private static let secret = "hex:000102030405060708090a0b0c0d0e0f"

    private func server(_ arguments: String...) throws -> (LiveProgram, port: String) {
        let server = try LiveProgram(["server", "--port", "0", "--json"] + arguments)
        let line = try #require(server.line(from: "://127.0.0.1:"))
        return (server, String(line.dropFirst("://127.0.0.1:".count).prefix { $0.isNumber }))
    }

    private func summary(of text: String) throws -> Summary {
        let line = try #require(text.split(separator: "\n").last { $0.hasPrefix("{") }, "\(text)")
        return try JSONDecoder().decode(Summary.self, from: Data(line.utf8))
    }

    /// Runs a fleet to its end.
    private func fleet(_ port: String, _ arguments: String...) throws -> (Summary, Program) {
        let run = try Program.run(["fleet", "--server", "coap://127.0.0.1:\(port)", "--json"] + arguments)
        return (try summary(of: run.standardOutput), run)
    }

    @Test func allDevicesRegisterAndLeave() throws {
        let (server, port) = try server()
        let (summary, run) = try fleet(port, "--count", "100", "--ramp", "200/s", "--duration", "8")
        #expect(run.exitCode == 0, "\(run.standardError)\(run.standardOutput)")
        #expect(summary.devices == 100 && summary.started == 100 && summary.everRegistered == 100)
        #expect(summary.registrations["register 2.01"] == 100 && summary.registrations["deregister 2.02"] == 100)
        #expect(summary.registered == 0 && summary.mostRegistered == 100)
        try server.send("clients\n")
        #expect(server.wait(for: "\"clients\":[]"))
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test func devicesHaveKeysOfTheirOwn() throws {
        let (server, port) = try server("--master-key", Self.secret)
        let run = try Program.run([
            "fleet", "--server", "coaps://127.0.0.1:\(port)", "--json", "--count", "50", "--ramp", "all", "--duration",
            "6", "--master-key", Self.secret,
        ])
        let summary = try summary(of: run.standardOutput)
        #expect(run.exitCode == 0, "\(run.standardError)\(run.standardOutput)")
        #expect(summary.everRegistered == 50 && summary.handshakes["done"] == 50)
        server.terminate()
    }

    @Test func aKilledShardComesBackAsTheSameDevices() throws {
        let (server, port) = try server()
        let arguments = [
            "fleet", "--server", "coap://127.0.0.1:\(port)", "--count", "60", "--ramp", "all", "--shard", "1/3",
            "--json",
        ]
        let first = try LiveProgram(arguments)
        for _ in 0..<20 { #expect(server.wait(for: "\"event\":\"register\"")) }
        first.kill()
        let second = try LiveProgram(arguments)
        for _ in 0..<20 { #expect(server.wait(for: "\"event\":\"register\"")) }
        try server.send("clients\n")
        let clients = try #require(server.line(from: "\"clients\":["))
        let names = clients.components(separatedBy: "\"client\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(names.count == 20 && Set(names).count == 20, "\(clients)")
        #expect(names.contains("urn:imei:004999010640001") && names.contains("urn:imei:004999010640058"))
        // ^C de-registers, within --drain.
        second.send(signal: SIGINT)
        for _ in 0..<20 { #expect(server.wait(for: "\"event\":\"deregister\"")) }
        #expect(second.exitCode() == 0)
        server.terminate()
    }

    @Test func aFaultOfOneDeviceStopsThatDevice() throws {
        let (server, port) = try server()
        let folder = try TemporaryFolder()
        let script = try folder.write(
            """
            function on_start(device)
              if device.number % 2 == 1 then error("odd") end
              device:values "/4/0/2 walk from=-90 step=3 min=-120 max=-60 every=0.5"
            end
            every(0.5, function(device) if device.number == 4 then device:write("/3/0/99", 1) end end)
            """, to: "fleet.lua")
        let (summary, run) = try fleet(port, "--count", "10", "--ramp", "all", "--duration", "4", "--script", script)
        #expect(run.exitCode == 1)
        #expect(
            summary.stopped == [
                "fleet.lua:2: odd": 5, "fleet.lua:5: /3/0/99: /3/0/99 is not defined": 1,
            ], "\(summary.stopped)")
        #expect(summary.everRegistered >= 4)
        #expect(run.standardError.components(separatedBy: "fleet.lua:2: odd").count == 2, "\(run.standardError)")
        server.terminate()
    }

    @Test func aPowerCutReachesItsShareAndEnds() throws {
        let (server, port) = try server()
        let folder = try TemporaryFolder()
        let timeline = try folder.write("at 3: power-cut 100% for 1s\n", to: "storm.txt")
        let (summary, run) = try fleet(
            port, "--count", "20", "--ramp", "all", "--duration", "8", "--timeline", timeline)
        #expect(run.exitCode == 0, "\(run.standardError)\(run.standardOutput)")
        #expect(summary.registrations["register 2.01"] == 40, "\(summary.registrations)")
        #expect(run.standardError.contains("at 3: power-cut 100% for 1s: 20 devices"))
        server.terminate()
    }

    @Test func aServerThatIsSilentOrTalksGarbageStopsNobody() throws {
        let peer = """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", 0))
            print("port", s.getsockname()[1], flush=True)
            while True:
                data, address = s.recvfrom(2048)
                if sys.argv[1] == "garbage":
                    s.sendto(b"\\xff" * 7, address)
                    s.sendto(data[:3], address)
                    s.sendto(b"\\x68" + data[1:2] + data[2:] + b"\\xff", address)
                elif sys.argv[1] == "refuses":
                    # An acknowledgement with 4.03 and the token of the request.
                    token = data[0] & 15
                    s.sendto(bytes([0x60 | token, 0x83]) + data[2:4 + token], address)
            """
        for kind in ["silent", "garbage", "refuses"] {
            let other = try LiveProgram(["python3", "-c", peer, kind], program: "/usr/bin/env")
            let port = try #require(other.line(from: "port ")).filter(\.isNumber)
            let (summary, run) = try fleet(
                port, "--count", "20", "--ramp", "all", "--duration", "3", "--drain", "0")
            #expect(run.exitCode == 1)
            #expect(summary.started == 20 && summary.everRegistered == 0 && summary.stopped.isEmpty)
            #expect(kind == "silent" || !summary.failures.isEmpty, "\(summary)")
            if kind == "refuses" { #expect((summary.registrations["register 4.03"] ?? 0) >= 20, "\(summary)") }
            other.kill()
        }
    }

    /// Each device has a port of its own, and here are five: the others say so, and go on trying.
    @Test(.enabled(if: canSeparateNetworks, "a network of its own needs rights")) func portsRunOut() throws {
        let script = """
            ip link set lo up
            echo "40000 40004" > /proc/sys/net/ipv4/ip_local_port_range
            "$0" server --port 5783 </dev/null >/dev/null 2>&1 & server=$!
            "$0" fleet --server coap://127.0.0.1:5783 --count 12 --ramp all --duration 5 --json
            status=$?
            kill $server
            exit $status
            """
        let run = try Program.run("/usr/bin/env", ["unshare", "-n", "sh", "-c", script, Program.path])
        let summary = try summary(of: run.standardOutput)
        #expect(run.exitCode == 1)
        #expect(summary.everRegistered == 5 && summary.stopped.isEmpty, "\(summary)")
        #expect(summary.failures.keys.filter { $0.contains("no port is free at this end") }.count == 1, "\(summary)")
    }

    private static let canSeparateNetworks =
        (try? Program.run(
            "/usr/bin/env",
            ["unshare", "-n", "sh", "-c", "ip link set lo up && test -w /proc/sys/net/ipv4/ip_local_port_range"]
        ))?.exitCode == 0

    /// A bootstrap server gives each device its account, and the devices register there.
    @Test func devicesAreBootstrapped() throws {
        let (server, port) = try server()
        let folder = try TemporaryFolder()
        let commands = try folder.write(
            """
            write /0/1 0=coap://127.0.0.1:\(port) 1=false 2=3 10=123
            write /1/1 0=123 1=300 7=U
            finish
            """, to: "bootstrap.txt")
        let (bootstrap, place) = try self.server("--bootstrap", commands)
        let (summary, run) = try fleet(
            place, "--bootstrap", "--count", "10", "--ramp", "all", "--duration", "10", "--drain", "5")
        #expect(summary.registrations["bootstrap-request 2.04"] == 10, "\(summary) \(run.standardError)")
        #expect(summary.everRegistered == 10 && run.exitCode == 0, "\(summary) \(run.standardError)")
        for _ in 0..<10 { #expect(server.wait(for: "\"event\":\"register\"")) }
        server.terminate()
        bootstrap.terminate()
    }

    @Test func showsNumbersAndDrawsAPicture() throws {
        let (server, port) = try server()
        let folder = try TemporaryFolder()
        let fleet = try LiveProgram([
            "fleet", "--server", "coap://127.0.0.1:\(port)", "--count", "5", "--ramp", "all", "--metrics",
            "127.0.0.1:0", "--svg", folder.path("fleet.svg"),
        ])
        let place = try #require(fleet.line(from: "http://127.0.0.1:")).split(separator: " ")[0]
        for _ in 0..<5 { #expect(server.wait(for: "\"event\":\"register\"")) }
        let fetch = "import sys,urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
        let page = try Program.run("/usr/bin/env", ["python3", "-c", fetch, String(place)])
        #expect(page.standardOutput.contains("xlwm2m_fleet_registered_devices 5\n"), "\(page.standardOutput)")
        #expect(
            page.standardOutput.contains(
                "xlwm2m_fleet_registration_messages_total{message=\"register\",code=\"2.01\"} 5\n"))
        #expect(page.standardOutput.contains("xlwm2m_fleet_register_seconds_bucket{le=\"+Inf\"} 5\n"))
        fleet.terminate()
        #expect(fleet.exitCode() == 0)
        #expect(try folder.read("fleet.svg").hasPrefix("<svg xmlns="))
        server.terminate()
    }

    /// Against the schemas that Kubernetes publishes; that of PodMonitor is not among them.
    @Test(.enabled(if: Peers.areInstalled, "scripts/test installs the peers")) func manifestsFollowTheSchemas() throws {
        let folder = Corpus.checkout.appendingPathComponent("deploy/kubernetes").path
        let validate = Peers.folder.path + "/bin/kubernetes-validate"
        let names = ["job", "configmap", "secret"]
        let run = try Program.run(validate, ["--strict", "--quiet"] + names.map { "\(folder)/\($0).yaml" })
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        let scratch = try TemporaryFolder()
        let job = try String(contentsOfFile: folder + "/job.yaml", encoding: .utf8)
        let wrong = try scratch.write(job.replacing("parallelism:", with: "parallelizm:"), to: "job.yaml")
        #expect(try Program.run(validate, ["--strict", "--quiet", wrong]).exitCode != 0)
    }

    @Test func shardsAsProcessesAddUp() throws {
        let (server, port) = try server()
        let script = Corpus.checkout.appendingPathComponent("deploy/local-shards").path
        let run = try Program.run(
            "/usr/bin/env",
            [
                script, "3", "--server", "coap://127.0.0.1:\(port)", "--count", "50", "--ramp", "all", "--duration",
                "6",
            ], environment: ["XLWM2M": Program.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        let summary = try summary(of: run.standardOutput)
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(summary.devices == 50 && summary.everRegistered == 50)
        #expect(summary.registrations["register 2.01"] == 50)
        server.terminate()
    }
}
