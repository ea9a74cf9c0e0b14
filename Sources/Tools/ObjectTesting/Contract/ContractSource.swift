import FileSystem
import Lua
package import LwM2M
import ObjectGenerator
import ObjectHost

/// A definition and the Object's file that must conform to it.
package struct ContractSource: Hashable, Sendable {
    package var definition: ObjectDefinition
    package var objectPath: String
    /// Where the definition starts in its file.
    package var line: Int
    /// Where each Resource starts, in the order of the definition.
    package var resourceLines: [Int]

    package init(definition: ObjectDefinition, objectPath: String, line: Int = 1, resourceLines: [Int] = []) {
        self.definition = definition
        self.objectPath = objectPath
        self.line = line
        self.resourceLines = resourceLines
    }

    /// The id of the Object that a file creates; nil if it creates none.
    package static func objectID(of path: String) -> ObjectID? {
        guard let source = try? Files.read(path, limit: 4 << 20),
            let host = try? ObjectHost(bindings: ScriptBindings(product: "", urcForm: .either, hasPulse: true))
        else { return nil }
        return (try? host.load(source, fileName: Paths.name(of: path)))?.id
    }

    /// Creates the tests in a device, where they are collected like those of a script.
    ///
    /// - throws: `.runtime` if the file does not exist or is not an Object with the definition's id.
    func collect(in device: TestDevice, testFile: String, definitionPath: String) throws(LuaError) {
        let object = try device.load(path: objectPath)
        guard object.id == definition.id else {
            throw LuaError(
                .runtime, "\(objectPath) is object \(object.id), and the definition is of object \(definition.id)")
        }
        let lua = device.host.lua
        if let declarations = ContractDeclarations(
            ofObjectAt: objectPath, folders: [Paths.directory(of: definitionPath)] + device.options.objectFolders)
        {
            let shown = ChunkName.shown(for: declarations.path)
            device.testPaths[shown] = declarations.path
            try lua.call(try lua.load(declarations.text, named: shown))
        }
        let loader = try lua.load(Array("return require((...))".utf8), named: "xlwm2m/start.lua")
        let contract = try lua.callKeeping(loader, [.text("xlwm2m.contract")])
        guard case .function(let collect) = try lua.field("collect", of: contract) else { return }
        try lua.call(collect, [description(object: object.name, file: testFile)])
    }

    /// Whether the Object's file was generated with `--ranges`, so that it refuses values out of range.
    private var checksRanges: Bool {
        guard let text = try? Files.read(objectPath, limit: 4 << 20) else { return false }
        return GeneratedFile(reading: text).options.checksRanges
    }

    /// The definition as a Lua table.
    private func description(object: String, file: String) -> LuaValue {
        let checksRanges = checksRanges
        return .record([
            "id": .integer(Int64(definition.id)), "name": .text(definition.name), "object": .text(object),
            "file": .text(file), "line": .integer(Int64(line)), "multiple": .boolean(definition.isMultiple),
            "mandatory": .boolean(definition.isMandatory), "lwm2m_version": .text(definition.lwm2mVersion),
            "object_version": .text(definition.objectVersion),
            "resources": .list(
                zip(definition.resources, lines).map { resource, line in
                    .record([
                        "id": .integer(Int64(resource.id)), "name": .text(resource.name),
                        "operations": .text(resource.operations.description), "type": .text(resource.type.rawValue),
                        "multiple": .boolean(resource.isMultiple), "mandatory": .boolean(resource.isMandatory),
                        "line": .integer(Int64(line)),
                        "values": .list(ContractValues.values(for: resource, of: definition.id)),
                        "refused": .list(checksRanges ? ContractValues.refused(for: resource) : []),
                    ])
                }),
        ])
    }

    private var lines: [Int] {
        resourceLines.count == definition.resources.count
            ? resourceLines : Array(repeating: line, count: definition.resources.count)
    }
}

extension LuaValue {
    /// A table with names as its keys.
    fileprivate static func record(_ fields: KeyValuePairs<String, LuaValue>) -> LuaValue {
        .table(fields.map { LuaField(key: .text($0.key), value: $0.value) })
    }
}
