import Foundation
import LwM2M
import ObjectTesting
import TestSupport
import Testing

/// Faults planted in Objects: where, which, and whether the tests notice them.
struct MutantTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var changes: [String]

        init(_ testDescription: String, _ text: String, _ changes: [String]) {
            (self.testDescription, self.text, self.changes) = (testDescription, text, changes)
        }
    }

    static let cases = [
        Case(
            "a refusal", "function object_x.write(i) return coap.COAP_404_NOT_FOUND end",
            [
                "COAP_404_NOT_FOUND -> COAP_204_CHANGED", "COAP_404_NOT_FOUND -> COAP_400_BAD_REQUEST",
            ]),
        Case(
            "a success", "function object_x.read(i) return coap.COAP_205_CONTENT end",
            ["COAP_205_CONTENT -> COAP_400_BAD_REQUEST"]),
        Case(
            "a comparison", "function f(a, b) if a <= b then g() end end",
            ["<= -> <", "<= -> >", "g() -> (nothing)"]),
        Case("the greater of two", "function f(a, b) if a < b then b = a end end", ["< -> >=", "b = a -> (nothing)"]),
        Case(
            "a negation", "function f(a) return not a, a and b end",
            ["and -> or", "not -> (nothing)", "not a -> nil", "a and b -> nil"]),
        Case("a store", "function object_x.load(t) object_table = t end", ["object_table = t -> (nothing)"]),
        Case("a number", "local LEAST = 3", ["3 -> 4"]),
        Case(
            "constants that are taken for each other",
            "local RES_A, PIN = 1, 2\nlocal RES_B = 3\nlocal RES_C = 4\nlocal LEAST = 5\nfunction f() g(RES_B) end",
            [
                "1 -> 2", "2 -> 3", "3 -> 4", "4 -> 5", "5 -> 6", "RES_B -> RES_C", "g(RES_B) -> (nothing)",
            ]),
        Case(
            "constants of one value", "local RES_A = 1\nlocal RES_B = 1\nfunction f() return RES_A end",
            ["1 -> 2", "1 -> 2", "RES_A -> nil"]),
        Case(
            "the fields of a Resource",
            "local t = { [1] = { Operations = \"RW\", Type = \"Float\", Mandatory = \"Optional\" } }",
            [
                "1 -> 2", "Operations = \"RW\" -> Operations = \"R\"", "Type = \"Float\" -> Type = \"Integer\"",
                "Mandatory = \"Optional\" -> Mandatory = \"Mandatory\"",
            ]),
        Case("comments and texts", "-- if a == b then\nlocal s = [[ a == b ]] --[[ and\n or ]]", []),
        Case("what people read", "require \"x\"\nfunction f(a) print(\"a\", a == 1) error(\"b\") end", []),
        Case(
            "a table that is printed",
            "local names = { [1] = \"A\" }\nfunction f(r) if names[r] == nil then g() end print(names[r]) end",
            ["1 -> 2", "== -> ~=", "g() -> (nothing)"]),
        Case(
            "a table of values where no Resource has one",
            """
            local t = { [1] = { MultipleInstances = "Single" } }
            function f(value) if type(value) == "table" then value[1] = 2 end end
            """, ["1 -> 2", "MultipleInstances = \"Single\" -> MultipleInstances = \"Multiple\"", "== -> ~="]),
        Case(
            "places that nobody filled",
            """
            local function new_instance(inst)
              local instance = {}
              return instance
            end
            function object_x.load(t)
              for inst, instance in pairs(t.instance or {}) do
                for name, value in pairs(new_instance(inst)) do
                  if instance[name] == nil then instance[name] = value end
                end
              end
            end
            function object_x.execute(res)
              if res == 1 then
                -- nothing
              elseif res == 2 then
              end
            end
            """, ["instance -> nil"]),
        Case(
            "one place of several that is filled",
            "function f(r) if r == 1 then elseif r == 2 then g() end end",
            ["1 -> 2", "2 -> 3", "== -> ~=", "== -> ~=", "g() -> (nothing)"]),
    ]

    @Test(arguments: cases) func plantsWhatCanGoWrong(_ c: Case) throws {
        let mutants = try #require(Mutant.all(in: Array(c.text.utf8)))
        #expect(mutants.map(\.change).sorted() == c.changes.sorted())
    }

    @Test func plantsNothingInWhatIsNoLua() {
        #expect(Mutant.all(in: Array("if a then".utf8)) == nil)
        #expect(Mutant.all(in: Array(String(repeating: "(", count: 100_000).utf8)) == nil)
        #expect(Mutant.all(in: Array("x = \(String(repeating: "{", count: 100_000))".utf8)) == nil)
        #expect(Mutant.all(in: []) == [])
    }

    /// Each fault changes something, and no line moves, so that a place is one of the file as it is.
    @Test func keepsTheLines() throws {
        let folder = Corpus.checkout.appendingPathComponent("objects")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("object_") }
        #expect(names.count == 18)
        for name in names {
            let text = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
            let mutants = try #require(Mutant.all(in: text))
            #expect(mutants.count > 80, "\(name)")
            let lines = text.count { $0 == 10 }
            for mutant in mutants {
                let planted = mutant.planted(in: text)
                #expect(planted != text && planted.count { $0 == 10 } == lines, "\(name):\(mutant.line)")
                #expect(text[..<mutant.range.lowerBound].count { $0 == 10 } == mutant.line - 1)
            }
        }
    }

    private static func run(
        _ object: String, _ files: [String: String] = [:], timeout: Double = 10
    ) throws -> MutationRun.Outcome {
        let folder = try TemporaryFolder()
        let path = try folder.write(object, to: "object_lamp.lua")
        for (name, text) in files { try folder.write(text, to: name) }
        var tests = try TestDiscovery.files(in: [folder.url.path])
        if files.isEmpty {
            let source = ContractSource(definition: ContractTests.definition, objectPath: path)
            tests.append(TestFile(path: "lamp.xml", content: .contract(source)))
        }
        var options = RecordingReporter.options
        options.timeout = timeout
        options.workers = 2
        return try MutationRun(path, files: tests, options: options).run { _, _, _ in }
    }

    @Test func aDefinitionNoticesMost() throws {
        let outcome = try Self.run(LampObject.text)
        #expect(outcome.total > 60 && outcome.score > 90, "\(outcome.survivors.map { "\($0.line): \($0.change)" })")
        #expect(!outcome.isCutShort && outcome.tests > 40)
    }

    @Test func listsWhatNoTestNotices() throws {
        let test = """
            it("creates", function()
              device.load "object_lamp.lua"
              assert.equal(65, (device.host:create("/1000/0")))
            end)
            """
        let outcome = try Self.run(LampObject.text, ["lamp_test.lua": test])
        #expect(outcome.score < 80 && outcome.tests == 1)
        #expect(outcome.survivors.contains { $0.change == "object_table = t -> (nothing)" && $0.line == 19 })
        #expect(!outcome.survivors.contains { $0.change == "65 -> 66" })
        #expect(outcome.survivors.map(\.line) == outcome.survivors.map(\.line).sorted())
        let report = MutationReport([outcome])
        #expect(report.text.contains("object_lamp.lua:19: object_table = t -> (nothing)\n"))
        #expect(
            report.text.contains(
                "\(outcome.survivors.count) survived, score \(MutationReport.percent(outcome.score)) %"))
        #expect(report.json.contains("\"survivors\""))
    }

    @Test func aHangIsNoticed() throws {
        let object = LampObject.text.replacingOccurrences(
            of: "-- custom read", with: "while object_table == nil do end")
        let test = """
            it("reads", function()
              local object = device.load "object_lamp.lua"
              device.host:create("/1000/0")
              assert.equal(69, (object.read(0, 0, true)))
            end)
            """
        let outcome = try Self.run(object, ["lamp_test.lua": test], timeout: 0.3)
        #expect(outcome.timedOut == 1)
    }

    @Test(arguments: [
        (["a_test.lua": "it('x', function() end)"], "no test loads "),
        (
            ["a_test.lua": "it('x', function() device.load 'object_lamp.lua' assert.equal(1, 2) end)"],
            "x fails without a fault: mend that first"
        ),
        (["a_test.lua": "device.load 'object_lamp.lua' error('oops')"], "does not load, also without a fault"),
    ]) func saysWhyItCannotMeasure(_ files: [String: String], _ words: String) throws {
        let error = #expect(throws: MutationError.self) { try Self.run(LampObject.text, files) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
}
