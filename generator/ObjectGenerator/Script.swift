import LwM2M

/// A script in the making: the head of the file and its tables. The functions are in `Script+Functions.swift`.
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
        writer.write("\n")
        writer.region(.file, custom[.file], indent: "")
        emitFunctions()
        writer.write("\nreturn ")
        writer.write(name)
        writer.write("\n")
    }

    private mutating func emitHeader() {
        writer.write("-- ")
        writer.write(name)
        writer.write(".lua: ")
        writer.comment(definition.name)
        writer.write(", LwM2M Object ")
        writer.write(String(definition.id))
        writer.write(", version ")
        writer.comment(definition.objectVersion)
        writer.write(
            """
            \n-- Made from the definition of the Object. Put your code between the lines marked "custom": it stays when the
            -- file is made again. A change anywhere else does not.

            """)
        writer.checksumLine()
        writer.write(
            """

            require "lwm2m_object_table"
            require "lwm2m_defs"
            require "utils"


            """)
    }

    private mutating func emitConstants() {
        if constants.areInTable {
            writer.write("local ")
            writer.write(ResourceConstants.table)
            writer.write(" = {\n")
        }
        for (constant, resource) in zip(constants.names, definition.resources) {
            writer.write(constants.areInTable ? "  " : "local ")
            writer.write(constant)
            writer.write(" = ")
            writer.write(String(resource.id))
            writer.write(constants.areInTable ? ",\n" : "\n")
        }
        if constants.areInTable { writer.write("}\n") }
    }

    private mutating func emitGlobalTable() {
        writer.write("\n")
        writer.write(name)
        writer.write(" = {\n  objectId = ")
        writer.write(String(definition.id))
        writer.write(",\n  name = \"")
        writer.write(name)
        writer.write("\",\n}\n\nlwm2m_object_tbl_add(")
        writer.write(name)
        writer.write(".objectId, ")
        writer.write(name)
        writer.write(".name)\n")
    }

    private mutating func emitObjectTable() {
        writer.write("\nlocal object_table = {\n  Name = ")
        writer.quoted(definition.name)
        writer.write(",\n  ObjectId = \"")
        writer.write(String(definition.id))
        writer.write("\",\n  LwM2MVersion = ")
        writer.quoted(definition.lwm2mVersion)
        writer.write(",\n  ObjectVersion = ")
        writer.quoted(definition.objectVersion)
        writer.write(",\n  MultipleInstances = \"")
        writer.write(definition.isMultiple ? "Multiple" : "Single")
        writer.write("\",\n  Mandatory = \"")
        writer.write(definition.isMandatory ? "Mandatory" : "Optional")
        writer.write("\",\n  instance = {},\n}\n")
    }

    private mutating func emitResourceTable() {
        writer.write("\nlocal resource_table = {\n")
        for (index, resource) in definition.resources.enumerated() {
            writer.write("  [")
            writer.write(constants.reference(index))
            writer.write("] = {\n    Name = ")
            writer.quoted(resource.name)
            writer.write(",\n    Operations = \"")
            writer.write(resource.operations.description)
            writer.write(
                resource.isMultiple ? "\", MultipleInstances = \"Multiple" : "\", MultipleInstances = \"Single")
            writer.write(resource.isMandatory ? "\", Mandatory = \"Mandatory" : "\", Mandatory = \"Optional")
            writer.write("\", Type = \"")
            writer.write(resource.type.rawValue)
            writer.write(Self.ending(of: resource))
        }
        writer.write("}\n")
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
        writer.write("\nlocal executable = {\n")
        for (index, resource) in definition.resources.enumerated() where resource.operations.contains(.execute) {
            writer.write("  [")
            writer.write(constants.reference(index))
            writer.write("] = \"")
            writer.write(constants.names[index])
            writer.write("\",\n")
        }
        writer.write("}\n")
    }

    var isExecutable: Bool { definition.resources.contains { $0.operations.contains(.execute) } }
}
