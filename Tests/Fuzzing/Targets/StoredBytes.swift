import FileSystem
import LiveModule
import Lua
import LwM2M
import SQLite
import Storage

extension FuzzTarget {
    /// What lies in the flash.
    static let storage = [storedTable, database]

    private static let storedTable = FuzzTarget("stored-table", "a table of a script as object.db keeps it") {
        bytes throws(Breach) in
        guard let value = LuaValueCoder.decode(bytes) else { return }
        var coder = LuaValueCoder()
        let encoded = coder.encode(value)
        try hold(encoded == bytes, "\(bytes) is written as \(encoded)")
    }

    private static let database = FuzzTarget("database", "object.db with other rows and other bytes", mostBytes: 256) {
        bytes throws(Breach) in
        guard let folder = try? TemporaryFolder() else { return }
        defer { folder.remove() }
        var source = ByteSource(bytes)
        do {
            let flash = try Flash(folder.flash)
            let path = folder.flash + "/LWM2M/object.db"
            try fill(path, &source)
            var store: Store? = try Store(flash)
            _ = try store?.state()
            try store?.set("fuzz", to: "1")
            store = nil
            // Whatever it was, it is usable now, and stays so.
            let again = try Store(flash)
            try hold(again.notice == nil, "a database that was usable is not: \(again.notice ?? "")")
            try hold(try again.state().settings["fuzz"] == "1", "what was set is lost")
        } catch let breach as Breach {
            throw breach
        } catch {
            throw Breach(description: "the flash is not usable: \(error)")
        }
    }

    /// Makes a database, and changes its rows or its bytes behind the back of the program.
    private static func fill(_ path: String, _ source: inout ByteSource) throws {
        try Files.makeDirectory(Paths.directory(of: path))
        try Files.write(Self.empty.get(), to: path)
        let changesBytes = source.number(below: 4) == 0
        do {
            let database = try Database(path)
            _ = try database.run("PRAGMA foreign_keys=off")
            while !source.isEmpty, !changesBytes || source.number(below: 8) > 0 {
                let table = source.one(of: tables)
                let values = (0..<table.columns).map { _ in value(&source) }
                let marks = Array(repeating: "?", count: table.columns).joined(separator: ",")
                // What its own checks refuse cannot be there.
                _ = try? database.run("INSERT OR REPLACE INTO \(table.name) VALUES (\(marks))", values)
            }
        }
        guard changesBytes else { return }
        var content = try Files.read(path)
        for _ in 0..<source.number(below: 16) where !content.isEmpty {
            let place = (Int(source.byte()) << 16 | Int(source.byte()) << 8 | Int(source.byte())) % content.count
            content[place] = source.byte()
        }
        if source.number(below: 4) == 0 { content.removeLast(min(content.count, Int(source.byte()) << 6)) }
        try Files.write(content, to: path)
    }

    /// A database without rows, which is made once.
    private static let empty = Result {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        do { _ = try Store(Flash(folder.flash), keeping: ["profile": "100"]) }
        return try Files.read(folder.flash + "/LWM2M/object.db")
    }

    private static let tables: [(name: String, columns: Int)] = [
        ("object", 1), ("object_instance", 3), ("resource", 6), ("resource_instance", 7), ("registration", 2),
        ("setting", 2),
        ("object_instance_state", 3),
    ]

    private static func value(_ source: inout ByteSource) -> SQLValue {
        switch source.number(below: 10) {
        case 0: return .null
        case 1: return .integer(Int64(bitPattern: source.word()))
        case 2: return .real(Double(bitPattern: source.word()))
        case 3:
            return .text(
                source.one(of: ["integer", "float", "string", "opaque", "boolean", "multiple", "table", "none"]))
        case 4: return .blob(source.bytes(atMost: 40))
        case 5: return .text(String(decoding: source.bytes(atMost: 10), as: UTF8.self))
        case 6:
            var coder = LuaValueCoder()
            return .blob(coder.encode(source.luaValue(depth: 0)))
        default: return .integer(Int64(source.number(below: 6)))
        }
    }
}
