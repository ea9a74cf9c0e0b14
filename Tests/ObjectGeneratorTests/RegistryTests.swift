import DDF
import Foundation
import LwM2M
import ObjectGenerator
import TestSupport
import Testing

/// The project's own definitions; with `XLWM2M_REGISTRY` also everything that OMA ever registered, current and historic.
struct RegistryTests {
    /// What the files define, each with the name of its file.
    static let definitions: [(file: String, definition: ObjectDefinition)] = {
        Corpus.definitions.flatMap { url in
            do {
                return try DDFParser.parse([UInt8](try Data(contentsOf: url)), file: url.path).map {
                    (url.lastPathComponent, $0.definition)
                }
            } catch {
                Issue.record("\(url.path): \(error)")
                return []
            }
        }
    }()

    /// The scripts of all definitions; a number keeps versions of one Object apart.
    private static func write(to folder: TemporaryFolder) throws -> [String] {
        try definitions.enumerated().map { number, item in
            let name = try ObjectName.name(for: item.definition) + "_\(number)"
            let script = Script.emit(item.definition, name: name)
            expectSound(script, item.definition, item.file)
            return try folder.write(String(decoding: script, as: UTF8.self), to: "\(name).lua")
        }
    }

    /// What holds for every script, without running it.
    private static func expectSound(_ script: [UInt8], _ definition: ObjectDefinition, _ file: String) {
        let text = String(decoding: script, as: UTF8.self)
        let lines = text.split(separator: "\n")
        let constants = lines.filter { $0.hasPrefix("local RES_") }
        let names = constants.map { $0.dropFirst(6).prefix { $0 != " " } }
        #expect(constants.count == definition.resources.count && Set(names).count == names.count, "\(file)")
        #expect(
            constants.compactMap { $0.split(separator: " ").last.flatMap { UInt16($0) } }
                == definition.resources.map(\.id), "\(file)")
        let code = lines.filter { !$0.contains("\"") }.joined()
        #expect(code.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("\r"), "\(file)")
        #expect(GeneratedFile(reading: script).origin == .generated, "\(file)")
    }

    @Test func servesTheContractInEveryLua() throws {
        let folder = try TemporaryFolder()
        let files = try Self.write(to: folder)
        for lua in LuaVersions.installed { #expect(try LuaVersions.contract(lua, files) == "", "\(lua)") }
    }

    @Test func onlyLocationsShareAName() throws {
        var ids: [String: Set<ObjectID>] = [:]
        for (_, definition) in Self.definitions {
            ids[try ObjectName.name(for: definition), default: []].insert(definition.id)
        }
        let locations = ids.removeValue(forKey: "object_location")
        #expect(locations == [6] || locations == [6, 3336])
        #expect(ids.filter { $0.value.count > 1 }.isEmpty)
    }
}
