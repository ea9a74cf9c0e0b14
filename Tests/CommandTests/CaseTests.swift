import TestSupport
import Testing

/// Inputs that gave a wrong result once, run as their user does. Those of Object names stand in `ObjectNameTests`, those
/// of files without a test in `TestCommandTests`, that of two Objects for one file in `GenerateSafetyTests`, and that of
/// an Object of one instance in `ServerInteropTests`.
struct CaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var files: [String: String]
        var arguments: [String]
        var exitCode: Int32
        /// What is said, on either of the two outputs.
        var said: [String]
        /// What is not.
        var unsaid: [String] = []
        var mostLines = 40
    }

    private static let unnamable = {
        var text = DefinitionText()
        text.name = "温室"
        return text.file
    }()

    /// An Object whose `read` calls itself in line 9.
    private static let endless = """
        require "lwm2m_object_table"
        require "lwm2m_defs"
        require "utils"
        object_well = { objectId = 32801, name = "object_well" }
        lwm2m_object_tbl_add(object_well.objectId, object_well.name)
        local objects = { ObjectId = "32801", MultipleInstances = "Single", Mandatory = "Optional", instance = {} }
        local resources = { [0] = { Name = "Depth", Operations = "R", Type = "Integer", MultipleInstances = "Single",
          Mandatory = "Mandatory", Value = 0 } }
        local function depth(x) return depth(x + 1) + 1 end
        function object_well.load(saved) objects = saved end
        function object_well.get_resource_table() return resources end
        function object_well.get_resource_type(res) return resources[res].Type end
        function object_well.get_object_table() return objects end
        function object_well.create(inst)
          objects.instance[inst] = { resource = utils_copy_table(resources) }
          return coap.COAP_201_CREATED
        end
        function object_well.delete(inst) objects.instance[inst] = nil return coap.COAP_202_DELETED end
        function object_well.read(inst, res) return coap.COAP_205_CONTENT, "Integer", depth(0) end
        function object_well.write() return coap.COAP_204_CHANGED end
        function object_well.discover() return coap.COAP_205_CONTENT end
        return object_well
        """

    static let cases =
        [
            Case(
                testDescription: "an error of after_each beside a failure",
                files: [
                    "lamp_test.lua": """
                    describe("lamp", function()
                      after_each(function() error("the lamp stays on") end)
                      it("shines", function() assert.equal("on", "off") end)
                    end)
                    """
                ], arguments: ["test", "lamp_test.lua"], exitCode: 1,
                said: [
                    "lamp_test.lua:3: lamp > shines", "expected: \"on\"", "after_each failed at lamp_test.lua:2:\n",
                    "the lamp stays on",
                ]),
            Case(
                testDescription: "check of a name without ASCII", files: ["32802.xml": unnamable],
                arguments: ["check", "32802.xml"], exitCode: 1, said: ["32802.xml:", "[xml-object-name-file]"]),
            Case(
                testDescription: "one of many rows",
                files: [
                    "rows_test.lua": """
                    it("keeps its rows", function()
                      local function rows(last)
                        local all = {}
                        for i = 1, 150 do all[i] = { number = i, label = "row " .. i } end
                        all[75].label = last
                        return all
                      end
                      assert.same(rows("red"), rows("blue"))
                    end)
                    """
                ], arguments: ["test", "rows_test.lua"], exitCode: 1,
                said: ["[75] = {", "-     label = \"red\",\n", "+     label = \"blue\",\n"], mostLines: 20),
            Case(
                testDescription: "recursion in a test",
                files: [
                    "deep_test.lua":
                        "it(\"ends\", function()\n  local function sum(n) return n + sum(n + 1) end\n  sum(1)\nend)\n"
                ],
                arguments: ["test", "deep_test.lua"], exitCode: 1, said: ["deep_test.lua:2", "stack overflow"],
                unsaid: ["memory"]),
            Case(
                testDescription: "recursion in the library's functions",
                files: [
                    "deep_test.lua":
                        "it(\"ends\", function()\n  local function f() return ((\"x\"):gsub(\"x\", f)) end\n  f()\nend)\n"
                ],
                arguments: ["test", "deep_test.lua"], exitCode: 1,
                said: ["deep_test.lua:2 (", " times)", "stack overflow"],
                unsaid: ["memory"], mostLines: 8),
            Case(
                testDescription: "recursion in the read of an Object", files: ["o/object_well.lua": endless],
                arguments: ["run", "o", "--exec", "create /32801; read /32801/0/0"], exitCode: 1,
                said: ["object_well.lua:9: ", "stack overflow"], unsaid: ["memory"]),
            Case(
                testDescription: "words of other frameworks",
                files: [
                    "other_test.lua": """
                    it("snaps", function() snapshot() end)
                    """, "lunatest_test.lua": "local unit = require \"lunatest\"\n",
                ], arguments: ["test"], exitCode: 3,
                said: ["nothing has to be put back: ", "lunatest is not needed: "]),
        ]
        + ["plain", "tap", "junit", "json"].map { kind in
            Case(
                testDescription: "control characters, \(kind)",
                files: ["bell_test.lua": "it(\"rings \\7\", function() error(\"\\27[1mloud\\0\") end)\n"],
                arguments: ["test", "--reporter", kind, "bell_test.lua"], exitCode: 1,
                said: [kind == "json" ? "\\u001b[1mloud\\u0000" : "\\x1b[1mloud\\x00"],
                unsaid: ["\u{1B}", "\u{7}", "\u{0}"])
        }

    @Test(arguments: cases) func isRight(_ c: Case) throws {
        let folder = try TemporaryFolder()
        for (name, text) in c.files { try folder.write(text, to: name) }
        let run = try Program.run(c.arguments, in: folder.url)
        let text = run.standardOutput + run.standardError
        #expect(run.exitCode == c.exitCode, "\(text)")
        for words in c.said { #expect(text.contains(words), "\(words): \(text)") }
        for words in c.unsaid { #expect(!text.contains(words), "\(words.debugDescription): \(text)") }
        #expect(text.split(separator: "\n").count <= c.mostLines, "\(text)")
    }

    @Test func generateSaysOfANameWhatCheckSays() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.unnamable, to: "32802.xml")
        let checked = try Program.run(["check", "32802.xml"], in: folder.url).standardOutput
        let made = try Program.run(["generate", "-o", "o", "32802.xml"], in: folder.url)
        #expect(made.exitCode == 1)
        let reason = try #require(made.standardError.split(separator: "\n").first?.split(separator: ":").dropFirst(2))
        #expect(checked.contains(reason.joined(separator: ":")), "\(checked)\(made.standardError)")
    }
}
