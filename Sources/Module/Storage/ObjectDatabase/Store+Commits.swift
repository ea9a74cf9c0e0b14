import Lua
package import LwM2M
package import ObjectHost
import SQLite

extension Store {
    /// Commits all instances of an Object as they are in a state; an Object that is not in the state is removed.
    ///
    /// - throws: why it cannot be stored; what was committed before stays.
    package func commit(_ id: ObjectID, of state: SavedState) throws(StoreError) {
        try transaction { () throws(StoreError) in
            try run("DELETE FROM object WHERE object_id = ?", [.integer(Int64(id))])
            guard let fields = state.fields(of: id) else { return }
            try run("INSERT INTO object VALUES (?)", [.integer(Int64(id))])
            for (position, field) in fields.enumerated() { try insert(field, id, Int64(position)) }
        }
    }

    /// Commits one instance as it is in a state; an instance that is not in the state is removed.
    ///
    /// - throws: as for a whole Object.
    package func commit(_ id: ObjectID, instance: ObjectInstanceID, of state: SavedState) throws(StoreError) {
        try transaction { () throws(StoreError) in
            let key: [SQLValue] = [.integer(Int64(id)), .integer(Int64(instance))]
            let position = try position(key)
            try run("DELETE FROM object_instance WHERE object_id = ? AND object_instance_id = ?", key)
            guard let fields = state.fields(of: id) else { return }
            try run("INSERT OR IGNORE INTO object VALUES (?)", [.integer(Int64(id))])
            if let field = fields.first(where: { $0.key == .integer(Int64(instance)) }) {
                try insert(field, id, position)
            }
        }
    }

    /// The position of an instance among those of its Object; a new one comes last.
    private func position(_ key: [SQLValue]) throws(StoreError) -> Int64 {
        let own = "SELECT position FROM object_instance WHERE object_id = ? AND object_instance_id = ?"
        if let position = try query(own, key).first?.first?.integer { return position }
        let last = try query("SELECT max(position) FROM object_instance WHERE object_id = ?", [key[0]])
        return last.first?.first?.integer.map { $0 &+ 1 } ?? 0
    }

    private func insert(_ field: LuaField, _ object: ObjectID, _ position: Int64) throws(StoreError) {
        // Anything else that a script puts into the table is not an instance.
        guard let instance = field.key.integer, 0..<Int64(maxID) ~= instance else { return }
        let key: [SQLValue] = [.integer(Int64(object)), .integer(instance)]
        try run("INSERT INTO object_instance VALUES (?, ?, ?)", key + [.integer(position)])
        if case .table(let fields) = field.value {
            let own = fields.filter { $0.key != .text("resource") }
            if !own.isEmpty {
                try run("INSERT INTO object_instance_state VALUES (?, ?, ?)", key + [StoredValue(table: own).value])
            }
        }
        guard case .table(let resources)? = field.value["resource"] else { return }
        for (position, resource) in resources.enumerated() {
            guard let id = resource.key.integer, 0...Int64(maxID) ~= id else { continue }
            try insert(resource.value["Value"], key + [.integer(id)], Int64(position))
        }
    }

    private func insert(_ value: LuaValue?, _ key: [SQLValue], _ position: Int64) throws(StoreError) {
        let sql = "INSERT INTO resource VALUES (?, ?, ?, ?, ?, ?)"
        if let stored = StoredValue(scalar: value) {
            return try run(sql, key + [.integer(position), .text(stored.type), stored.value])
        }
        guard case .table(let fields)? = value else { return }
        let values = fields.map { field in
            field.key.integer.flatMap { id in StoredValue(scalar: field.value).map { (id: id, value: $0) } }
        }
        let isMultiple = !values.contains { $0 == nil }
        let stored = isMultiple ? StoredValue.multiple : StoredValue(table: fields)
        try run(sql, key + [.integer(position), .text(stored.type), stored.value])
        guard isMultiple else { return }
        for (position, value) in values.enumerated() {
            guard let value else { continue }
            let columns: [SQLValue] = [
                .integer(value.id), .integer(Int64(position)), .text(value.value.type), value.value.value,
            ]
            try run("INSERT INTO resource_instance VALUES (?, ?, ?, ?, ?, ?, ?)", key + columns)
        }
    }

    /// Commits when the client registered with a server; nil removes it.
    ///
    /// - Parameter unixTime: seconds since 1970.
    /// - throws: why it cannot be stored.
    package func commit(registrationAt unixTime: Int64?, with server: ShortServerID) throws(StoreError) {
        try transaction { () throws(StoreError) in
            guard let unixTime else {
                return try run("DELETE FROM registration WHERE short_server_id = ?", [.integer(Int64(server))])
            }
            try run("INSERT OR REPLACE INTO registration VALUES (?, ?)", [.integer(Int64(server)), .integer(unixTime)])
        }
    }

    /// Commits a setting of NVM; nil removes it.
    ///
    /// - throws: why it cannot be stored.
    package func set(_ name: String, to value: String?) throws(StoreError) {
        try transaction { () throws(StoreError) in
            guard let value else { return try run("DELETE FROM setting WHERE name = ?", [.text(name)]) }
            try run("INSERT OR REPLACE INTO setting VALUES (?, ?)", [.text(name), .text(value)])
        }
    }

    /// Removes everything except the settings, as `AT+ULWM2M=2` and a change of the operator profile do.
    ///
    /// - throws: why it cannot be done.
    package func clear() throws(StoreError) {
        try transaction { () throws(StoreError) in
            for table in ["object", "registration"] { try run("DELETE FROM \(table)") }
        }
    }
}
