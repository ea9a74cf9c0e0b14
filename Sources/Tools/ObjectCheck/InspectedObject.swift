import DDF
package import FileSystem
package import JSON
package import LwM2M
import ObjectGenerator
import ObjectHost
import Wording

/// An Object as `inspect` shows it.
package struct InspectedObject {
    package var definition: ObjectDefinition
    /// The name of its script; nil if its name does not yield one.
    var script: String?

    /// The Objects of a file.
    ///
    /// - throws: `InspectionError` if the file defines no Object or cannot be read.
    package static func read(_ path: String) throws -> [InspectedObject] {
        let file = path == "-" ? "<stdin>" : path
        let limits = DDFLimits()
        if path.hasSuffix(".lua") { return [try script(path)] }
        do {
            let bytes = try Files.read(path, limit: limits.bytes)
            return try DDFParser.parse(bytes, file: file, limits: limits).map {
                InspectedObject(definition: $0.definition, script: try? ObjectName.name(for: $0.definition))
            }
        } catch let error as DDFError {
            throw InspectionError(error.description)
        } catch let error as FileSystemError where error.isTooLarge {
            throw InspectionError("\(file): more than \(limits.bytes) bytes: give a definition of one Object")
        } catch {
            throw InspectionError("\(error): give the path of a file that can be read", isUnreadable: true)
        }
    }

    /// The files of a folder that define Objects; a path that is not a folder stands for itself.
    ///
    /// - throws: an error if the folder cannot be listed.
    package static func files(at path: String) throws(FileSystemError) -> [String] {
        guard Files.status(path)?.kind == .directory else { return [path] }
        return try Files.listReadable(path).filter { name in
            name.hasSuffix(".xml") || (name.hasPrefix("object_") && name.hasSuffix(".lua"))
        }.map { Paths.join(path, $0) }
    }

    /// The Object of a script, loaded as a module loads it.
    private static func script(_ path: String) throws -> InspectedObject {
        let longest = 4 << 20
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: longest)
        } catch  where error.isTooLarge {
            throw InspectionError("\(path): more than \(longest) bytes: give the script of one Object")
        } catch {
            throw InspectionError("\(error): give the path of a file that can be read", isUnreadable: true)
        }
        let bindings = ScriptBindings(product: "a module", urcForm: .either, hasPulse: true)
        do {
            let object = try ObjectHost(bindings: bindings).load(bytes, fileName: Paths.name(of: path))
            var definition = object.definition
            definition.resources.sort { $0.id < $1.id }
            return InspectedObject(definition: definition, script: object.name)
        } catch {
            throw InspectionError("\(error)")
        }
    }

    /// A header, and a table with one line for each Resource.
    package var text: String {
        var text = "Object \(definition.id)  \(Self.line(definition.name))\n"
        text += "version \(Self.line(definition.objectVersion)), LwM2M \(Self.line(definition.lwm2mVersion)), "
        text += "\(definition.isMultiple ? "Multiple" : "Single"), "
        text += "\(definition.isMandatory ? "Mandatory" : "Optional")"
        if !definition.urn.isEmpty { text += ", \(Self.line(definition.urn))" }
        if let script { text += "\nscript \(script).lua" }
        var table = TextTable(
            ["ID", "NAME", "OPERATIONS", "INSTANCES", "MANDATORY", "TYPE", "RANGE", "UNIT", "CONSTANT"],
            alignedRight: [0], keepsEmptyColumns: true)
        let constants = ResourceConstants(definition.resources).names
        for (resource, constant) in zip(definition.resources, constants) {
            table.add([
                String(resource.id), Self.line(resource.name), resource.operations.description,
                resource.isMultiple ? "Multiple" : "Single", resource.isMandatory ? "Mandatory" : "Optional",
                resource.type.rawValue, Self.line(resource.rangeEnumeration), Self.line(resource.units), constant,
            ])
        }
        return text + "\n\n" + table.text + "\n"
    }

    /// Text from a file made fit for a table: one line, at most 40 columns.
    private static func line(_ text: String) -> String {
        let line = String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).map { scalar in
                    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar
                }))
        return line.columns > 40 ? line.prefix(columns: 37) + "..." : line
    }

    /// Everything that is known, worded as in the definition.
    package var json: JSONValue {
        let constants = ResourceConstants(definition.resources).names
        return .members([
            "id": .integer(Int64(definition.id)), "name": .string(definition.name),
            "script": script.map { .string($0) }, "urn": .string(definition.urn),
            "lwm2mVersion": .string(definition.lwm2mVersion), "objectVersion": .string(definition.objectVersion),
            "multiple": .boolean(definition.isMultiple), "mandatory": .boolean(definition.isMandatory),
            "description": .string(definition.description),
            "resources": .array(zip(definition.resources, constants).map { Self.json($0, $1) }),
        ])
    }

    private static func json(_ resource: ResourceDefinition, _ constant: String) -> JSONValue {
        .members([
            "id": .integer(Int64(resource.id)), "name": .string(resource.name), "constant": .string(constant),
            "operations": .string(resource.operations.description), "multiple": .boolean(resource.isMultiple),
            "mandatory": .boolean(resource.isMandatory), "type": .string(resource.type.rawValue),
            "range": .string(resource.rangeEnumeration), "units": .string(resource.units),
            "description": .string(resource.description),
        ])
    }
}

/// A file in which no Object can be shown; the text says what to do.
package struct InspectionError: Error, CustomStringConvertible {
    package var description: String
    /// Whether the file cannot be read; otherwise it is neither a definition nor an Object's script.
    package var isUnreadable: Bool

    init(_ description: String, isUnreadable: Bool = false) {
        (self.description, self.isUnreadable) = (description, isUnreadable)
    }
}
