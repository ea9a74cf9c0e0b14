import Foundation
import Lua
import LwM2M
import ObjectHost
import Products
import Randomness
import SQLite
import Storage
import StoreLoad
import TestSupport
import Testing

struct StoreTests {
    @Test func beginsNew() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        #expect(store.isNew && store.notice == nil)
        #expect(try store.state() == StoredState())
        #expect(try device.flash.freeSpace() == 9_994_240)
        #expect(try device.flash.list(.client).files.map(\.name) == ["object.db"])
    }

    @Test func keepsAllOverARestart() throws {
        let device = try TemporaryFlash()
        let state = Self.sample
        do { try Store(device.flash).commit(state) }
        let store = try Store(device.flash)
        #expect(!store.isNew && store.notice == nil)
        #expect(try store.state() == state)
        try store.commit(state)
        #expect(try store.state() == state)
    }

    /// Every kind of value that a script can hold.
    static let sample: StoredState = {
        var state = StoredState()
        let values: [LuaValue?] = [
            nil, .boolean(true), .boolean(false), .integer(.min), .integer(.max), .number(0.1), .number(-.infinity),
            .text(""), .text("ä\0b"), .string(LuaString([0xFF, 0, 0x80])), .table([]),
            .table([LuaField(key: .integer(721), value: .integer(1)), LuaField(key: .integer(0), value: .text("x"))]),
            .table([LuaField(key: .text("name"), value: .boolean(true))]),
            .table([
                LuaField(
                    key: .integer(1),
                    value: .table([
                        LuaField(key: .number(0.5), value: .number(2)), LuaField(key: .boolean(true), value: .text("")),
                    ]))
            ]),
        ]
        let resources = values.enumerated().map { index, value in
            LuaField(
                key: .integer(Int64(100 - index)),
                value: .table(value.map { [LuaField(key: .text("Value"), value: $0)] } ?? []))
        }
        let instance = LuaValue.table([LuaField(key: .text("resource"), value: .table(resources))])
        let empty = LuaValue.table([LuaField(key: .text("resource"), value: .table([]))])
        state.instances.set(
            3300,
            fields: [
                LuaField(key: .integer(65534), value: instance), LuaField(key: .integer(0), value: empty),
                LuaField(key: .integer(7), value: instance),
            ])
        state.instances.set(65535, fields: [])
        state.registrations = [1: 1_735_689_600, 102: -1]
        state.settings = ["ULWM2M": "0", "": "", "ULWM2MCONFIG": "1,\"coap://127.0.0.1:5683\""]
        return state
    }()

    @Test func commitsInstancesOneByOneInTheirOrder() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        var random = SeededSequence(seed: 11)
        var state = SavedState()
        state.set(3300, fields: [])
        try store.commit(3300, of: state)
        for round in 0..<300 {
            let id = ObjectInstanceID.random(in: 0..<8, using: &random)
            if Bool.random(using: &random), state.instances(of: 3300).contains(id) {
                state.drop(3300, instance: id)
            } else {
                var fields = state.fields(of: 3300) ?? []
                let field = Self.instance(Int64(id), value: Int64(round))
                if let index = fields.firstIndex(where: { $0.key == field.key }) {
                    fields[index] = field
                } else {
                    fields.append(field)
                }
                state.set(3300, fields: fields)
            }
            try store.commit(3300, instance: id, of: state)
            #expect(try store.state().instances == state)
        }
        try store.commit(4000, instance: 1, of: state)
        state.drop(3300)
        try store.commit(3300, of: state)
        #expect(try store.state().instances == state)
    }

    static func instance(_ id: Int64, value: Int64) -> LuaField {
        let resource = LuaField(
            key: .integer(0), value: .table([LuaField(key: .text("Value"), value: .integer(value))]))
        return LuaField(
            key: .integer(id), value: .table([LuaField(key: .text("resource"), value: .table([resource]))]))
    }

    @Test func undoesATransactionThatFails() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        try store.commit(Self.sample)
        let error = #expect(throws: StoreError.self) {
            try store.transaction { () throws(StoreError) in
                try store.clear()
                try store.set("ULWM2M", to: "1")
                throw StoreError.content("on purpose")
            }
        }
        #expect(error == .content("on purpose"))
        #expect(try store.state() == Self.sample)
    }

    @Test func clearsAllButTheSettings() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        try store.commit(Self.sample)
        try store.clear()
        var expected = StoredState()
        expected.settings = Self.sample.settings
        #expect(try store.state() == expected)
        try store.set("ULWM2M", to: nil)
        try store.commit(registrationAt: 5, with: 721)
        try store.commit(registrationAt: 6, with: 721)
        #expect(try store.state().registrations == [721: 6])
        try store.commit(registrationAt: nil, with: 721)
        #expect(try store.state().registrations == [:])
        #expect(try store.state().settings["ULWM2M"] == nil)
    }

    @Test func beginsAnewWhereTheFileIsDeleted() throws {
        let device = try TemporaryFlash()
        do {
            let store = try Store(device.flash)
            try store.commit(Self.sample)
            try device.flash.delete("object.db", .client)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.path("LWM2M")) == [])
        let store = try Store(device.flash, keeping: ["ULWM2M": "1"])
        #expect(store.isNew && store.notice == nil)
        #expect(try store.state().settings == ["ULWM2M": "1"])
    }

    @Test func opensAFileOfVersion1() throws {
        let device = try TemporaryFlash()
        do { try Store(device.flash).commit(Self.sample) }
        let path = device.path("LWM2M/object.db")
        do {
            let database = try Database(path)
            for statement in [
                "CREATE TABLE access_control (object_id, object_instance_id, PRIMARY KEY (object_id, object_instance_id))",
                """
                CREATE TABLE access_right (object_id, object_instance_id, short_server_id,
                    FOREIGN KEY (object_id, object_instance_id) REFERENCES access_control ON DELETE CASCADE)
                """,
                "CREATE TABLE server (short_server_id)", "INSERT INTO access_control VALUES (3, 0)",
                "INSERT INTO access_right VALUES (3, 0, 721)", "INSERT INTO server VALUES (721)",
                "DROP TABLE object_instance_state",
                "PRAGMA user_version=1",
            ] { try database.run(statement) }
        }
        do {
            let store = try Store(device.flash)
            #expect(!store.isNew && store.notice == nil)
            #expect(try store.state() == Self.sample)
        }
        let database = try Database(path)
        #expect(try database.run("PRAGMA user_version") == [[.integer(3)]])
        #expect(try database.run("SELECT name FROM sqlite_master WHERE name LIKE 'access%' OR name = 'server'") == [])
    }

    /// The instances of a script come back with their values into another host.
    @Test func carriesTheInstancesOfAScript() throws {
        let source = Array(
            try Data(contentsOf: Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua")))
        let old = try ObjectHost(bindings: Product.default.bindings)
        try old.load(source, fileName: "object_generic_sensor.lua")
        try old.create(Path(3300, 9), with: [Resource(id: 5700, value: .float(21.5))], from: .host)
        try old.create(Path(3300, 2), with: [Resource(id: 5701, value: .string("Cel"))], from: .host)
        var saved = SavedState()
        try saved.save(3300, of: old)
        let device = try TemporaryFlash()
        do { try Store(device.flash).commit(3300, of: saved) }

        let stored = try Store(device.flash).state().instances
        let hosts = try [saved, stored].map { state in
            let host = try ObjectHost(bindings: Product.default.bindings)
            try host.load(source, fileName: "object_generic_sensor.lua")
            try state.restore(3300, in: host)
            return host
        }
        #expect(hosts[1].instances(of: 3300).sorted() == [2, 9])
        #expect(
            try hosts[1].read(Path(3300, 9, 5700), from: .host) == .resource(Resource(id: 5700, value: .float(21.5))))
        // Also in the order of the listings: they are as they were without the database.
        #expect(try hosts[1].read(Path(3300), from: .host) == hosts[0].read(Path(3300), from: .host))
    }

    @Test func isReadableWithTheToolOfSQLite() throws {
        let device = try TemporaryFlash()
        let store = try Store(device.flash)
        var state = SavedState()
        state.set(3300, fields: [Self.instance(0, value: 21), Self.instance(7, value: -3)])
        try store.commit(3300, of: state)
        // While it is open, and after.
        let sql = "SELECT object_id, object_instance_id, resource_id, type, value FROM resource; PRAGMA user_version"
        let tool = try Program.run("/usr/bin/env", ["sqlite3", device.path("LWM2M/object.db"), sql])
        #expect(tool.exitCode == 0, "\(tool.standardError)")
        #expect(tool.standardOutput == "3300|0|0|integer|21\n3300|7|0|integer|-3\n3\n")
        state.drop(3300, instance: 0)
        try store.commit(3300, of: state)
        #expect(try store.state().instances == state)
    }
}
