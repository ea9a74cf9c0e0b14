import Foundation
import TestSupport
import Testing

/// What the program writes in JSON, against the schemas in `docs/schemas`.
struct SchemaTests {
    struct Output: Sendable, CustomTestStringConvertible {
        let schema: String
        let arguments: [String]
        /// Whether each line is a value of its own.
        var isLines = false
        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static func one(_ schema: String, _ arguments: String...) -> Output {
        Output(schema: schema, arguments: arguments)
    }

    static let outputs: [Output] = [
        one("version", "--version", "--json"), one("doctor", "doctor", "--json"),
        one("inspect", "inspect", "--json", "generator/definitions/3300.xml"),
        one("inspect", "inspect", "--json", "objects/object_device.lua"),
        one("inspect", "inspect", "--json", "generator/golden/pair.xml"),
        one("diff", "diff", "--json", "generator/golden/pair.xml", "generator/definitions/3300.xml"),
        one("diff", "diff", "--json", "generator/definitions/3300.xml", "objects/object_generic_sensor.lua"),
        one("inspect", "inspect", "--json", "LICENSE"), one("inspect", "inspect", "--json", "nowhere.lua"),
        one("diff", "diff", "--json", "generator/golden/pair.xml", "LICENSE"),
        one("decode", "decode", "--json", "tlv", "zz"), one("decode", "decode", "--json", "--pcap", "LICENSE"),
        one("products", "products", "--json"), one("product", "products", "--json", "SARA-R510S-01B"),
        one("product", "products", "--json", "SARA-R422S-01B", "--profile", "3"),
        one("profiles", "profiles", "--json"), one("profile", "profiles", "--json", "90"),
        one("profile", "profiles", "--json", "3", "--product", "SARA-R410M-63B"),
        one("psk", "psk", "--json", "--psk-identity", "me"), one("psk", "psk", "--json", "--psk-identity", "hex:ff"),
        one("check", "check", "--format", "json", "objects"),
        one("check", "check", "--format", "json", "--product", "all", "objects/object_device.lua"),
        one("check", "check", "--format", "json", "generator/golden"),
        one("test-report", "test", "--reporter", "json", "objects/examples"),
        one("mutation", "test", "--mutate", "objects/examples/object_relay.lua", "--json", "objects/examples"),
        one("decode", "decode", "--json", "tlv", "--path", "/3/0", "c8000b4f70656e204d6f62696c65c10955c30901"),
        one("decode", "decode", "--json", "coap", "6145 0001 aa c2 2d16 ff c4 05 41ac0000"),
        one("decode", "decode", "--json", "json", #"{"bn":"/3/0/","e":[{"n":"0","sv":"x"},{"n":"9","sv":"y"}]}"#),
        one("decode", "decode", "--json", "link", "</3/0>;pmin=5,</x>;rt"),
        one("decode", "decode", "--json", "coap", "40"),
        one("module-compare", "module", "compare", "--json", "docs/recording/sara-r510s.jsonl"),
        one(
            "module-compare", "module", "compare", "--json", "--product", "SARA-R422S-01B",
            "docs/recording/sara-r510s.jsonl"),
        one("at", "at", "--json", "config", "123", "cid=1"),
        one("at", "decode", "at", "--json", "+ULWM2MSTAT: 1,123,3"),
        Output(
            schema: "run",
            arguments: [
                "run", "objects", "--json", "--trace", "lua", "--exec",
                "ls; ls /3; ls /3/0; read /3/0; read /3/0/0; read /6/0/0; discover /3; attributes /3/0/9 pmin=5; explain /3/0/0; "
                    + "create /3300 5750=Oven; write /3300/0/5750 x; execute /3/0/4; delete /3300/0; observe /3/0/13; "
                    + "advance 10; frobnicate; products; files; server; status; at AT+ULWM2MLIST=\"/\"",
            ], isLines: true),
        Output(
            schema: "server", arguments: ["server", "--port", "0", "--json", "--exec", "clients; wait 0.1; read /3/0"],
            isLines: true),
    ]

    @Test func everyOutputIsAsItsSchemaSays() throws {
        var documents: [[String: String]] = []
        let server = try LiveProgram(["server", "--port", "0"])
        defer { server.end() }
        let address = try #require(server.line(from: "coap://127.0.0.1:"))
        let fleet = Self.one(
            "fleet", "fleet", "--count", "2", "--server", address, "--ramp", "all", "--duration", "1", "--drain", "0",
            "--json")
        let folder = try TemporaryFolder()
        let modem = folder.path("modem")
        let module = try LiveProgram(["run", "--at", "pty=\(modem)", "--speed", "100"])
        defer { module.end() }
        try #require(module.wait(for: "AT port \(modem)"))
        let port = ["--port", modem, "--speed", "100", "--json"]
        let relay = "objects/examples/object_relay.lua"
        let broken = try folder.write("x =\n", to: "object_broken.lua")
        let onModule = [
            Output(schema: "module-info", arguments: ["module", "info"] + port),
            Output(schema: "module-push", arguments: ["module", "push", relay, "--dry-run"] + port),
            Output(schema: "module-push", arguments: ["module", "push", relay] + port),
            Output(schema: "module-push", arguments: ["module", "push", broken] + port),
            Output(
                schema: "module-push", arguments: ["module", "push", "objects/object_device.lua", relay, relay] + port),
            Output(schema: "module-push", arguments: ["module", "push", "--recover"] + port),
            Output(schema: "module-ls", arguments: ["module", "ls"] + port),
        ]
        for output in Self.outputs + onModule + [fleet] {
            let run = try Program.run(output.arguments, environment: ["XDG_STATE_HOME": folder.path("state")])
            let texts =
                output.isLines ? run.standardOutput.split(separator: "\n").map(String.init) : [run.standardOutput]
            #expect(!texts.isEmpty && !texts[0].isEmpty, "\(output.testDescription): \(run.standardError)")
            for text in texts {
                documents.append(["schema": output.schema, "from": output.testDescription, "text": text])
            }
        }
        let input = try JSONSerialization.data(withJSONObject: documents)
        let run = try Program.run(
            "/usr/bin/env", ["python3", "scripts/lib/schemas.py"], input: String(decoding: input, as: UTF8.self))
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
    }

    /// What other programs have to run for.
    private static let others = ["fleet", "module-info", "module-push", "module-ls"]

    /// An option --json without a schema, or a schema that nothing is held against, is an omission.
    @Test func everySchemaIsUsed() throws {
        let run = try Program.run(["--version", "--json"])
        let json = try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any]
        let known = Set(try #require(json?["schemas"] as? [String: Int]).keys)
        #expect(known.subtracting(Self.outputs.map(\.schema)).subtracting(Self.others) == [])
    }
}
