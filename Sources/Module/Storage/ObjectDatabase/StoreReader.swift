import Lua
import LwM2M
import ObjectHost
import SQLite

/// Reads the tables of object.db into the state of the client.
struct StoreReader {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// The whole state, as of a single moment.
    ///
    /// - throws: `.content` for rows that the client does not write.
    func state() throws(StoreError) -> StoredState {
        var state = StoredState()
        state.instances = try instances()
        for row in try rows("SELECT short_server_id, unix_time FROM registration") {
            state.registrations[try id(row[0])] = try number(row[1])
        }
        for row in try rows("SELECT name, value FROM setting") {
            guard let name = row[0].text, let value = row[1].text else { throw .content("a setting is not a text") }
            state.settings[name] = value
        }
        return state
    }

    private func instances() throws(StoreError) -> SavedState {
        var values = try multipleValues()
        var resources: [[UInt16]: [LuaField]] = [:]
        for row in try rows(
            """
            SELECT object_id, object_instance_id, resource_id, type, value FROM resource
            ORDER BY object_id, object_instance_id, position
            """)
        {
            let key = try ids(row[...2])
            let stored = StoredValue(type: row[3].text ?? "", value: row[4])
            let value = stored == .multiple ? .table(values.removeValue(forKey: key) ?? []) : try stored.luaValue()
            let fields = value.map { [LuaField(key: .text("Value"), value: $0)] } ?? []
            resources[Array(key[..<2]), default: []].append(
                LuaField(key: .integer(Int64(key[2])), value: .table(fields)))
        }
        let states = try states()
        var objects: [ObjectID: [LuaField]] = [:]
        for row in try rows("SELECT object_id FROM object") { objects[try id(row[0])] = [] }
        for row in try rows(
            "SELECT object_id, object_instance_id FROM object_instance ORDER BY object_id, position, object_instance_id"
        ) {
            let key = try ids(row[...])
            let content = LuaValue.table(
                [LuaField(key: .text("resource"), value: .table(resources[key] ?? []))] + (states[key] ?? []))
            objects[key[0], default: []].append(LuaField(key: .integer(Int64(key[1])), value: content))
        }
        var state = SavedState()
        for (id, fields) in objects { state.set(id, fields: fields) }
        return state
    }

    /// What scripts store with instances, by Object and instance.
    private func states() throws(StoreError) -> [[UInt16]: [LuaField]] {
        var states: [[UInt16]: [LuaField]] = [:]
        for row in try rows("SELECT object_id, object_instance_id, fields FROM object_instance_state") {
            guard case .table(let fields)? = try StoredValue(type: "table", value: row[2]).luaValue() else { continue }
            states[try ids(row[..<2])] = fields.filter { $0.key != .text("resource") }
        }
        return states
    }

    /// The values of multiple Resources by Object, instance and Resource.
    private func multipleValues() throws(StoreError) -> [[UInt16]: [LuaField]] {
        var values: [[UInt16]: [LuaField]] = [:]
        for row in try rows(
            """
            SELECT object_id, object_instance_id, resource_id, resource_instance_id, type, value FROM resource_instance
            ORDER BY object_id, object_instance_id, resource_id, position
            """)
        {
            guard let value = try StoredValue(type: row[4].text ?? "", value: row[5]).luaValue() else { continue }
            values[try ids(row[...2]), default: []].append(
                LuaField(key: .integer(try number(row[3])), value: value))
        }
        return values
    }

    private func rows(_ sql: String) throws(StoreError) -> [[SQLValue]] {
        do throws(DatabaseError) { return try database.run(sql) } catch { throw .database(error) }
    }

    private func number(_ value: SQLValue) throws(StoreError) -> Int64 {
        guard let number = value.integer else { throw .content("a number is not one") }
        return number
    }

    private func id(_ value: SQLValue) throws(StoreError) -> UInt16 {
        guard let id = UInt16(exactly: try number(value)) else { throw .content("an id is out of range") }
        return id
    }

    private func ids(_ values: ArraySlice<SQLValue>) throws(StoreError) -> [UInt16] {
        var ids: [UInt16] = []
        for value in values { ids.append(try id(value)) }
        return ids
    }
}
