import Foundation
import TestSupport
import Testing

/// The places of a generated Object, with code in each: what a server, the host and the AT line see of a refusal.
struct PlacesTests {
    /// What an engineer writes into the places of an Object with one Resource of each kind.
    private static let code: [(region: String, code: String)] = [
        ("state", "  instance.count = 0\n  instance.flag = false\n"),
        (
            "load",
            """
              for _, instance in pairs(object_table.instance) do
                instance.resource[RES_O_WORD].Value = "back " .. instance.count
              end

            """
        ),
        ("before create", "  if inst == 7 then\n    return coap.COAP_401_UNAUTHORIZED\n  end\n"),
        ("before delete", "  if instance.flag then\n    return coap.COAP_405_METHOD_NOT_ALLOWED\n  end\n"),
        (
            "before write",
            """
              if res == RES_O_LEVEL and value == 13 then
                return coap.COAP_400_BAD_REQUEST
              end
              if res == RES_O_LIST and value and value[1] == 13 then
                return coap.COAP_400_BAD_REQUEST
              end
              local old = resource.Value

            """
        ),
        (
            "write",
            """
              instance.count = instance.count + 1
              if res == RES_O_LEVEL then
                local text = old .. " to " .. value
                lua_send_urc(string.len(text), text)
              end

            """
        ),
        ("before execute", "  if buffer == \"no\" then\n    return coap.COAP_405_METHOD_NOT_ALLOWED\n  end\n"),
        ("execute 10", "    instance.flag = true\n"),
        ("execute 11", "    instance.flag = false\n"),
    ]

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let definition = DefinitionText([
            .init(0, "Level"), .init(1, "List", multiple: "Multiple"),
            .init(2, "Word", "RW", "String"),
            .init(3, "Flag", "RW", "Boolean"), .init(10, "Lock", "E", ""), .init(11, "Unlock", "E", ""),
        ])
        try folder.write(definition.file, to: "probe.xml")
        _ = try Program.run(["generate", "probe.xml"], in: folder.url)
        var text = try folder.read("object_probe.lua")
        for (region, code) in Self.code {
            let marker = "-- custom \(region): your code between these two lines is kept\n"
            #expect(text.components(separatedBy: marker).count == 2, "\(region)")
            text = text.replacingOccurrences(of: marker, with: marker + code)
        }
        try folder.write(text, to: "object_probe.lua")
        return folder
    }

    @Test func aRefusalLeavesNoTrace() throws {
        let folder = try Self.folder()
        let test = Corpus.checkout.appendingPathComponent("Tests/CommandTests/Fixtures/places_test.lua")
        try folder.write(try String(contentsOf: test, encoding: .utf8), to: "places_test.lua")
        let run = try Program.run(["test", "."], in: folder.url)
        #expect(run.exitCode == 0, "\(run.standardOutput)\(run.standardError)")
        #expect(run.standardOutput.contains(" 0 failed") == false)
        let check = try Program.run(["check", "--product", "SARA-R422S-01B", "object_probe.lua"], in: folder.url)
        #expect(check.exitCode == 0, "\(check.standardOutput)")
        #expect(try Program.run(["generate", "--check", "probe.xml"], in: folder.url).exitCode == 0)
    }

    /// What `state` gives an instance is saved with it and comes back.
    @Test func theStateOfAnInstanceOutlivesARestart() throws {
        let folder = try Self.folder()
        func run(_ commands: String) throws -> String {
            let run = try Program.run(
                [
                    "run", "--product", "SARA-R422S-01B", "--flash", "flash", "--commit", "always", "--exec", commands,
                    ".",
                ], in: folder.url)
            #expect(run.exitCode == 0 || commands.contains("delete"), "\(run.standardError)")
            return run.standardOutput + run.standardError
        }
        let first = try run("create /26241 0=1; write /26241/0/0 2; exec /26241/0/10")
        #expect(first.contains("1 to 2"))
        let second = try run("delete /26241/0; read /26241/0/0; read /26241/0/2")
        #expect(second.contains("Word: \"back 2\" (String)"), "\(second)")
        #expect(second.contains("4.05") && second.contains(": 2 (Integer)"), "\(second)")
        #expect(try run("exec /26241/0/11; delete /26241/0").contains("2.02 Deleted"))
    }

    /// What is handed to an Execute may be a PIN: the log has its length alone.
    @Test func logsNoArgument() throws {
        let folder = try Self.folder()
        let run = try Program.run(
            ["run", ".", "--exec", "create /26241 0=1; exec /26241/0/11 0='1234567'"], in: folder.url)
        #expect(run.standardOutput.contains("RES_O_UNLOCK\t11\n"), "\(run.standardOutput)")
        #expect(!(run.standardOutput + run.standardError).contains("1234567"))
    }

    /// A file of the generator before there were these places: it works, and made again it has them and its code.
    @Test func aFileOfTheFormerFormGoesOn() throws {
        let folder = try TemporaryFolder()
        let former = Corpus.checkout.appendingPathComponent("Tests/CommandTests/Fixtures/object_former.lua")
        try folder.write(try String(contentsOf: former, encoding: .utf8), to: "object_former.lua")
        var definition = DefinitionText([.init(0, "Value"), .init(1, "Go", "E", "")])
        definition.name = "Former"
        try folder.write(definition.file, to: "former.xml")
        let commands = [
            "create /26241 0=1", "write /26241/0/0 13", "read /26241/0/0", "exec /26241/0/1", "delete /26241/0",
        ]
        func answers() throws -> String {
            try Program.run(["run", ".", "--exec", commands.joined(separator: "; ")], in: folder.url).standardOutput
                .replacingOccurrences(of: "lua:[0-9]+", with: "lua:N", options: .regularExpression)
                .replacingOccurrences(of: "(RES_[A-Z_]+)\t.*\t", with: "$1\t", options: .regularExpression)
        }
        let before = try answers()
        #expect(
            before.contains("! +ULWM2MNOTIFY: went") && before.contains("/26241/0/0 Value: 13 (Integer)"), "\(before)")
        #expect(try Program.run(["generate", "former.xml"], in: folder.url).exitCode == 0)
        let text = try folder.read("object_former.lua")
        for words in [
            "-- custom before write: end", "-- custom execute 1: end", "lua_send_urc(string.len(\"went\"), \"went\")",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(try answers() == before)
    }

    /// The code of a refusal stands behind the store there, so the value stays, as on a module, unless told otherwise.
    @Test func undoesARefusedWriteWhenTold() throws {
        let folder = try TemporaryFolder()
        let former = Corpus.checkout.appendingPathComponent("Tests/CommandTests/Fixtures/object_former.lua")
        try folder.write(try String(contentsOf: former, encoding: .utf8), to: "object_former.lua")
        try folder.write(
            """
            it("leaves what was there", function()
              device.load "object_former.lua"
              device.host:create("/26241/0", { [0] = 1 })
              assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write("/26241/0/0", 13)))
              assert.equal(2, (device.host:read "/26241/0/0"))
            end)

            """, to: "former_test.lua")
        for (options, value, code) in [([], "13", Int32(1)), (["--undo-refused"], "2", 0)] {
            let run = try Program.run(
                ["run"] + options + [".", "--exec", "create /26241 0=1; write /26241/0/0 13; read /26241/0/0"],
                in: folder.url)
            #expect(run.standardOutput.contains("Value: \(value) (Integer)"), "\(run.standardOutput)")
            let test = try Program.run(["test"] + options + ["former_test.lua"], in: folder.url)
            #expect(test.exitCode == code, "\(test.standardOutput)")
        }
    }
}
