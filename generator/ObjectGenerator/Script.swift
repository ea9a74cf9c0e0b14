import LwM2M

/// One script on its way: the head of the file and its tables. The functions stand in `Script+Functions.swift`.
struct Script {
    let definition: ObjectDefinition
    let name: String
    let custom: [CustomRegion: [UInt8]]
    let constants: ResourceConstants
    var writer: ByteWriter

    init(_ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]]) {
        self.definition = definition
        self.name = name
        self.custom = custom
        constants = ResourceConstants(definition.resources)
        writer = ByteWriter(capacity: 4096 + 300 * definition.resources.count)
    }

    mutating func emit() {
        emitHeader()
        emitConstants()
        emitGlobalTable()
        emitObjectTable()
        emitResourceTable()
        emitExecutables()
        writer.put("\n")
        writer.region(.file, custom[.file], indent: "")
        emitFunctions()
        writer.put("\nreturn ")
        writer.put(name)
        writer.put("\n")
    }

    private mutating func emitHeader() {
        writer.put("-- ")
        writer.put(name)
        writer.put(".lua: ")
        writer.comment(definition.name)
        writer.put(", LwM2M Object ")
        writer.put(String(definition.id))
        writer.put(", version ")
        writer.comment(definition.objectVersion)
        writer.put(
            """
            \n-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
            -- file is made again. A change anywhere else does not.

            """)
        writer.checksumLine()
        writer.put(
            """

            require "lwm2m_object_table"
            require "lwm2m_defs"
            require "utils"


            """)
    }

    private mutating func emitConstants() {
        if constants.areInTable {
            writer.put("local ")
            writer.put(ResourceConstants.table)
            writer.put(" = {\n")
        }
        for (constant, resource) in zip(constants.names, definition.resources) {
            writer.put(constants.areInTable ? "  " : "local ")
            writer.put(constant)
            writer.put(" = ")
            writer.put(String(resource.id))
            writer.put(constants.areInTable ? ",\n" : "\n")
        }
        if constants.areInTable { writer.put("}\n") }
    }

    private mutating func emitGlobalTable() {
        writer.put("\n")
        writer.put(name)
        writer.put(" = {\n  objectId = ")
        writer.put(String(definition.id))
        writer.put(",\n  name = \"")
        writer.put(name)
        writer.put("\",\n}\n\nlwm2m_object_tbl_add(")
        writer.put(name)
        writer.put(".objectId, ")
        writer.put(name)
        writer.put(".name)\n")
    }

    private mutating func emitObjectTable() {
        writer.put("\nlocal object_table = {\n  Name = ")
        writer.quoted(definition.name)
        writer.put(",\n  ObjectId = \"")
        writer.put(String(definition.id))
        writer.put("\",\n  LwM2MVersion = ")
        writer.quoted(definition.lwm2mVersion)
        writer.put(",\n  ObjectVersion = ")
        writer.quoted(definition.objectVersion)
        writer.put(",\n  MultipleInstances = \"")
        writer.put(definition.isMultiple ? "Multiple" : "Single")
        writer.put("\",\n  Mandatory = \"")
        writer.put(definition.isMandatory ? "Mandatory" : "Optional")
        writer.put("\",\n  instance = {},\n}\n")
    }

    private mutating func emitResourceTable() {
        writer.put("\nlocal resource_table = {\n")
        for (index, resource) in definition.resources.enumerated() {
            writer.put("  [")
            writer.put(constants.reference(index))
            writer.put("] = {\n    Name = ")
            writer.quoted(resource.name)
            writer.put(",\n    Operations = \"")
            writer.put(resource.operations.description)
            writer.put(resource.isMultiple ? "\", MultipleInstances = \"Multiple" : "\", MultipleInstances = \"Single")
            writer.put(resource.isMandatory ? "\", Mandatory = \"Mandatory" : "\", Mandatory = \"Optional")
            writer.put("\", Type = \"")
            writer.put(resource.type.rawValue)
            writer.put(Self.ending(of: resource))
        }
        writer.put("}\n")
    }

    /// What follows the type: the first value of the Resource.
    private static func ending(of resource: ResourceDefinition) -> String {
        if resource.operations == .execute { return "\",\n  },\n" }
        if resource.isMultiple { return "\", Value = {},\n  },\n" }
        return switch resource.type {
        case .integer, .unsignedInteger, .float, .time, .objectLink, .boolean: "\", Value = 0,\n  },\n"
        case .string, .opaque, .corelnk, .none: "\", Value = \"\",\n  },\n"
        }
    }

    /// The names of the executable Resources, which Execute prints.
    private mutating func emitExecutables() {
        guard isExecutable else { return }
        writer.put("\nlocal executable = {\n")
        for (index, resource) in definition.resources.enumerated() where resource.operations.contains(.execute) {
            writer.put("  [")
            writer.put(constants.reference(index))
            writer.put("] = \"")
            writer.put(constants.names[index])
            writer.put("\",\n")
        }
        writer.put("}\n")
    }

    var isExecutable: Bool { definition.resources.contains { $0.operations.contains(.execute) } }
}
