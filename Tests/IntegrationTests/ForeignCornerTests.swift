import Foundation
import TestSupport
import Testing

/// The corners of the protocol, asked by servers that share no code with the client.
@Suite(.enabled(if: Peers.areInstalled, "scripts/test installs the peers"), .serialized)
struct ForeignCornerTests {
    /// A module that is called `dev` and talks to a foreign server.
    private final class Desk {
        let server: ForeignServer
        let module: LiveProgram

        init(_ folder: String? = nil, _ options: String...) throws {
            server = try ForeignServer.aiocoap()
            let way = ["--server", "coap://127.0.0.1:\(server.port)", "--endpoint", "dev"]
            module = try LiveProgram(["run"] + (folder.map { [$0] } ?? []) + way + options)
        }

        deinit {
            module.end()
            server.stop()
        }

        func ask(_ method: String, _ path: String, _ more: [String: Any] = [:]) throws -> [String: Any] {
            try server.ask(["method": method, "path": path].merging(more) { $1 })
        }

        /// The code of the answer to a request with a payload of JSON.
        func code(_ method: String, _ path: String, _ records: String) throws -> String? {
            let json = #"{"bn":"/\#(path)/","e":[\#(records)]}"#
            return try ask(method, path, ["format": 11543, "payload": hex(json)])["code"] as? String
        }

        private func hex(_ text: String) -> String {
            text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    private func bytes(_ answer: [String: Any]) -> [UInt8] {
        let digits = Array((answer["payload"] as? String ?? "").utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }

    // MARK: - Blocks

    /// An Observe that names a size of blocks gets its notifications in blocks of that size, and the rest by GET.
    ///
    /// - Source: RFC 7959 §3.4.
    @Test func notifiesInTheBlocksThatTheObserveNamed() throws {
        let desk = try Desk(nil, "--all-objects")
        _ = try desk.server.event("register")
        let text = String(repeating: "A", count: 200)
        #expect(try desk.code("POST", "3300", #"{"n":"0/5750","sv":"\#(text)"}"#) == "2.01")
        let observe: [String: Any] = ["accept": 11543, "observe": 0, "block": [0, 64]]
        let first = try desk.ask("GET", "3300/0", observe)
        #expect(first["block"] as? [Int] == [0, 1, 2] && bytes(first).count == 64, "\(first)")

        let new = String(repeating: "B", count: 200)
        #expect(try desk.code("POST", "3300/0", #"{"n":"5750","sv":"\#(new)"}"#) == "2.04")
        var block = try desk.server.event("notification")
        #expect(block["observe"] is Int && bytes(block).count == 64, "\(block)")
        var whole = bytes(block)
        for number in 1..<20 where (block["block"] as? [Int])?[1] == 1 {
            block = try desk.ask("GET", "3300/0", ["accept": 11543, "block": [number, 64]])
            #expect(block["code"] as? String == "2.05")
            whole += bytes(block)
        }
        #expect(String(decoding: whole, as: UTF8.self).contains(#"{"n":"5750","sv":"\#(new)"}"#), "\(whole.count)")
    }

    // MARK: - NaN

    /// What is not a number travels as TLV alone; as text or JSON it is 4.06, and ends the observation.
    ///
    /// - Source: RFC 7641 §4.2.
    @Test func endsAnObservationThatCannotCarryNaN() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.panel, to: "33021.xml")
        try Program.run(["generate", "-o", folder.path("o"), folder.path("33021.xml")])
        let desk = try Desk(folder.path("o"))
        let links = try desk.server.event("register")["payload"] as? String
        // RFC 6690 takes both, and Leshan no quotes.
        #expect(links?.contains("</33021>;ver=2.1,") == true, "\(links ?? "")")
        #expect(try desk.code("POST", "33021", #"{"n":"0/1","v":1}"#) == "2.01")
        let value = "33021/0/1"
        for (path, format) in [(value, 0), ("33021/0", 11542), ("33021", 11543)] {
            let answer = try desk.ask("GET", path, ["accept": format, "observe": 0])
            #expect(answer["code"] as? String == "2.05" && answer["observe"] is Int, "\(answer)")
        }
        let nan: [String: Any] = ["format": 11542, "payload": "c4017fc00000"]
        #expect(try desk.ask("PUT", value, nan)["code"] as? String == "2.04")
        for _ in 0..<3 {
            let answer = try desk.server.event("notification")
            let isTLV = answer["path"] as? String == "33021/0"
            #expect(answer["code"] as? String == (isTLV ? "2.05" : "4.06"), "\(answer)")
            #expect((answer["observe"] is Int) == isTLV, "\(answer)")
        }
        for format in [0, 11543] {
            #expect(try desk.ask("GET", value, ["accept": format])["code"] as? String == "4.06")
        }
        let read = bytes(try desk.ask("GET", value, ["accept": 11542]))
        #expect(read == [0xC8, 1, 8, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], "\(read)")

        // One observation is left.
        #expect(try desk.code("POST", "33021/0", #"{"n":"1","v":5}"#) == "2.04")
        let last = try desk.server.event("notification")
        #expect(last["path"] as? String == "33021/0" && last["code"] as? String == "2.05", "\(last)")
        _ = try desk.ask("GET", "3/0/0")
        #expect(!desk.server.process.rest.contains("\"notification\""), "\(desk.server.process.rest)")
    }

