import Lua
import LwM2M
import ObjectHost
import TestSupport
import Testing

import struct Foundation.Data

struct SavedStateTests {
    private static let sensor: [UInt8] = {
        let url = Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua")
        return (try? Array(Data(contentsOf: url))) ?? []
    }()

    private func host(_ source: [UInt8] = sensor) throws -> ObjectHost {
        let host = try ObjectHost(
            bindings: ScriptBindings(product: "SARA-R510S-01B", urcForm: .either, hasPulse: false))
        try host.load(source, fileName: "object_generic_sensor.lua")
        return host
    }

    /// What a script keeps beside its instances counts for none.
    @Test func countsInstancesAlone() {
        var saved = SavedState()
        let others = (0..<100).map { LuaField(key: .text("note \($0)"), value: .integer(1)) }
        saved.set(3300, fields: others + [LuaField(key: .integer(0), value: .table([]))])
        #expect(!saved.hasMoreInstances(than: 1, of: 3300) && saved.hasMoreInstances(than: 0, of: 3300))
        #expect(!saved.hasMoreInstances(than: 0, of: 3301))
    }

    @Test func carriesInstancesIntoANewHost() throws {
        let old = try host()
        try old.create(Path(3300, 0), with: [Resource(id: 5700, value: .float(21.5))], from: .host)
        try old.create(Path(3300, 7), with: [Resource(id: 5701, value: .string("Cel"))], from: .host)
        var saved = SavedState()
        try saved.save(3300, of: old)

        let new = try host()
        try saved.restore(3300, in: new)
        #expect(new.instances(of: 3300).sorted() == [0, 7])
        #expect(try new.read(Path(3300, 0, 5700), from: .host) == old.read(Path(3300, 0, 5700), from: .host))
        #expect(try new.read(Path(3300, 7, 5701), from: .server(1)) == old.read(Path(3300, 7, 5701), from: .server(1)))
        // What is given back is a copy: the hosts go their own ways.
        try new.delete(Path(3300, 7), from: .host)
        #expect(old.instances(of: 3300).count == 2)
        #expect(throws: LwM2MError.self) { try new.create(Path(3300, 0), with: [], from: .host) }
    }

    @Test func savesOneInstance() throws {
        let old = try host()
        try old.create(Path(3300, 0), with: [], from: .host)
        var saved = SavedState()
        try saved.save(3300, of: old)
        try old.create(Path(3300, 1), with: [Resource(id: 5700, value: .float(7))], from: .host)
        try old.write([Resource(id: 5700, value: .float(8))], to: Path(3300, 0), mode: .partialUpdate, from: .host)
        try saved.save(3300, instance: 1, of: old)
        #expect(saved.instances(of: 3300).sorted() == [0, 1])
        try saved.save(3300, instance: 0, of: old)
        saved.drop(3300, instance: 1)

        let new = try host()
        try saved.restore(3300, in: new)
        #expect(new.instances(of: 3300) == [0])
        #expect(try new.read(Path(3300, 0, 5700), from: .host) == .resource(Resource(id: 5700, value: .float(8))))
    }

    @Test func leavesNothingBehindInLua() throws {
        let host = try host()
        try host.create(Path(3300, 0), with: [], from: .host)
        var saved = SavedState()
        let values = [Resource(id: 5700, value: .float(1)), Resource(id: 5701, value: .string("Cel"))]
        // Writes of several Resources keep the old values until they are done.
        for _ in 0..<20_000 { try host.write(values, to: Path(3300, 0), mode: .partialUpdate, from: .host) }
        for _ in 0..<2000 { try saved.save(3300, instance: 0, of: host) }
        #expect(host.lua.memoryUse < 2 << 20)
    }

    @Test func takesTheDefinitionOfNow() throws {
        let old = try host()
        try old.create(Path(3300, 0), with: [Resource(id: 5750, value: .string("kept"))], from: .host)
        var saved = SavedState()
        try saved.save(3300, of: old)

        let text = String(decoding: Self.sensor, as: UTF8.self)
        #expect(text.contains(#""RW""#))
        let source = text.split(separator: #""RW""#, omittingEmptySubsequences: false).joined(separator: #""R""#)
        let new = try host(Array(source.utf8))
        try saved.restore(3300, in: new)
        let path = Path(3300, 0, 5750)
        #expect(try new.read(path, from: .server(1)) == .resource(Resource(id: 5750, value: .string("kept"))))
        let refusal = #expect(throws: LwM2MError.self) {
            try new.write([Resource(id: 5750, value: .string("new"))], to: path, mode: .replace, from: .server(1))
        }
        #expect(refusal?.code == .methodNotAllowed)
    }

    @Test func dropsWhatIsGone() throws {
        let old = try host()
        try old.create(Path(3300, 0), with: [], from: .host)
        var saved = SavedState()
        try saved.save(3300, of: old)
        #expect(saved.instances(of: 3300) == [0])
        old.remove(3300)
        try saved.save(3300, of: old)
        #expect(saved.instances(of: 3300).isEmpty)
        let new = try host()
        try saved.restore(3300, in: new)
        #expect(new.instances(of: 3300).isEmpty)
    }
}
