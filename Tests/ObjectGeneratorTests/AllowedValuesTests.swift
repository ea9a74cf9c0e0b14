import LwM2M
import ObjectGenerator
import ObjectHost
import Testing

/// Which ranges of definitions become checks, and what these take.
struct AllowedValuesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var range: String
        var type: DataType
        /// Values that the check takes, and those that it refuses; nil for no check at all.
        var values: (taken: [ResourceValue], refused: [ResourceValue])?
        var testDescription: String { "\(type.rawValue): \(range)" }
    }

    static let cases: [Case] = [
        Case(range: "0..100", type: .integer, values: ([.integer(0), .integer(100)], [.integer(-1), .integer(101)])),
        Case(range: " 0 .. 100 ", type: .integer, values: ([.integer(50)], [.integer(101)])),
        Case(range: "-140..-44", type: .integer, values: ([.integer(-140)], [.integer(-141), .integer(0)])),
        Case(range: "0,1,2", type: .integer, values: ([.integer(1)], [.integer(3), .integer(-1)])),
        Case(range: "5, 10, 15", type: .integer, values: ([.integer(15)], [.integer(0), .integer(11)])),
        Case(range: "0..3, 99", type: .integer, values: ([.integer(2), .integer(99)], [.integer(4), .integer(98)])),
        Case(range: "007..010", type: .integer, values: ([.integer(8)], [.integer(6), .integer(11)])),
        Case(
            range: "0..18446744073709551615", type: .unsignedInteger,
            values: ([.unsignedInteger(0), .unsignedInteger(1 << 62)], [])),
        Case(range: "1..86400", type: .time, values: ([.time(1)], [.time(0)])),
        Case(
            range: "0.0..1.0", type: .float,
            values: ([.float(0), .float(1)], [.float(-0.1), .float(1.5), .float(.nan)])),
        Case(range: "0..360", type: .float, values: ([.float(360)], [.float(360.5)])),
        // What a server sends in 32 bits for an end of the range is a little beyond it.
        Case(
            range: "0.000001..3.8", type: .float,
            values: ([.float(Double(Float(0.000001))), .float(Double(Float(3.8)))], [.float(0), .float(3.81)])),
        Case(range: "U,UQ, S", type: .string, values: ([.string("UQ"), .string("S")], [.string("X"), .string("")])),
        Case(range: "", type: .integer), Case(range: "255", type: .integer), Case(range: "0-100", type: .integer),
        Case(range: "1...15", type: .integer), Case(range: "-30..-120", type: .integer),
        Case(range: "0..", type: .integer), Case(range: "0..1.5", type: .integer),
        Case(range: "0..0x10", type: .integer),
        Case(range: "0: off 1: on", type: .integer), Case(range: "2 bytes", type: .integer),
        Case(range: "0; 3.8..20.5", type: .float), Case(range: "ON;OFF", type: .float),
        Case(range: "0..255", type: .string),
        Case(range: "1..64 bytes", type: .string), Case(range: "16,32,48", type: .opaque),
        Case(range: "0..65535", type: .boolean), Case(range: "see [OMNA], 5.3", type: .string),
        Case(range: "0,1,", type: .integer), Case(range: "1e3..1e4", type: .float),
        Case(range: "0..1\"); os.exit(", type: .integer),
    ]

    private static func definition(_ test: Case, isMultiple: Bool) -> ObjectDefinition {
        ObjectDefinition(
            id: 26241, name: "Probe", isMultiple: true, isMandatory: false,
            resources: [
                ResourceDefinition(
                    id: 0, name: "Value", operations: [.read, .write], isMultiple: isMultiple, type: test.type,
                    rangeEnumeration: test.range)
            ])
    }

    @Test(arguments: cases, [false, true]) func checksWhatLeavesNoDoubt(_ test: Case, _ isMultiple: Bool) throws {
        let definition = Self.definition(test, isMultiple: isMultiple)
        #expect((AllowedValues(definition.resources[0])?.isCertain == true) == (test.values != nil))
        var options = ScriptOptions()
        options.checksRanges = true
        let script = Script.emit(definition, name: "object_probe", options: options)
        guard let values = test.values else {
            #expect(!String(decoding: script, as: UTF8.self).contains("is_allowed"))
            return
        }
        let host = try ObjectHost(bindings: ScriptBindings(product: "SARA-R422", urcForm: .either, hasPulse: true))
        try host.load(script, fileName: "object_probe.lua")
        try host.create(Path(26241, 0), with: [], from: .host)
        for (list, isTaken) in [(values.taken, true), (values.refused, false)] {
            for value in list {
                let content: ResourceContent =
                    isMultiple ? .multiple([ResourceInstance(id: 3, value: value)]) : .single(value)
                let before = try host.read(Path(26241, 0, 0), from: .host)
                var code: ResponseCode?
                do throws(LwM2MError) {
                    try host.write(
                        [Resource(id: 0, content: content)], to: Path(26241, 0, 0), mode: .partialUpdate,
                        from: .server(1))
                } catch {
                    code = error.code
                }
                #expect(code == (isTaken ? nil : .badRequest), "\(value)")
                let after = try host.read(Path(26241, 0, 0), from: .host)
                #expect(isTaken || "\(before)" == "\(after)", "\(value)")
            }
        }
    }

    /// Nothing that no value can come to: only a multiple Resource gets a table.
    @Test(arguments: [false, true]) func goesThroughATableWhereThereCanBeOne(_ isMultiple: Bool) {
        var options = ScriptOptions()
        options.checksRanges = true
        let definition = Self.definition(Self.cases[0], isMultiple: isMultiple)
        let script = String(
            decoding: Script.emit(definition, name: "object_probe", options: options), as: UTF8.self)
        #expect(script.contains("for _, entry in pairs(value) do") == isMultiple)
        #expect(script.contains("if not is_allowed(res, value) then"))
    }

    @Test func saysRangeAndUnitAtTheResource() {
        let resource = ResourceDefinition(
            id: 0, name: "Value", operations: .read, type: .float, rangeEnumeration: "0..100\n]]", units: "%")
        let script = String(
            decoding: Script.emit(
                ObjectDefinition(id: 1, name: "X", isMultiple: false, isMandatory: false, resources: [resource]),
                name: "object_x"), as: UTF8.self)
        #expect(script.contains("  [RES_O_VALUE] = {\n    -- range: 0..100 ]]; unit: %\n    Name = \"Value\",\n"))
    }

    /// The checks of every known definition compile in each Lua and take the first values' types.
    @Test func everyDefinitionHasChecksThatCompile() throws {
        var options = ScriptOptions()
        options.checksRanges = true
        var count = 0
        for (file, definition) in RegistryTests.definitions {
            let name = try ObjectName.name(for: definition)
            let script = Script.emit(definition, name: name, options: options)
            let host = try ObjectHost(bindings: ScriptBindings(product: "SARA-R422", urcForm: .either, hasPulse: true))
            #expect(throws: Never.self, "\(file)") { try host.load(script, fileName: "\(name).lua") }
            count += definition.resources.count { AllowedValues($0)?.isCertain == true }
        }
        #expect(count > 5)
    }
}