    private static let panel = """
        <?xml version="1.0" encoding="UTF-8"?>
        <LWM2M><Object ObjectType="MODefinition"><Name>Gauge</Name><Description1></Description1><ObjectID>33021</ObjectID>
        <ObjectURN>urn:oma:lwm2m:x:33021:2.1</ObjectURN><LWM2MVersion>1.0</LWM2MVersion>
        <ObjectVersion>2.1</ObjectVersion><MultipleInstances>Multiple</MultipleInstances>
        <Mandatory>Optional</Mandatory><Resources><Item ID="1"><Name>value</Name><Operations>RW</Operations>
        <MultipleInstances>Single</MultipleInstances><Mandatory>Mandatory</Mandatory><Type>Float</Type>
        <RangeEnumeration></RangeEnumeration><Units></Units><Description></Description></Item></Resources>
        <Description2></Description2></Object></LWM2M>
        """

    // MARK: - Bootstrap

    /// One account, written anew; answers what Finish is answered.
    private func bootstrap(
        _ desk: Desk, uri: String? = nil, mode: Int = 3, lifetime: Int = 300, binding: String = "U"
    ) throws -> String? {
        let uri = uri ?? "coap://127.0.0.1:\(desk.server.port)"
        for path in ["0", "1"] { #expect(try desk.ask("DELETE", path)["code"] as? String == "2.02") }
        let security =
            #"{"n":"0","sv":"\#(uri)"},{"n":"1","bv":false},{"n":"2","v":\#(mode)},{"n":"10","v":123}"#
        let server = #"{"n":"0","v":123},{"n":"1","v":\#(lifetime)},{"n":"6","bv":true},{"n":"7","sv":"\#(binding)"}"#
        #expect(try desk.code("PUT", "0/1", security) == "2.04")
        #expect(try desk.code("PUT", "1/1", server) == "2.04")
        return try desk.ask("POST", "bs")["code"] as? String
    }

    /// A foreign server bootstraps the client, repairs what was wrong, and does it again whenever it likes.
    @Test func isBootstrappedByAForeignServer() throws {
        let desk = try Desk(nil, "--bootstrap")
        #expect(try desk.server.event("bootstrap")["query"] as? [String] == ["ep=dev"])
        let discovered = bytes(try desk.ask("GET", "", ["accept": 40]))
        #expect(
            String(decoding: discovered, as: UTF8.self).hasPrefix("</>;lwm2m=1.0,"),
            "\(String(decoding: discovered, as: UTF8.self))")
        for binding in ["X", "UQSQ", ""] { #expect(try bootstrap(desk, binding: binding) == "4.06", "\(binding)") }
        for lifetime in [0, -1] { #expect(try bootstrap(desk, lifetime: lifetime) == "4.06", "\(lifetime)") }
        for uri in ["", "http://127.0.0.1:80"] { #expect(try bootstrap(desk, uri: uri) == "4.06", "\(uri)") }
        for mode in [1, 2] { #expect(try bootstrap(desk, mode: mode) == "4.06", "mode \(mode)") }
        #expect(try bootstrap(desk) == "2.04")
        #expect(try desk.server.event("register")["query"] as? [String] == ["ep=dev", "lt=300", "lwm2m=1.0", "b=U"])
        for lifetime in [600, 900] {
            #expect(try bootstrap(desk, lifetime: lifetime) == "2.04")
            let query = try desk.server.event("register")["query"] as? [String]
            #expect(query == ["ep=dev", "lt=\(lifetime)", "lwm2m=1.0", "b=U"])
        }
        // A management server has no part in it, once the bootstrap is over.
        #expect(try desk.ask("GET", "0/1")["code"] as? String == "4.01")
    }

    // MARK: - Rights

    /// The server of the option may do everything with Objects that come later: from the console, and over the line.
    @Test func mayUseObjectsThatAreLoadedLater() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.panel, to: "33021.xml")
        try Program.run(["generate", "-o", folder.path("o"), folder.path("33021.xml")])
        let desk = try Desk()
        _ = try desk.server.event("register")
        try desk.module.send("load \(folder.path("o/object_gauge.lua"))\n")
        let update = try desk.server.event("update")["payload"] as? String
        #expect(update?.contains("</33021>;ver=2.1,") == true, "\(update ?? "")")
        #expect(try desk.code("POST", "33021", #"{"n":"0/1","v":1}"#) == "2.01")
        #expect(try desk.code("PUT", "33021/0", #"{"n":"1","v":2}"#) == "2.04")
        #expect(bytes(try desk.ask("GET", "33021/0/1", ["accept": 0])) == Array("2".utf8))
        #expect(try desk.ask("DELETE", "33021/0")["code"] as? String == "2.02")
        // Also with an instance of the console.
        try desk.module.send("create /33021 1=4\n")
        #expect(desk.module.wait(for: "2.01 Created /33021/0"))
        #expect(try desk.code("PUT", "33021/0", #"{"n":"1","v":3}"#) == "2.04")
        #expect(try desk.ask("DELETE", "33021/0")["code"] as? String == "2.02")
    }
}
