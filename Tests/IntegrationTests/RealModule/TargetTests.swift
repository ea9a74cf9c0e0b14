import Foundation
import TestSupport
import Testing

/// `xlwm2m test --target`: tests of an Object on our own module, at a pseudoterminal and over TCP.
@Suite struct TargetTests {
    /// A relay whose last change is told by the module's own clock, in tests for the host's side.
    private static let tests = """
        describe("a relay", function()
          before_each(function()
            if object_relay then return end
            device.load "object_relay.lua"
            assert.equal(coap.COAP_201_CREATED, (device.host:create("/26241/0")))
          end)
          it("turns over and says so", function()
            assert.equal(coap.COAP_204_CHANGED, (device.host:write("/26241/0/0", true)))
            assert.is_true((device.host:read("/26241/0/0")))
            assert.equal(1, (device.host:read("/26241/0/3")))
            assert.same({ "relay on" }, device.urcs())
          end)
          it("is fresh in each test", function()
            assert.equal(0, (device.host:read("/26241/0/3")))
            assert.same({}, device.urcs())
          end)
          it("refuses what it does not know", function()
            assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:read("/26241/7")))
            assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write("/26241/0/4", 2000000)))
            assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create("/26241/0")))
            assert.equal(coap.COAP_202_DELETED, (device.host:delete("/26241/0")))
            assert.equal(coap.COAP_404_NOT_FOUND, (device.host:delete("/26241/0")))
          end)
          it("is read as a whole", function()
            device.host:write("/26241/0", { [2] = true, [4] = 7 })
            local values = device.host:read("/26241/0")
            assert.equal(7, values[4])
            assert.is_true(values[2])
          end)
          it("answers at its line", function()
            local answer = device.at('AT+ULWM2MREAD="/26241/0/3"')
            assert.same({ '+ULWM2MREAD: {"bn":"/26241/0/3/","e":[{"n":"3","v":0}]}', "OK" }, answer)
            assert.same({ "ERROR" }, (device.at('AT+ULWM2MREAD="/26241/9"')))
          end)
          it("knows the time", function()
            device.host:write("/26241/0/0", true)
            assert.equal(1735689600, (device.host:read("/26241/0/5")))
          end)
          it("waits", function() device.clock.advance(5) end)
          it("asks a server", function() device.server(123):read("/26241/0") end)
          it("spies", function() spy.on(_G, "lua_send_urc") end)
          it("executes", function() device.host:execute("/26241/0/1") end)
          it("swallows what cannot be done", function()
            pcall(function() device.clock.advance(5) end)
            assert.equal(5, device.clock.now())
          end)
          describe("that is on", function()
            setup(function()
              device.load "object_relay.lua"
              device.host:create("/26241/0", { [0] = true })
            end)
            it("is switched off", function()
              assert.is_true((device.host:read("/26241/0/0")))
              device.host:write("/26241/0/0", false)
            end)
            it("is on again", function() assert.is_true((device.host:read("/26241/0/0"))) end)
          end)
        end)
        """

    private struct Bench {
        let bench: PushBench

        init(_ product: String, _ options: [String] = []) throws {
            bench = try PushBench(product, options: options)
            try bench.folder.write(PushBench.new, to: "tests/object_relay.lua")
            try bench.folder.write(TargetTests.tests, to: "tests/relay_test.lua")
            _ = try bench.clientRuns()
        }

        func arguments(_ words: [String], at port: UInt16? = nil) -> [String] {
            ["test", "--target", "tcp:\(port ?? bench.port)", "--speed", PushBench.speed, bench.folder.path("tests")]
                + words
        }

        /// The Objects and the files of the module.
        func has() throws -> [String] {
            let info = try bench.run("info").standardOutput.split(separator: "\n").map(String.init)
            // The order in which a script's table is walked changes with what was in it.
            let objects = info.filter { $0.hasPrefix("Objects") }.flatMap { $0.split(separator: " ").map(String.init) }
            return objects.sorted() + info.filter { $0.hasPrefix("file") }
        }

        /// Whether the instances of the account of tests are there.
        func accounts() throws -> [String: Bool] {
            let host = try SerialPort(tcp: bench.port)
            var found: [String: Bool] = [:]
            for object in ["/0", "/1"] {
                host.type("AT+ULWM2MLIST=\"\(object)\"")
                let list = try #require(host.line(from: "+ULWM2MLIST: ", seconds: 10))
                found[object + "/2"] = list.contains("\"\(object)/2\"")
            }
            return found
        }

        func run(_ words: String...) throws -> Program {
            try Program.run(arguments(words), environment: bench.environment)
        }
    }

    static let runs: [(String, [String])] = [
        ("SARA-R410M-02B", []), ("SARA-R422S-01B", ["--urc-chaos", "7", "--shape", "460800,latency=5ms"]),
        ("LEXI-R422", []), ("SARA-R510S-00B-00", ["--urc-chaos", "11"]), ("SARA-R510S-01B", []),
    ]

