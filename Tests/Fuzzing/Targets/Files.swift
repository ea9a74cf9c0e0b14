import DDF
import Lua
import LwM2M
import ObjectGenerator
import ObjectWriter
import ProjectText

extension FuzzTarget {
    /// What people hand to the program as files.
    static let files = [definition, generatedFile, adoption, project]

    private static let definition = FuzzTarget(
        "definition", "a definition in OMA's XML; the Lua that is made of it compiles", mostBytes: 4096
    ) { bytes throws(Breach) in
        _ = DDFValidator.findings(bytes, file: "d.xml")
        guard let parsed = try? DDFParser.parse(bytes, file: "d.xml") else { return }
        for definition in parsed.map(\.definition) {
            guard let name = try? ObjectName.name(for: definition) else { continue }
            let script = Script.emit(definition, name: name)
            do throws(LuaError) { _ = try LuaState().compile(script, named: "d.lua") } catch {
                throw Breach(description: "the Lua of \(definition) does not compile: \(error)")
            }
            try hold(GeneratedFile(reading: script).origin == .generated, "the file is not taken as ours")
        }
    }

    private static let generatedFile = FuzzTarget(
        "generated-file", "a file where a generated one belongs; its code is kept", mostBytes: 4096
    ) { bytes throws(Breach) in
        let file = GeneratedFile(reading: bytes)
        let known = Set(Script.regions(of: sensor))
        let custom = file.regions.filter { known.contains($0.key) }
        guard !custom.isEmpty else { return }
        let again = GeneratedFile(reading: Script.emit(sensor, name: "object_fuzz", custom: custom))
        try hold(again.origin == .generated, "what was made again is not taken as ours")
        try hold(again.regions == custom, "the regions \(custom) are kept as \(again.regions)")
    }

    private static let adoption = FuzzTarget(
        "adopt", "a script of the vendor's generator that is adopted", mostBytes: 8192
    ) { bytes throws(Breach) in
        guard let adoption = try? Adoption(bytes, file: "object_fuzz.lua", definition: vendorSensor) else { return }
        try hold(
            GeneratedFile(reading: adoption.bytes).origin == .generated, "what was adopted is not taken as ours")
    }

    /// The Object of the vendor's example.
    private static let vendorSensor = ObjectDefinition(
        id: 3300, name: "Generic Sensor", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(id: 5700, name: "Sensor Value", operations: .read, isMandatory: true, type: .float),
            ResourceDefinition(id: 5701, name: "Sensor Units", operations: .read, type: .string),
            ResourceDefinition(id: 5605, name: "Reset", operations: .execute, type: .none),
            ResourceDefinition(id: 5750, name: "Application Type", operations: [.read, .write], type: .string),
            ResourceDefinition(
                id: 5751, name: "Sensor Types", operations: [.read, .write], isMultiple: true, type: .integer),
            ResourceDefinition(id: 5852, name: "Data", operations: [.read, .write], type: .opaque),
        ])

    private static let project = FuzzTarget("project", "the text of a project file, xlwm2m.json") {
        bytes throws(Breach) in
        let text = ProjectText(bytes, path: "xlwm2m.json")
        guard let entries = try? text.entries() else { return }
        for entry in entries {
            _ = try? entry.value.texts()
            _ = text.unknown(entry, among: ["product", "profile"])
        }
    }

    /// An Object with a Resource of each kind.
    static let sensor = ObjectDefinition(
        id: 33000, name: "Fuzz", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(id: 0, name: "A", operations: .read, isMandatory: true, type: .integer),
            ResourceDefinition(id: 1, name: "B", operations: [.read, .write], isMandatory: true, type: .integer),
            ResourceDefinition(id: 2, name: "C", operations: [.read, .write], type: .string),
            ResourceDefinition(id: 8, name: "D", operations: [.read, .write], isMultiple: true, type: .float),
            ResourceDefinition(id: 9, name: "E", operations: .execute, type: .none),
        ])
}
