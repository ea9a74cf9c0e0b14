import Foundation
import TestSupport
import Testing

/// Files in the vendor's form with code of an engineer in them, taken over.
struct AdoptCommandTests {
    private let folder: TemporaryFolder
    private static let definition = Corpus.checkout.appendingPathComponent("generator/definitions/3300.xml").path

    init() throws { folder = try TemporaryFolder() }

    private static func fixture(_ name: String) -> String {
        Corpus.checkout.appendingPathComponent("Tests/CommandTests/Fixtures/vendor/\(name)/object_generic_sensor.lua")
            .path
    }

    private func adopt(_ arguments: String...) throws -> Program {
        try Program.run(["adopt"] + arguments, in: folder.url)
    }

    /// What each place of a generated file holds.
    private func places(_ path: String) throws -> [String: String] {
        var places: [String: String] = [:]
        var open: String?
        for line in try folder.read(path).components(separatedBy: "\n") {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("-- custom "), words.hasSuffix(": your code between these two lines is kept") {
                open = String(words.dropFirst(10).prefix { $0 != ":" })
            } else if words == "-- custom \(open ?? ""): end" {
                open = nil
            } else if let open {
                places[open, default: ""] += line + "\n"
            }
        }
        return places
    }

    @Test func putsTheCodeIntoItsPlaces() throws {
        let run = try adopt("-d", Self.definition, "-o", "new", Self.fixture("plain"))
        #expect(run.exitCode == 0 && run.standardError == "", "\(run.standardError)")
        #expect(
            run.standardOutput == """
                wrote new/object_generic_sensor.lua
                statements of yours: 4 in file, 1 in load, 1 in before create, 1 in create, 1 in before delete, 1 in delete, \
                1 in read, 1 in before write, 3 in write, 2 in execute 5605
                comments that belong to no code, at the end of the file: 1

                """)
        let places = try places("new/object_generic_sensor.lua")
        #expect(
            places["file"] == """
                object_generic_sensor.build = 7
                resource_table[RES_O_SENSOR_UNITS].Value = "Cel"
                resource_table[RES_O_MAX_RANGE_VALUE].Value = 125.5
                -- The host asks for this by name.
                local function notify(text)
                  lua_send_urc(string.len(text), text)
                end

                """)
        #expect(
            places["before create"] == """
                  -- No more than four sensors.
                  if inst > 3 then
                    return coap.COAP_400_BAD_REQUEST
                  end

                """)
        #expect(places["delete"] == "  notify(\"gone \" .. inst) -- before it goes\n")
        #expect(
            places["before write"] == """
                  if res == RES_M_SENSOR_VALUE and (value < -40 or value > 125) then
                    return coap.COAP_400_BAD_REQUEST
                  end
                  local old = object_table.instance[inst].resource[res].Value

                """)
        #expect(places["read"]?.contains("value = resource.Type .. \" \" .. object_table") == true)
        #expect(places["execute 5605"]?.contains("if buffer ~= \"\" then") == true)
        // It is a file of the generator from now on.
        #expect(try Program.run(["generate", "--check", "-o", "new", Self.definition], in: folder.url).exitCode == 0)
    }

    /// What is asked of an Object here, and what must be the same before and after.
    private static let commands = [
        "create /3300/4", "create /3300/1 5750=Water", "create /3300/0 5750=Air", "read /3300/0/5701",
        "read /3300/0/5604",
        "write /3300/0/5750 Oil", "write /3300/0/5750 \"\"", "read /3300/0/5750", "write /3300/0/5700 21.5",
        "write /3300/0/5700 130", "read /3300/0/5700", "read /3300/0/5602", "read /3300/0/5751", "exec /3300/0/5605 1",
        "exec /3300/0/5605", "read /3300/0/5602", "as 123", "read /3300/0/5700", "write /3300/0/5700 3",
        "write /3300/0/5750 Gas", "delete /3300/1", "delete /3300/0", "delete /3300/7", "as at", "ls /3300",
    ]

    @Test(arguments: ["plain", "nested", "filled"]) func answersAsBefore(_ name: String) throws {
        let run = try adopt("-d", Self.definition, "-o", "new", Self.fixture(name))
        #expect(run.exitCode == 0, "\(run.standardError)")
        func answers(_ path: String) throws -> String {
            let run = try Program.run(
                [
                    "run", "--product", "SARA-R422S-01B", path, "--exec",
                    Self.commands.joined(separator: "; "),
                ], in: folder.url)
            // The prints of Execute name another line, and ours leave the argument out.
            return run.standardOutput.replacingOccurrences(
                of: "lua:[0-9]+", with: "lua:N", options: .regularExpression
            ).replacingOccurrences(of: "(RES_[A-Z_]+)\t.*\t", with: "$1\t", options: .regularExpression)
        }
        let before = try answers(Self.fixture(name))
        #expect(before.contains("+ULWM2MNOTIFY") && before.contains("4.00 Bad Request"), "\(before)")
        #expect(try answers(folder.path("new/object_generic_sensor.lua")) == before)
    }

    @Test func listsAndKeepsWhatFindsNoPlace() throws {
        let file = Self.fixture("odd")
        let run = try adopt("-d", Self.definition, "-o", "new", file)
        #expect(run.exitCode == 1)
        let lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
        func line(_ words: String) -> Int { (lines.firstIndex { $0.contains(words) } ?? -1) + 1 }
        let said = run.standardError.replacingOccurrences(of: file + ":", with: "").split(separator: "\n").map(
            String.init)
        let expected = [
            (line("[RES_O_OURS]"), 1, "the definition has no Resource 26000: add it there, and adopt the file again"),
            (line("nothing there"), 1, "it stands where the request is refused"),
            (
                line("resource[res].Value = val * 2") - 1, 5,
                "it takes part in what the generator's own lines do, store the value"
            ),
            (line("if res == RES_O_SENSOR_TYPE then\n"), 0, ""),
        ].filter { $0.1 > 0 }
        for (line, count, reason) in expected {
            let extent = count == 1 ? "line \(line)" : "lines \(line) to \(line + count - 1)"
            #expect(said.contains("\(line): not placed, \(extent): \(reason)"), "\(said)")
        }
        #expect(said.count == 6)
        // Each line of the old file that was not the generator's stands in the new one.
        let rest = try places("new/object_generic_sensor.lua")["adopted"] ?? ""
        for words in [
            "[RES_O_OURS] = { Name = \"Ours\"", "notify(\"nothing there\")", ".Value = val * 2",
            "if res == RES_O_SENSOR_TYPE then", "-- Everything is written down.",
            "local write = object_generic_sensor.write", "return write(...)", "crashed the module",
        ] { #expect(rest.contains(words), "\(words)") }
        #expect(rest.split(separator: "\n").allSatisfy { $0.hasPrefix("-- ") })
        // The rest stays where it is when the file is made again.
        let again = try Program.run(["generate", "-o", "new", Self.definition], in: folder.url)
        #expect(again.standardOutput == "up to date: new/object_generic_sensor.lua\n")
    }

    struct Failure: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var definition = AdoptCommandTests.definition
        var code: Int32 = 1
        var said: String
    }

    static let failures = [
        Failure(testDescription: "no Lua", text: "local = 1\n", said: "object_x.lua:1: <name> expected near '='"),
        Failure(testDescription: "no Object", text: "return 1\n", said: "object_x.lua: the file registers no Object"),
        Failure(
            testDescription: "another Object",
            text:
                "object_x = { objectId = 9, name = \"object_x\" }\nlwm2m_object_tbl_add(object_x.objectId, object_x.name)\n",
            said: "object_x.lua:2: the file is Object 9, and the definition is that of 3300"),
        Failure(
            testDescription: "a definition that is not there", text: "return 1\n", definition: "none.xml", code: 3,
            said: "none.xml"),
        Failure(
            testDescription: "deeper than Lua goes", text: "x = " + String(repeating: "(", count: 5000),
            said: "object_x.lua:1: "),
    ]
    @Test(arguments: failures) func saysWhyAFileCannotBeAdopted(_ test: Failure) throws {
        try folder.write(test.text, to: "object_x.lua")
        let run = try adopt("-d", test.definition, "-o", "new", "object_x.lua")
        #expect(run.exitCode == test.code && run.standardError.contains(test.said), "\(run.standardError)")
        #expect(try folder.names() == ["object_x.lua"])
    }

    @Test func neverDropsTheOldFile() throws {
        let text = try String(contentsOfFile: Self.fixture("nested"), encoding: .utf8)
        try folder.write(text, to: "object_generic_sensor.lua")
        let run = try adopt("-d", Self.definition, "object_generic_sensor.lua")
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(
            run.standardOutput.hasPrefix("kept the old file as object_generic_sensor.lua.orig\n"),
            "\(run.standardOutput)")
        #expect(try folder.read("object_generic_sensor.lua.orig") == text)
        let again = try adopt("-d", Self.definition, "object_generic_sensor.lua")
        #expect(again.exitCode == 1 && again.standardError.contains("the file was made by xlwm2m generate"))
        let other = try adopt("-d", Self.definition, "object_generic_sensor.lua.orig")
        #expect(
            other.exitCode == 1 && other.standardError.contains("there is a file already"), "\(other.standardError)")
        #expect(try adopt("-d", Self.definition).exitCode == 2)
        #expect(try adopt("object_generic_sensor.lua").exitCode == 2)
    }

    /// Blocks within blocks are examined once each.
    @Test func deepBlocksTakeNoTime() throws {
        let text = try String(contentsOfFile: Self.fixture("plain"), encoding: .utf8)
        let open = String(repeating: "if object_table.instance[inst] ~= nil then\n", count: 100)
        let deep = open + "notify(\"deep\")\nreturn coap.COAP_404_NOT_FOUND\n" + String(repeating: "end\n", count: 100)
        let head = "function object_generic_sensor.delete(inst)\n"
        try folder.write(text.replacingOccurrences(of: head, with: head + deep), to: "object_generic_sensor.lua")
        let start = Date()
        let run = try adopt("-d", Self.definition, "-o", "new", "object_generic_sensor.lua")
        #expect(run.exitCode == 1 && run.standardError.contains("it stands where the request is refused"), "\(run)")
        #expect(Date().timeIntervalSince(start) < 20)
    }

    /// Damaged in any way, a file is adopted or refused, and nothing crashes.
    @Test func takesAnythingWithoutHarm() throws {
        let text = try String(contentsOfFile: Self.fixture("nested"), encoding: .utf8)
        let lines = text.components(separatedBy: "\n")
        for index in stride(from: 1, to: lines.count, by: 17) {
            var less = lines
            less.remove(at: index)
            try folder.write(less.joined(separator: "\n"), to: "object_generic_sensor.lua")
            let run = try adopt("-d", Self.definition, "-o", "-", "object_generic_sensor.lua")
            #expect(run.exitCode == 0 || run.exitCode == 1, "without line \(index + 1): \(run.standardError)")
        }
    }
}
