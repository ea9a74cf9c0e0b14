package import LwM2M

/// Writes the first test of an Object: what its definition promises, for `xlwm2m test` to run. This file has the head
/// and the table of Resources; the tests are in `TestScript+Tests.swift`.
package struct TestScript {
    let definition: ObjectDefinition
    let name: String
    let custom: [CustomRegion: [UInt8]]
    private let checksRanges: Bool
    private let constants: ResourceConstants
    var writer: ByteWriter

    /// The regions of a test file, in order.
    package static let regions = [CustomRegion.contract, .tests]

    /// The bytes of `<name>_test.lua`, which passes on the script that `Script` writes.
    ///
    /// - Parameters:
    ///   - definition: the Object; no two of its Resources share an id.
    ///   - name: the name of the script, from `ObjectName`.
    ///   - custom: the code to put in the regions `contract` and `tests`.
    ///   - checksRanges: whether the script refuses values out of range, so that the tests check for that.
    package static func emit(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]] = [:], checksRanges: Bool = false
    ) -> [UInt8] {
        var test = TestScript(definition, name: name, custom: custom, checksRanges: checksRanges)
        test.emit()
        return test.writer.sealed()
    }

    private init(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]], checksRanges: Bool
    ) {
        self.definition = definition
        self.name = name
        self.custom = custom
        self.checksRanges = checksRanges
        constants = ResourceConstants(definition.resources)
        writer = ByteWriter(capacity: 4096 + 200 * definition.resources.count)
    }

    private mutating func emit() {
        emitHeader()
        emitConstants()
        emitResources()
        emitTests()
    }

    private mutating func emitHeader() {
        writer.write("-- \(name)_test.lua: tests of \(name).lua, LwM2M Object \(definition.id)\n")
        writer.write(
            """
            -- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
            -- file is made again. A change anywhere else does not.

            """)
        writer.checksumLine()
    }

    private mutating func emitConstants() {
        writer.write(isForClientOnly ? "\n" : "\nlocal SHORT_SERVER_ID = 123\n")
        writer.write("local INSTANCE = \"/\(definition.id)/0\"\n")
        writer.write("local UNKNOWN_INSTANCE = \"/\(definition.id)/\(Self.unknownInstance)\"\n")
        writer.write("local UNKNOWN_RESOURCE = INSTANCE .. \"/\(unknownResource)\"\n\n")
        if constants.areInTable { writer.write("local \(ResourceConstants.table) = {\n") }
        for (constant, resource) in zip(constants.names, definition.resources) {
            writer.write(
                constants.areInTable ? "  \(constant) = \(resource.id),\n" : "local \(constant) = \(resource.id)\n")
        }
        if constants.areInTable { writer.write("}\n") }
    }

    private mutating func emitResources() {
        writer.write(
            "\n-- What the definition says of each resource, and values that it takes.\nlocal resources = {\n")
        for (index, resource) in definition.resources.enumerated() {
            writer.write("  { id = \(constants.reference(index)), name = ")
            writer.quoted(resource.name)
            writer.write(", operations = \"\(resource.operations)\"")
            if resource.type != .none { writer.write(", type = \"\(resource.type.rawValue)\"") }
            if resource.isMultiple { writer.write(", multiple = true") }
            if resource.isMandatory { writer.write(", mandatory = true") }
            if !resource.operations.contains(.execute) { emitValue(of: resource) }
            writer.write(" },\n")
        }
        writer.write("}\n")
    }

    /// Values of a Resource's type: the ends of its range if the definition gives one; and if the script refuses
    /// others, some of these.
    private mutating func emitValue(of resource: ResourceDefinition) {
        let values = SampleValues.all(for: resource, of: definition.id)
        if AllowedValues(resource) != nil, values.count > 1 {
            emit("values", values)
        } else if let value = SampleValues.one(for: resource, of: definition.id) {
            writer.write(", value = ")
            emit(value)
        }
        let refused = checksRanges ? SampleValues.refused(for: resource) : []
        if !refused.isEmpty { emit("refused", refused) }
    }

    private mutating func emit(_ field: String, _ values: [ResourceValue]) {
        writer.write(", \(field) = { ")
        for (index, value) in values.enumerated() {
            if index > 0 { writer.write(", ") }
            emit(value)
        }
        writer.write(" }")
    }

    /// A value as Lua writes it.
    private mutating func emit(_ value: ResourceValue) {
        switch value {
        case .integer(let number), .time(let number): writer.write("\(number)")
        case .unsignedInteger(let number): writer.write("\(number)")
        case .float(let number): writer.write("\(number)")
        case .boolean(let flag): writer.write("\(flag)")
        case .string(let text), .corelnk(let text): writer.quoted(text)
        case .opaque(let bytes): writer.quoted(bytes: bytes)
        case .objectLink(let link): writer.quoted(link.description)
        }
    }

    private static let unknownInstance: ObjectInstanceID = 65534

    /// The highest id that no Resource has.
    private var unknownResource: ResourceID {
        var id: ResourceID = 65534
        let ids = Set(definition.resources.map(\.id))
        while id > 0, ids.contains(id) { id -= 1 }
        return id
    }
}
