import DDF
import Foundation
import LwM2M
import ObjectGenerator
import TestSupport
import Testing

/// Everything that OMA ever registered, current and historic.
struct RegistryTests {
    /// The scripts of all definitions; a number keeps versions of one Object apart.
    private static func write(to folder: TemporaryFolder) throws -> [String] {
        try Corpus.definitions.enumerated().map { number, url in
            let object = try DDFParser.parse([UInt8](try Data(contentsOf: url)), file: url.path)[0]
            let name = try ObjectName.name(for: object.definition) + "_\(number)"
            let script = LuaEmitter.emit(object.definition, name: name)
            expectSound(script, object.definition, url.lastPathComponent)
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
        for url in Corpus.definitions {
            let object = try DDFParser.parse([UInt8](try Data(contentsOf: url)), file: url.path)[0]
            ids[try ObjectName.name(for: object.definition), default: []].insert(object.definition.id)
        }
        let shared = ids.filter { $0.value.count > 1 }
        #expect(Corpus.definitions.isEmpty || shared == ["object_location": [6, 3336]])
    }
}
