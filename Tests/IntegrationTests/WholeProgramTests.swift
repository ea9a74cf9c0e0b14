import Foundation
import TestSupport
import Testing

/// `xlwm2m run --server` as its user runs it, against servers that share no code with it.
@Suite(.enabled(if: Peers.areInstalled, "scripts/test installs the peers"), .serialized)
struct WholeProgramTests {
    struct Operation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let path: String
        var query: [String] = []
        var accept: Int?
        var format: Int?
        var payload = ""
        let code: String
        var answerFormat: Int?
        /// What the payload begins with.
        var answer = ""

        var request: [String: Any] {
            var request: [String: Any] = ["method": method, "path": path, "query": query]
            if let accept { request["accept"] = accept }
            if let format { request["format"] = format }
            request["payload"] = payload.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return request
        }
    }
    /// In this order, on one device.
    static let operations = [
        Operation(
            testDescription: "Read, text", method: "GET", path: "3/0/0", accept: 0, code: "2.05", answerFormat: 0,
            answer: "u-blox"),
        Operation(
            testDescription: "Read, JSON", method: "GET", path: "1/0/1", accept: 11543, code: "2.05",
            answerFormat: 11543, answer: #"{"bn":"/1/0/1","#),
        Operation(
            testDescription: "Read of an instance in TLV", method: "GET", path: "1/0", accept: 11542, code: "2.05",
            answerFormat: 11542),
        Operation(testDescription: "Read of Object 0", method: "GET", path: "0/0", code: "4.01"),
        Operation(testDescription: "Read of nothing", method: "GET", path: "9999", code: "4.04"),
        Operation(
            testDescription: "Discover", method: "GET", path: "1/0", accept: 40, code: "2.05", answerFormat: 40,
            answer: "</1/0>,</1/0/0>"),
        Operation(
            testDescription: "Write, text", method: "PUT", path: "1/0/1", format: 0, payload: "600", code: "2.04"),
        Operation(
            testDescription: "Write to what is not writable", method: "PUT", path: "3/0/0", format: 0, payload: "x",
            code: "4.05"),
        Operation(
            testDescription: "partial Write, JSON", method: "POST", path: "1/0", format: 11543,
            payload: #"{"bn":"/1/0/","e":[{"n":"2","v":0},{"n":"3","v":0}]}"#, code: "2.04"),
        Operation(
            testDescription: "Write-Attributes", method: "PUT", path: "1/0/1", query: ["pmin=0", "pmax=100"],
            code: "2.04"),
        Operation(
            testDescription: "Discover shows them", method: "GET", path: "1/0/1", accept: 40, code: "2.05",
            answerFormat: 40, answer: "</1/0/1>;pmin=0;pmax=100"),
        Operation(testDescription: "Execute", method: "POST", path: "1/0/8", code: "2.04"),
        Operation(testDescription: "Execute of no executable", method: "POST", path: "1/0/0", code: "4.05"),
        Operation(
            testDescription: "Create", method: "POST", path: "3300", format: 11543,
            payload: #"{"bn":"/3300/7/","e":[{"n":"5750","sv":"Temperature"}]}"#, code: "2.01"),
        Operation(
            testDescription: "Read of what was made", method: "GET", path: "3300/7/5750", accept: 0, code: "2.05",
            answerFormat: 0, answer: "Temperature"),
        Operation(testDescription: "Delete", method: "DELETE", path: "3300/7", code: "2.02"),
        Operation(testDescription: "Read of what is gone", method: "GET", path: "3300/7", code: "4.04"),
    ]

    private func run(_ uri: String, _ options: String...) throws -> LiveProgram {
        try LiveProgram(["run", "--all-objects", "--server", uri, "--endpoint", "dev"] + options)
    }

    private func check(_ operation: Operation, _ answer: [String: Any], at place: SourceLocation = #_sourceLocation) {
        let digits = Array((answer["payload"] as? String ?? "").utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            answer["code"] as? String == operation.code, "\(operation.testDescription): \(answer)",
            sourceLocation: place)
        if operation.code == "2.05" {
            #expect(
                answer["format"] as? Int == operation.answerFormat, "\(operation.testDescription)",
                sourceLocation: place)
        }
        #expect(text.hasPrefix(operation.answer), "\(operation.testDescription): \(text)", sourceLocation: place)
    }

    @Test func answersEveryOperationOfAiocoapAndRecordsIt() throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("run.pcapng")
        let server = try ForeignServer.aiocoap()
        let device = try run("coap://127.0.0.1:\(server.port)", "--lifetime", "1000", "--pcap", recording)
        let registration = try server.event("register")
        #expect(registration["query"] as? [String] == ["ep=dev", "lt=1000", "lwm2m=1.0", "b=U"])
        let links = registration["payload"] as? String ?? ""
        #expect(links.contains("</1/0>") && links.contains("</3/0>") && !links.contains("</0/"))
        for operation in Self.operations { check(operation, try server.ask(operation.request)) }
        let update = try server.event("update")
        #expect(update["query"] as? [String] == ["lt=600"])

        let first = try server.ask(["method": "GET", "path": "1/0/1", "observe": 0, "accept": 0])
        #expect(first["payload"] as? String == "363030" && first["observe"] is Int)
        _ = try server.ask(["method": "PUT", "path": "1/0/1", "format": 0, "payload": "373030"])
        let notified = try server.event("notification")
        #expect(notified["payload"] as? String == "373030" && notified["path"] as? String == "1/0/1")

        device.terminate()
        _ = try server.event("deregister")
        #expect(device.exitCode() == 0)
        server.stop()
        let seen = try Dissection.of(recording, port: server.port, isSecure: false)
        #expect(seen.malformed.isEmpty, "\(seen.malformed)")
        #expect(seen.packets.count > 2 * Self.operations.count && seen.packets.allSatisfy { $0.hasPrefix("CoAP") })
    }

    @Test(arguments: ["TLS-PSK-WITH-AES-128-CCM-8", "TLS-PSK-WITH-AES-128-CBC-SHA256"])
    func answersMbedTLSInTheSameAssociation(_ cipher: String) throws {
        let folder = try TemporaryFolder()
        let recording = folder.path("run.pcapng")
        let server = try ForeignServer.mbedTLS(identity: "dev", key: "abcdef", cipher: cipher)
        let device = try run("coaps://127.0.0.1:\(server.port)", "--psk", "b64:q83v", "--pcap", recording)
        #expect(try server.event("handshake")["cipher"] as? String == cipher)
        #expect(try server.event("register")["query"] as? [String] == ["ep=dev", "lt=300", "lwm2m=1.0", "b=U"])
        for operation in Self.operations { check(operation, try server.ask(operation.request)) }
        _ = try server.ask(["method": "GET", "path": "1/0/1", "observe": 0, "accept": 0])
        _ = try server.ask(["method": "PUT", "path": "1/0/1", "format": 0, "payload": "373030"])
        #expect(try server.event("notification")["payload"] as? String == "373030")
        device.terminate()
        _ = try server.event("deregister")
        #expect(device.exitCode() == 0)
        server.stop()
        let seen = try Dissection.of(recording, port: server.port, isSecure: true)
        #expect(seen.malformed.isEmpty, "\(seen.malformed)")
        #expect(seen.packets.filter { $0.hasPrefix("CoAP") }.count > 2 * Self.operations.count, "\(seen.packets)")
    }

    @Test func registersAtLibcoap() throws {
        let program = try #require(Peers.path(of: "coap-rd-openssl"))
        let port = Peers.freePort(pairs: true)
        let directory = try LiveProgram(
            ["-A", "127.0.0.1", "-p", "\(port)", "-k", "secret", "-h", "hint"], program: program)
        let plain = try run("coap://127.0.0.1:\(port)")
        #expect(plain.wait(for: "-> 2.01"), "\(plain.rest)")
        let secure = try run("coaps://127.0.0.1:\(port + 1)", "--psk", "str:secret")
        #expect(secure.wait(for: "-> 2.01"), "\(secure.rest)")
        plain.terminate()
        secure.terminate()
        #expect(plain.exitCode() == 0 && secure.exitCode() == 0)
        directory.kill()
    }

    @Test func saysThatAKeyIsWrong() throws {
        let server = try ForeignServer.mbedTLS(identity: "dev", key: "0102")
        let device = try run("coaps://127.0.0.1:\(server.port)", "--psk", "b64:q83v")
        // In good time, and at the end.
        let doubt = "no answer to our Finished from 127.0.0.1:\(server.port) so far: it probably does not accept"
        #expect(device.wait(for: doubt, seconds: 12), "\(device.rest)")
        let words =
            "no answer to our Finished from 127.0.0.1:\(server.port): the server does not accept this identity or key; "
            + "you gave 3 bytes"
        #expect(device.wait(for: words, seconds: 40), "\(device.rest)")
        device.kill()
        server.stop()
    }
}
