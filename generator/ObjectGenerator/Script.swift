package import LwM2M

/// Writes the script of an Object, which the module's LwM2M client loads. This file has the head of the script and its
/// tables; the functions are in `Script+Functions.swift`.
///
/// The same definition and the same custom code always give the same bytes: LF, ASCII outside strings, no date. The
/// script needs the client's three modules and nothing newer than Lua 5.1.
package struct Script {
    let definition: ObjectDefinition
    let name: String
    let custom: [CustomRegion: [UInt8]]
    let options: ScriptOptions
    private let bindings: [String]
    let constants: ResourceConstants
    var writer: ByteWriter

    private init(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]], options: ScriptOptions,
        bindings: [String]
    ) {
        self.definition = definition
        self.name = name
        self.custom = custom
        self.options = options
        self.bindings = bindings
        constants = ResourceConstants(definition.resources)
        writer = ByteWriter(capacity: 4096 + 300 * definition.resources.count)
    }

    /// The bytes of `<name>.lua`.
    ///
    /// - Parameters:
    ///   - definition: the Object; no two of its Resources share an id.
    ///   - name: the name of the file, global table and registration, from `ObjectName`.
    ///   - custom: the code to put in the regions; a region without code is empty.
    ///   - bindings: lines for the head: how the client's functions are called on the product given in the options.
    package static func emit(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]] = [:],
        options: ScriptOptions = ScriptOptions(), bindings: [String] = []
    ) -> [UInt8] {
        var script = Script(definition, name: name, custom: custom, options: options, bindings: bindings)
        script.emit()
        return script.writer.sealed()
    }

    /// The regions of an Object's script, in order; that of `adopt` is included only if it is not empty.
    package static func regions(of definition: ObjectDefinition) -> [CustomRegion] {
        let executables = definition.resources.filter { $0.operations.contains(.execute) }.map(\.id)
        let ofExecute = executables.isEmpty ? [] : [.beforeExecute] + executables.map(CustomRegion.execute) + [.execute]
        return [.file, .state, .load, .beforeCreate, .create, .beforeDelete, .delete, .read, .beforeWrite, .write]
            + ofExecute + [.adopted]
    }

    private mutating func emit() {
        emitHeader()
        emitConstants()
        emitGlobalTable()
        emitObjectTable()
        emitResourceTable()
        emitExecutables()
        if options.checksRanges { emitAllowedValues() }
        writer.write("\n")
        writer.region(.file, custom[.file], indent: "")
        emitState()
        emitFunctions()
        if let rest = custom[.adopted], !rest.isEmpty {
            writer.write("\n")
            writer.region(.adopted, rest, indent: "")
        }
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
            -- file is made again. A change anywhere else does not. A code returned in a place "before ..." refuses the
            -- request, and nothing has changed.

            """)
        for line in bindings {
            writer.write("-- ")
            writer.comment(line)
            writer.write("\n")
        }
        if let line = options.line { writer.write(line + "\n") }
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
            writer.write("] = {\n")
            emitRemark(resource)
            writer.write("    Name = ")
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

    /// What the definition says about the values: `-- range: 0..100; unit: %`.
    private mutating func emitRemark(_ resource: ResourceDefinition) {
        let remarks = [("range: ", resource.rangeEnumeration), ("unit: ", resource.units)].filter { !$0.1.isEmpty }
        guard !remarks.isEmpty else { return }
        writer.write("    -- ")
        writer.comment(remarks.map { $0.0 + $0.1 }.joined(separator: "; "))
        writer.write("\n")
    }

    /// What follows the type: the Resource's initial value.
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

    // MARK: - Values

    /// What the definition allows for certain, and the function that checks it.
    private mutating func emitAllowedValues() {
        let allowed = allowedValues
        guard !allowed.isEmpty else { return }
        writer.write("\n\(AllowedValues.heading) than its Resource's is not judged.\n")
        writer.write("local allowed = {\n")
        for (index, values) in allowed {
            let type = definition.resources[index].type
            writer.write("  [")
            writer.write(constants.reference(index))
            writer.write("] = function(value)\n    return type(value) ~= \"")
            writer.write(type == .string ? "string" : "number")
            writer.write("\" or ")
            writer.write(values.condition(of: type))
            writer.write("\n  end,\n")
        }
        writer.write("}\n\nlocal function is_allowed(res, value)\n  local allows = allowed[res]\n")
        guard allowed.contains(where: { definition.resources[$0.index].isMultiple }) else {
            writer.write("  return allows == nil or allows(value)\nend\n")
            return
        }
        writer.write(
            """
              if allows == nil or type(value) ~= "table" then
                return allows == nil or allows(value)
              end
              for _, entry in pairs(value) do
                if not allows(entry) then
                  return false
                end
              end
              return true
            end

            """)
    }

    /// The Resources with such values, by position in the definition.
    var allowedValues: [(index: Int, values: AllowedValues)] {
        definition.resources.enumerated().compactMap { index, resource in
            guard !resource.operations.contains(.execute) else { return nil }
            guard let values = AllowedValues(resource), values.isCertain else { return nil }
            return (index, values)
        }
    }

    /// The instance that `create` begins with and `load` completes.
    private mutating func emitState() {
        writer.write(
            """

            -- An instance before it has its Resources. What it is given here is saved and loaded with it.
            local function new_instance(inst)
              local instance = {}
              -- give it fields of your own, instance.count = 0: the other places find them in instance

            """)
        writer.region(.state, custom[.state], indent: "  ")
        writer.write("  return instance\nend\n")
    }
}
