import Foundation
import TestSupport
import Testing

struct InitCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    static let files = [
        "my_sensor.xml", "object_my_sensor.lua", "object_my_sensor_test.lua", "xlwm2m.json", "ci.sh",
        ".github/workflows/objects.yml",
        ".gitlab-ci.yml", "hooks/pre-commit", ".luarc.json", ".luacheckrc", "library/xlwm2m.lua",
        "library/xlwm2m_device.lua",
    ]

    @Test func writesAFolderToStartFrom() throws {
        let run = try Program.run(["init", "new"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        #expect(
            run.standardOutput == Self.files.map { "wrote new/\($0)\n" }.joined() + "next: xlwm2m test new\n")
        for file in Self.files { #expect(FileManager.default.fileExists(atPath: folder.path("new/\(file)"))) }
        // The project file says which Objects commands take.
        let place = URL(fileURLWithPath: folder.path("new"))
        #expect(
            try Program.run(["check"], in: place).standardOutput.hasSuffix(
                "for SARA-R510S-01B: 0 errors, 0 warnings, 0 notes\n"))
        #expect(try Program.run(["test"], in: place).exitCode == 0)
        _ = try JSONSerialization.jsonObject(with: Data(folder.read("new/.luarc.json").utf8))
        #expect(try Program.run("/bin/sh", ["-n", "new/ci.sh"], in: folder.url).exitCode == 0)
    }

    /// A variable of a script that is not set is no folder.
    @Test func refusesAFolderWithoutAName() throws {
        let run = try Program.run(["init", ""], in: folder.url)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(
            run.standardError == "xlwm2m init: name the one folder to write to: xlwm2m init DIR\n"
                + "xlwm2m init --help shows how it is used\n")
        #expect(try folder.names().isEmpty)
    }

    @Test func keepsWhatIsThere() throws {
        try folder.write("mine\n", to: "new/.luacheckrc")
        let run = try Program.run(["init", "new"], in: folder.url)
        #expect(run.exitCode == 0)
        #expect(
            run.standardOutput.contains(
                "kept new/.luacheckrc: it is there already, --force overwrites it\nwrote new/lib"))
        #expect(try folder.read("new/.luacheckrc") == "mine\n")
        #expect(try Program.run(["init", "new", "--force"], in: folder.url).exitCode == 0)
        #expect(try folder.read("new/.luacheckrc").hasPrefix("-- For luacheck"))
    }

    @Test func makesAnObjectThatTheConsoleServes() throws {
        #expect(
            try Program.run(["init", "new", "--name", "Air <Quality>", "--id", "32800"], in: folder.url).exitCode == 0)
        let run = try Program.run(
            ["run", "new", "--exec", "create /32800; write /32800/0/5750 office; read /32800/0/5750"], in: folder.url)
        #expect(
            run.standardOutput == """
                2.01 Created /32800/0
                ! +ULWM2MNOTIFY: Application type changed in instance 0
                2.04 Changed
                /32800/0/5750 Application Type: "office" (String)

                """)
        // Its definition gives the very same file again.
        let check = try Program.run(["generate", "--check", "-o", "new", "new/air_quality.xml"], in: folder.url)
        #expect(check.exitCode == 0)
    }

    @Test func isGreenAtOnce() throws {
        #expect(try Program.run(["init", "new"], in: folder.url).exitCode == 0)
        let check = try Program.run(["check", "new"], in: folder.url)
        #expect(check.exitCode == 0 && check.standardOutput.contains(" 0 errors, 0 warnings"))
        for product in ["SARA-R510S-01B", "SARA-R500S-00B", "SARA-R422S-01B"] {
            let run = try Program.run(["test", "new", "--product", product], in: folder.url)
            #expect(run.exitCode == 0 && run.standardOutput.contains("41 passed"))
        }
        // What CI runs does the same, and leaves a report.
        let script = try Program.run(
            "/bin/sh", ["new/ci.sh"], in: folder.url, environment: ["XLWM2M": Program.path])
        #expect(script.exitCode == 0 && script.standardError.isEmpty)
        #expect(try folder.read("new/report.xml").contains("<testsuites"))
        // The report of the last run is in nobody's way.
        let again = try Program.run(
            "/bin/sh", ["new/ci.sh"], in: folder.url, environment: ["XLWM2M": Program.path])
        #expect(again.exitCode == 0, "\(again.standardOutput)")
        #expect(try Program.run("/usr/bin/env", ["shellcheck", "new/ci.sh"], in: folder.url).exitCode != 1)
    }

    @Test func letsGitCommitWhatIsGreenAlone() throws {
        #expect(try Program.run(["init", "new"], in: folder.url).exitCode == 0)
        let repository = folder.url.appendingPathComponent("new")
        func git(_ arguments: String...) throws -> Program {
            let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
            return try Program.run(
                "/usr/bin/env", ["git"] + identity + arguments, in: repository, environment: ["XLWM2M": Program.path])
        }
        #expect(try git("init", "--quiet").exitCode == 0)
        #expect(try git("config", "core.hooksPath", "hooks").exitCode == 0)
        #expect(try git("add", ".").exitCode == 0)
        let commit = try git("commit", "--quiet", "-m", "first")
        #expect(commit.exitCode == 0, "\(commit)")
        try folder.write("it('is red', function() assert.equal(1, 2) end)\n", to: "new/red_test.lua")
        #expect(try git("add", ".").exitCode == 0)
        let refused = try git("commit", "--quiet", "-m", "second")
        #expect(refused.exitCode != 0 && (refused.standardOutput + refused.standardError).contains("is red"))
        #expect(try git("log", "--format=%s").standardOutput == "first\n")
    }

    @Test func seesInCIThatAnObjectFitsItsDefinitionNoMore() throws {
        #expect(try Program.run(["init", "new"], in: folder.url).exitCode == 0)
        func ci() throws -> Program {
            try Program.run("/bin/sh", ["new/ci.sh"], in: folder.url, environment: ["XLWM2M": Program.path])
        }
        let definition = try folder.read("new/my_sensor.xml")
        let changed = definition.replacingOccurrences(
            of: "<Operations>R</Operations>", with: "<Operations>RW</Operations>")
        try folder.write(changed, to: "new/my_sensor.xml")
        let run = try ci()
        #expect(changed != definition && run.exitCode == 1, "\(run.standardOutput)")
        #expect(run.standardError.contains("object_my_sensor.lua"))
        // A folder without definitions is checked and tested all the same.
        try FileManager.default.removeItem(atPath: folder.path("new/my_sensor.xml"))
        #expect(try ci().exitCode == 0)
    }

    /// Everything that a test finds is in the library for the language server, so that nothing is underlined there.
    @Test func itsLibraryKnowsWhatATestFinds() throws {
        try folder.write(
            """
            it("names", function()
              for name in pairs(device) do print("device " .. name) end
              for name, value in pairs(getmetatable(device.host).__index) do
                if type(value) == "function" then print("requester " .. name) end
              end
              error "seen"
            end)
            local known = {}
            for name in pairs(_G) do known[#known + 1] = name end
            it("globals", function() for _, name in ipairs(known) do print("global " .. name) end error "seen" end)
            """, to: "x_test.lua")
        let names = try Program.run(["test"], in: folder.url).standardOutput.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }.filter { $0.count == 2 && ["device", "requester", "global"].contains($0[0]) }
        #expect(names.contains(["device", "at"]) && names.contains(["requester", "attributes"]))
        #expect(try Program.run(["init", "new"], in: folder.url).exitCode == 0)
        let library = try folder.read("new/library/xlwm2m_device.lua") + folder.read("new/library/xlwm2m.lua")
        let lua: Set = [
            "_G", "_VERSION", "assert", "collectgarbage", "coroutine", "error", "getmetatable", "ipairs", "load",
            "math",
            "next", "os", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select",
            "setmetatable", "string", "table", "tonumber", "tostring", "type", "utf8", "xpcall",
        ]
        for name in names {
            let spellings =
                switch name[0] {
                case "device": ["function device.\(name[1])(", "---@field \(name[1]) "]
                case "requester": ["function requester:\(name[1])("]
                default: ["function \(name[1])(", "\n\(name[1]) = "]
                }
            #expect(
                name[0] == "global" && lua.contains(name[1]) || spellings.contains { library.contains($0) }, "\(name)")
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/luacheck"), "luacheck is not installed"))
    func leavesNothingForLuacheck() throws {
        #expect(try Program.run(["init", "new"], in: folder.url).exitCode == 0)
        // The built-in Object is a generated one with code in it.
        let sensor = Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua")
        try folder.write(String(contentsOf: sensor, encoding: .utf8), to: "new/object_generic_sensor.lua")
        try folder.write("function test_one() assert.equal(1, 1) end\n", to: "new/test_one.lua")
        let inside = try Program.run(
            "/usr/bin/luacheck", ["--no-color", "."], in: folder.url.appendingPathComponent("new"))
        #expect(inside.standardOutput.contains("Total: 0 warnings / 0 errors in 4 files") && inside.exitCode == 0)
        let outside = try Program.run(
            "/usr/bin/luacheck", ["--no-color", "--config", "new/.luacheckrc", "new"], in: folder.url)
        #expect(outside.exitCode == 0)
        // And a mistake is one.
        try folder.write("lua_send_urk('x')\n", to: "new/object_wrong.lua")
        let wrong = try Program.run(
            "/usr/bin/luacheck", ["--no-color", "."], in: folder.url.appendingPathComponent("new"))
        #expect(wrong.standardOutput.contains("accessing undefined variable 'lua_send_urk'") && wrong.exitCode == 1)
    }

    @Test func definesEveryNameForTheLanguageServer() throws {
        let library = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/ObjectWriter/Templates/library.lua"),
            encoding: .utf8)
        let modules = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("objects/lwm2m_defs.lua"), encoding: .utf8)
        for line in modules.split(separator: "\n") {
            let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            guard let name = words.first, name.hasPrefix("COAP_") || name.hasPrefix("LWM2M_"), line.contains(" = ")
            else { continue }
            #expect(library.contains("---@field \(name) "), "\(name)")
        }
        for name in [
            "lwm2m_object_tbl_add", "utils_copy_table", "lua_send_urc", "lua_send_pulse", "lua_modem_get_imei",
            "lua_modem_get_msisdn", "lua_modem_get_carrier_id", "lua_system_reboot", "lua_system_factory_reset",
        ] { #expect(library.contains("function \(name)(") || library.contains("\n\(name) = "), "\(name)") }
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let error: String
        var testDescription: String { arguments.joined(separator: " ") }
        init(_ arguments: String..., error: String) { (self.arguments, self.error) = (arguments, error) }
    }

    static let misuses: [Misuse] = [
        Misuse(error: "name the one folder to write to: xlwm2m init DIR"),
        Misuse("a", "b", error: "name the one folder to write to: xlwm2m init DIR"),
        Misuse(
            "a", "--id", "1500",
            error: "object 1500 lies in 1024 to 2047, which OMA keeps for itself: "
                + "take an id from 10241 on for a private object"),
        Misuse("a", "--id", "70000", error: "option '--id' takes a whole number from 0 to 65534, not '70000'"),
        Misuse(
            "a", "--name", "",
            error: "option '--name' takes a name with a letter or digit of ASCII, of which the file is named, not ''"),
        Misuse(
            "a", "--name", "温度",
            error: "option '--name' takes a name with a letter or digit of ASCII, of which the file is named, not '温度'"),
    ]

    @Test(arguments: misuses) func refuses(_ misuse: Misuse) throws {
        let run = try Program.run(["init"] + misuse.arguments, in: folder.url)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m init: \(misuse.error)\n"))
        #expect(try folder.names().isEmpty)
    }
}
