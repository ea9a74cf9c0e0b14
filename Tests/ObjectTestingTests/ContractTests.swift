import LwM2M
import ObjectGenerator
import ObjectTesting
import TestSupport
import Testing

struct ContractTests {
    static let definition = ObjectDefinition(
        id: 1000, name: "Lamp", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(
                id: 0, name: "Level", operations: [.read, .write], isMandatory: true, type: .integer,
                rangeEnumeration: "0..100"),
            ResourceDefinition(id: 1, name: "State", operations: .read, type: .boolean),
            ResourceDefinition(id: 2, name: "Blink", operations: .execute, type: .none),
            ResourceDefinition(
                id: 3, name: "Labels", operations: [.read, .write], isMultiple: true, type: .string,
                rangeEnumeration: "1..8 bytes"),
            ResourceDefinition(id: 4, name: "Key", operations: .write, type: .opaque),
        ])

    private static func run(
        _ object: String, _ definition: ObjectDefinition = definition, files: [String: String] = [:]
    ) throws -> RecordingReporter {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let path = try folder.write(object, to: "object_lamp.lua")
        let reporter = RecordingReporter()
        let source = ContractSource(
            definition: definition, objectPath: path, line: 7, resourceLines: [11, 12, 13, 14, 15])
        _ = TestRunner(options: RecordingReporter.options, reporters: [reporter])
            .run([TestFile(path: "lamp.xml", content: .contract(source))])
        return reporter
    }

    /// Each test of a Resource costs the same however many there are: the cost of all is that of their number.
    @Test func costsWhatThereIsToTest() throws {
        func seconds(_ count: Int) throws -> Double {
            let resources = (0..<count).map { number in
                ResourceDefinition(
                    id: ResourceID(number), name: "R\(number)", operations: [.read, .write], type: .integer)
            }
            let definition = ObjectDefinition(
                id: 1000, name: "Lamp", isMultiple: true, isMandatory: false, resources: resources)
            let entries = resources.map { resource in
                "[\(resource.id)] = { Name = 'R', Operations = 'RW', MultipleInstances = 'Single', Mandatory = 'Optional', "
                    + "Type = 'Integer', Value = 0 },"
            }
            let text = try #require(LampObject.text.firstRange(of: "local resource_table = {"))
            var object = LampObject.text
            object.replaceSubrange(
                text, with: "local resource_table = {\(entries.joined(separator: "\n"))}\nlocal unused = {")
            return try ProcessorTime.least(of: 1) {
                let run = try Self.run(object, definition)
                #expect(run.problems.isEmpty && run.results.count > 5 * count)
            }
        }
        let (small, large) = (try seconds(150), try seconds(600))
        // Quadratic cost is sixteen times as much.
        #expect(large < 9 * small)
    }

    @Test func isGreenOnAnObjectThatKeepsIt() throws {
        let run = try Self.run(LampObject.text)
        #expect(run.problems.isEmpty && run.summary.failed == 0, "\(run.results.compactMap(\.failure?.lines))")
        #expect(run.summary.passed == 52)
        #expect(run.results.allSatisfy { $0.file == "lamp.xml" && $0.place.file == "lamp.xml" })
        #expect(Set(run.results.map(\.place.line)) == [7, 11, 12, 13, 14, 15])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What stands in the Object, and what stands there instead.
        var from, to: String
        /// A test that has to fail, and the line where it stands.
        var test: String
        var line: Int

        init(_ testDescription: String, _ from: String, _ to: String, fails test: String, line: Int) {
            self.testDescription = testDescription
            (self.from, self.to, self.test, self.line) = (from, to, test, line)
        }
    }

    static let faults = [
        Fault(
            "a range that is too small", "-- custom write", "if value == 100 then value = 99 end",
            fails: "takes value 3 of its type and range, 100", line: 11),
        Fault(
            "a limit that is too low", "-- custom write", "if value == 0 then return 128 end",
            fails: "takes value 1 of its type and range, 0", line: 11),
        Fault("a wrong type", "Type = \"Boolean\"", "Type = \"Integer\"", fails: "is defined so", line: 12),
        Fault(
            "a resource that is missing", "[2] = ", "[22] = ",
            fails: "has the resources of the definition and no other", line: 7),
        Fault(
            "wrong operations", "Name = \"Key\", Operations = \"W\"", "Name = \"Key\", Operations = \"RW\"",
            fails: "is not read by a server", line: 15),
        Fault("a value that does not stay", "resource.Value = value", "", fails: "is written by a server", line: 11),
        Fault("an execute that refuses", "return 68 -- executed", "return 132", fails: "is executed", line: 13),
        Fault(
            "a single Object", "MultipleInstances = \"Multiple\", Mandatory = \"Optional\", instance",
            "MultipleInstances = \"Single\", Mandatory = \"Optional\", instance",
            fails: "states what the definition says", line: 7),
        Fault(
            "instances that share their values", "utils_copy_table(resource_table)", "resource_table",
            fails: "creates a second instance with values of its own", line: 7),
        Fault(
            "a second create that is no error", "return 128 -- exists", "return 65",
            fails: "creates an instance once", line: 7),
        Fault(
            "a delete that does nothing", "object_table.instance[i] = nil", "", fails: "deletes an instance once",
            line: 7),
        Fault(
            "replace that adds", "if replace then resource.Value = {} end", "",
            fails: "adds a resource instance without replace, and replaces with it", line: 14),
        Fault(
            "no replace that replaces", "if replace then", "if true then",
            fails: "adds a resource instance without replace, and replaces with it", line: 14),
        Fault(
            "an unknown instance that is there", "if not resource then return 132 end -- read",
            "if not resource then return 69, \"Integer\", 0 end", fails: "has no unknown instance", line: 7),
        Fault("a read that raises", "-- custom read", "error('oops')", fails: "is read by a server", line: 11),
    ]

    @Test(arguments: faults) func isRedOnAFault(_ c: Fault) throws {
        #expect(LampObject.text.contains(c.from))
        let faulty = LampObject.text.split(separator: c.from, maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: c.to)
        let run = try Self.run(faulty)
        let failed = run.results.filter { $0.failure != nil }
        #expect(failed.contains { $0.name == c.test && $0.place.line == c.line }, "\(failed.map(\.fullName))")
    }

    struct Declaration: Sendable, CustomTestStringConvertible {
        var testDescription: String { text }
        /// What stands in the Object in place of a mark, and what its test file declares.
        var from, to: String
        var text: String

        init(_ from: String, _ to: String, _ text: String) { (self.from, self.to, self.text) = (from, to, text) }
    }

    static let declarations = [
        Declaration(
            "return 68 -- executed", "return 133", "contract.refuse(2, \"execute\", coap.COAP_405_METHOD_NOT_ALLOWED)"),
        Declaration("return 68 -- executed", "return 133", "contract.skip \"/1000/x/2\""),
        Declaration("-- custom write", "if r == 0 and value ~= 7 then return 128 end", "contract.value(0, 7)"),
        Declaration(
            "-- custom write", "if r == 0 then return 128 end", "contract.refuse(\"/1000/0/0\", \"write\", 128)"),
        Declaration("-- custom read", "if r == 0 then return 69, 'Integer', 7 end", "contract.computed(0)"),
        Declaration(
            "return 68 -- executed", "return object_table.instance[i].resource[0].Value == 9 and 68 or 133",
            "contract.before(function() device.host:write(\"/1000/0/0\", LEVEL) end)"),
        Declaration(
            "if not object_table.instance[i] then return 132 end",
            "if not object_table.instance[i] then return 132 end if i < 65534 then return 133 end",
            "contract.refuse(\"delete\", 133)"),
        Declaration(
            "function object_lamp.execute(i, r)",
            "function object_lamp.execute(i, r, b) if r == 2 and i == 0 and b ~= \"0='1234'\" then return 128 end",
            "contract.argument(2, \"0='1234'\")"),
        Declaration(
            "function object_lamp.execute(i, r)",
            "function object_lamp.execute(i, r, b) if r == 2 and i == 0 and b ~= \"0='1234'\" then return 128 end",
            "contract.argument(2, \"0='1234'\") contract.refuse(2, 'execute', 128)"),
        Declaration(
            "function object_lamp.create(i)", "function object_lamp.create(i) if i == 1 then return 129 end",
            "contract.refuse('create', 129)"),
        Declaration(
            "object_table.instance[i] = nil",
            "if object_table.instance[i].resource[0].Value ~= 9 then return 133 end object_table.instance[i] = nil",
            "contract.before('delete', function(operation, path) device.host:write(path .. '/0', LEVEL) end)"),
        Declaration(
            "return 68 -- executed", "return object_table.instance[i].resource[0].Value == 9 and 68 or 133",
            "contract.before(2, function(operation, path) device.host:write(path:gsub('2$', '0'), LEVEL) end)"),
        Declaration(
            "return 68 -- executed", "return object_table.instance[i].resource[0].Value == 9 and 68 or 133",
            """
            contract.before(2, 'execute', function(operation, path)
              assert.same({ 'execute', '/1000/0/2' }, { operation, path })
              device.host:write('/1000/0/0', LEVEL)
            end)
            """),
    ]

    /// What an Object does on purpose is red without its declaration and green with it.
    @Test(arguments: declarations) func takesWhatIsDeclared(_ c: Declaration) throws {
        #expect(LampObject.text.contains(c.from))
        let object = LampObject.text.split(separator: c.from, maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: c.to)
        #expect(try Self.run(object).summary.failed > 0)
        let test = "local LEVEL = 9\nlocal unused = device.nothing()\ndescribe('x', function()\n  \(c.text)\nend)\n"
        let run = try Self.run(object, files: ["object_lamp_test.lua": test])
        #expect(run.problems.isEmpty && run.summary.failed == 0 && run.summary.passed > 20)
        #expect(run.results.compactMap(\.failure?.lines) == [])
    }

    struct State: Sendable, CustomTestStringConvertible {
        var testDescription: String { test }
        /// What stands in the Object in place of a mark, so that it refuses in a state.
        var from, to: String
        var text: String
        /// The test that comes with the declaration, and what it says of an Object that does not refuse.
        var test, message: String
    }

    static let states = [
        State(
            from: "return 68 -- executed", to: "return object_table.instance[i].resource[0].Value == 9 and 133 or 68",
            text: "contract.refuse(2, 'execute', 133, function(path) device.host:write('/1000/0/0', LEVEL) end)",
            test: "refuses to be executed in state 1", message: "execute /1000/0/2: values are not equal"),
        State(
            from: "-- custom write",
            to: "if r == 3 and object_table.instance[i].resource[0].Value == 9 then return 128 end",
            text: "contract.refuse('/1000/x/3', 'write', 128, function() device.host:write('/1000/0/0', LEVEL) end)",
            test: "refuses to be written in state 1", message: "write /1000/0/3 by a server: values are not equal"),
        State(
            from: "-- custom read",
            to: "if r == 3 and object_table.instance[i].resource[0].Value == 9 then return 134 end",
            text: "contract.refuse(3, 'read', 134, function(path) device.host:write('/1000/0/0', LEVEL) end)",
            test: "refuses to be read in state 1", message: "read /1000/0/3 by a server: values are not equal"),
        State(
            from: "object_table.instance[i] = nil",
            to: "if object_table.instance[i].resource[0].Value == 9 then return 133 end object_table.instance[i] = nil",
            text: "contract.refuse('delete', 133, function(path) device.host:write(path .. '/0', LEVEL) end)",
            test: "refuses to delete an instance in state 1", message: "delete /1000/0: values are not equal"),
        State(
            from: "object_table.instance[i] = {", to: "if i == 3 then return 128 end object_table.instance[i] = {",
            text:
                "contract.refuse('create', 128, function(path) device.host:create(path) device.host:create(path) end)",
            test: "refuses to create an instance in state 1", message: "create /1000: values are not equal"),
    ]

    /// What is refused only in a state is asked in that state and in the usual one, and says which request went wrong.
    @Test(arguments: states) func asksInTheStateThatIsDeclared(_ c: State) throws {
        #expect(LampObject.text.contains(c.from))
        let object = LampObject.text.split(separator: c.from, maxSplits: 1, omittingEmptySubsequences: false)
            .joined(separator: c.to)
        let test = ["object_lamp_test.lua": "local LEVEL = 9\n\(c.text)\n"]
        let run = try Self.run(object, files: test)
        #expect(run.summary.failed == 0 && run.problems.isEmpty, "\(run.results.compactMap(\.failure?.lines))")
        #expect(run[c.test]?.place.line == 2)
        let other = try Self.run(LampObject.text, files: test)
        let failed = other.results.filter { $0.failure != nil }
        #expect(failed.map(\.name) == [c.test])
        #expect(failed.first?.failure?.message == c.message)
    }

    @Test(arguments: [
        ("contract.value(0)", "contract.value takes one or more values: contract.value(5700, 21.5)"),
        ("contract.skip 'x'", "contract.skip takes a Resource: contract.skip(5700, ...) or \"/3300/x/5700\""),
        ("contract.refuse(0, 'write', 68)", "contract.refuse takes the code of a refusal, and maybe a function "),
        (
            "contract.refuse(0, 'observe', 128)",
            "contract.refuse takes a Resource, an operation, which is \"read\", \"write\""
        ),
        (
            "contract.refuse('write', 128)",
            "contract.refuse takes the Resource whose write is refused: contract.refuse(5700,"
        ),
        ("contract.refuse(0, 'delete', 128)", "to delete an instance is not refused by a Resource: contract.refuse("),
        (
            "contract.refuse(9, 'write', 128)",
            "contract.refuse has no effect: Object 1000 Lamp has no Resource 9; it has 0 Level,"
        ),
        ("contract.refuse(0, 'execute', 128)", "contract.refuse has no effect: Resource 0 Level is not executed, "),
        (
            "contract.refuse(2, 'write', 128)",
            "contract.refuse has no effect: Resource 2 Blink is executed, and nothing else"
        ),
        (
            "contract.value(2, \"0='1234'\")",
            "contract.value has no effect: Resource 2 Blink is executed, and takes no value: "
        ),
        ("contract.start(2, 1)", "contract.start has no effect: Resource 2 Blink is executed, and has no value"),
        ("contract.computed(2)", "contract.computed has no effect: Resource 2 Blink is executed, and has no value"),
        (
            "contract.argument(0, '0')",
            "contract.argument has no effect: Resource 0 Level is not executed, its operations are RW"
        ),
        ("contract.argument(2)", "contract.argument takes one or more argument lists: contract.argument(5605, "),
        (
            "contract.argument(2, '1234')",
            "contract.argument takes argument lists, digits that may have a text in single quotes: "
        ),
        ("contract.argument(2, \"0='a b'\")", "contract.argument takes argument lists, "),
        ("contract.argument(2, \"0='a',0\")", "contract.argument takes argument lists, "),
        ("contract.argument(2, '0,')", "contract.argument takes argument lists, "),
        (
            "contract.before(2, 'delete', print)",
            "contract.before takes a function, which is told the operation and the path, "
        ),
        (
            "contract.refuze(0)",
            "there is no contract.refuze: there are argument, before, computed, refuse, skip, start, test, value\n"
                + "did you mean contract.refuse?"
        ),
        (
            "contract.before(1)",
            "contract.before takes a function, which is told the operation and the path, and maybe "
        ),
    ]) func saysWhatADeclarationTakes(_ text: String, _ message: String) throws {
        let run = try Self.run(LampObject.text, files: ["object_lamp_test.lua": "\n" + text])
        #expect(run.problems.first?.message.contains("object_lamp_test.lua:2: " + message) == true, "\(run.problems)")
    }

    @Test func refusesAnotherObject() throws {
        var other = Self.definition
        other.id = 1001
        let run = try Self.run(LampObject.text, other)
        #expect(run.problems.first?.message.hasSuffix("is object 1000, and the definition is of object 1001") == true)
    }
}