    @Test(arguments: runs) func runsTestsOnTheModule(product: String, options: [String]) throws {
        let bench = try Bench(product, options)
        let before = try bench.has()
        let run = try bench.run("--reporter", "json", "--reporter", "junit:\(bench.bench.folder.path("r.xml"))")
        #expect(run.exitCode == 1, "\(run.standardError)")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any],
            "\(run.standardOutput)\(run.standardError)")
        let tests = try #require(json["tests"] as? [[String: Any]])
        let ends = tests.reduce(into: [String: String]()) { ends, test in
            ends[test["name"] as? String ?? ""] = "\(test["emulator"] ?? "-") \(test["outcome"] ?? "-")"
        }
        #expect(
            ends == [
                "turns over and says so": "passed passed", "is fresh in each test": "passed passed",
                "refuses what it does not know": "passed passed", "is read as a whole": "passed passed",
                "answers at its line": "passed passed", "knows the time": "passed failed", "waits": "passed pending",
                "asks a server": "passed pending", "spies": "passed pending", "executes": "passed pending",
                "swallows what cannot be done": "failed pending", "is switched off": "passed passed",
                "is on again": "passed passed",
            ])
        let reasons = tests.compactMap { $0["reason"] as? String }
        #expect(
            reasons.contains {
                $0.hasSuffix("relay_test.lua:39: device.clock.advance: the clock of a module cannot be moved")
            }, "\(reasons)")
        let differing = tests.filter { $0["differs"] as? Bool == true }
        #expect(differing.map { $0["name"] as? String } == ["knows the time"])
        #expect((differing.first?["answers"] as? [String])?.first?.contains("the emulator answers 1735689600") == true)
        #expect((json["target"] as? [String: Any])?["imei"] as? String == "004999010640000")
        #expect(try bench.bench.folder.read("r.xml").contains("on the emulator: passed"))
        // The module has what it had.
        #expect(run.standardError.contains("object_relay.lua: the module has again what it had"))
        #expect(try bench.has() == before)
        #expect(try bench.bench.run("ls", "--tag", "USER").standardOutput.isEmpty)
        let documents = try JSONSerialization.data(
            withJSONObject: [["schema": "test-report", "from": "test --target", "text": run.standardOutput]])
        let check = try Program.run(
            "/usr/bin/env", ["python3", "scripts/lib/schemas.py"], input: String(decoding: documents, as: UTF8.self))
        #expect(check.exitCode == 0, "\(check.standardOutput)\(check.standardError)")
    }

    @Test func showsBothColumns() throws {
        let bench = try Bench("SARA-R510S-01B")
        let run = try bench.run("--filter", "over", "--filter", "waits", "--filter", "time")
        #expect(run.exitCode == 1)
        for words in [
            "SKIPPED ", "    on the emulator: passed\n", "            passed  failed skipped\n",
            "emulator         3       0       0\n", "module           1       1       1\n",
            ": 1 test ends otherwise than on the emulator\n",
        ] { #expect(run.standardOutput.contains(words), "\(words): \(run.standardOutput)") }
    }

    /// What was on the module comes back: after the tests, after a cut line, and after the end of the program.
    enum Disaster: String, CaseIterable, Sendable { case none, unplug, kill, powerCut }

    @Test(arguments: Disaster.allCases) func theModuleGetsBackWhatItHad(_ disaster: Disaster) throws {
        let bench = try Bench("SARA-R422S-01B")
        let push = bench.bench
        #expect(try push.run("push", push.folder.path("older/object_relay.lua")).exitCode == 0)
        let line = try CutLine(to: push.port)
        let host = try push.waitingHost(
            bench.arguments(["--filter", "says so", "--filter", "whole"], at: line.port))
        let module = push.module
        if disaster != .none {
            // In the middle of the tests: the file went there and back twice, and the older one came before.
            line.after(bytes: PushBench.new.utf8.count * 5 + 4000) {
                if disaster == .kill { host.kill() }
                if disaster == .powerCut { module.kill() }
                return .isCut
            }
        }
        try host.send("\n")
        let code = host.exitCode()
        guard disaster != .none else {
            #expect(code == 0)
            return #expect(push.stored == PushBench.older)
        }
        #expect(code == 3 || disaster == .kill)
        if disaster == .powerCut { try push.cutPower() }
        #expect(push.stored == PushBench.new)
        let again = try bench.run("--filter", "says so")
        #expect(again.exitCode == 3 && again.standardError.contains("xlwm2m module push --recover comes first"))
        let recover = try push.run("push", "--recover")
        #expect(recover.exitCode == 0 && recover.standardOutput.contains("taken back"), "\(recover)")
        #expect(push.stored == PushBench.older)
        #expect(try push.clientRuns())
        #expect(try bench.run("--filter", "says so").exitCode == 0)
    }

    private static let serverTests = """
        local server
        before_each(function()
          device.load "object_relay.lua"
          server = device.server(123)
          assert.equal(coap.COAP_201_CREATED, (device.host:create("/26241/0")))
        end)
        it("is switched by a server", function()
          assert.equal(coap.COAP_204_CHANGED, (server:write("/26241/0/0", true)))
          assert.is_true((server:read("/26241/0/0")))
          assert.same({ "relay on" }, device.urcs())
          assert.equal(coap.COAP_204_CHANGED, (server:execute("/26241/0/1")))
          assert.is_false((device.host:read("/26241/0/0")))
        end)
        it("refuses a server", function()
          assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (server:write("/26241/0/3", 5)))
          assert.equal(coap.COAP_404_NOT_FOUND, select(2, server:read("/26241/7")))
        end)
        it("tells a server", function()
          assert.is_not_nil((server:observe("/26241/0/3")))
          device.host:write("/26241/0/0", true)
          assert.equal(1, server:notifications()[1].value)
        end)
        it("is found", function() assert.contains(server:discover("/26241/0"), "/26241/0/4") end)
        it("is taken away by a server", function()
          assert.equal(coap.COAP_202_DELETED, (server:delete("/26241/0")))
          assert.equal(coap.COAP_404_NOT_FOUND, select(2, device.host:read("/26241/0/4")))
        end)
        it("has one server", function() device.server(456):read("/26241/0/0") end)
        """

    /// The module registers with a server of the tests, and forgets it afterwards, whatever happens.
    @Test(arguments: ["SARA-R410M-02B", "SARA-R422S-01B", "SARA-R510S-01B"])
    func requestsOfServersGoOverAServer(product: String) throws {
        let bench = try Bench(product)
        try bench.bench.folder.write(Self.serverTests, to: "tests/relay_test.lua")
        let before = try bench.has()
        let run = try bench.run("--target-server", "127.0.0.1:0", "-v")
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        #expect(run.standardOutput.contains("module           5       0       1\n"), "\(run.standardOutput)")
        #expect(run.standardOutput.contains("the module reaches server 123 of the tests alone"))
        #expect(run.standardError.contains("registered as urn:imei:004999010640000\n"), "\(run.standardError)")
        #expect(run.standardError.hasSuffix("the account for server 123 is gone from the module, which was reset\n"))
        #expect(try bench.has() == before)
        #expect(try bench.accounts() == ["/0/2": false, "/1/2": false])
    }

    @Test func theAccountGoesAfterAKill() throws {
        let bench = try Bench("SARA-R422S-01B")
        try bench.bench.folder.write(Self.serverTests, to: "tests/relay_test.lua")
        let live = try LiveProgram(
            bench.arguments(["--target-server", "127.0.0.1:0", "-v"]), environment: bench.bench.environment)
        try #require(live.wait(for: "passed "))
        live.kill()
        _ = live.exitCode()
        #expect(try bench.accounts() == ["/0/2": true, "/1/2": true])
        #expect(try bench.run().standardError.contains("xlwm2m module push --recover comes first"))
        let recover = try bench.bench.run("push", "--recover")
        #expect(recover.exitCode == 0, "\(recover)")
        #expect(recover.standardOutput.contains("the account of the tests, server 123, is gone from the module"))
        #expect(try bench.accounts() == ["/0/2": false, "/1/2": false] && bench.bench.stored == nil)
    }

    /// The firmware's own Objects are left alone, and so is one that the check refuses.
    @Test func touchesNothingThatItCannotPutBack() throws {
        let bench = try Bench("SARA-R510S-01B")
        let folder = bench.bench.folder
        try folder.write(
            #"it("is there", function() device.load "object_device.lua" end)"#, to: "tests/relay_test.lua")
        let own = try bench.run()
        #expect(own.exitCode == 0 && own.standardOutput.contains("has Object 3 in its firmware"), "\(own)")
        try folder.write("object_relay = nil\n", to: "tests/object_relay.lua")
        try folder.write(
            #"it("is there", function() device.load "object_relay.lua" end)"#, to: "tests/relay_test.lua")
        let bad = try bench.run()
        #expect(bad.exitCode != 0 && bench.bench.stored == nil, "\(bad)")
    }

    static let refusals: [([String], String)] = [
        (["--baud", "9600"], "option '--baud' goes with --target"),
        (["--target", "tcp:1", "--watch"], "option '--target' does not go with --watch"),
        (["--target", "serial:tcp:1"], "takes serial:PATH, or tcp:HOST:PORT"),
        (["--target", "tcp:1", "--product", "all"], "a module is one product"),
    ]
    @Test(arguments: refusals) func saysWhatDoesNotGoTogether(_ words: [String], _ message: String) throws {
        let run = try Program.run(["test", "objects"] + words)
        #expect(run.exitCode == 2 && run.standardError.contains(message), "\(run.standardError)")
    }
}
