import Lua
import LwM2M
import ObjectHost
package import Storage

/// The state with a number in each of its parts, so that a state made of two shows.
package enum Load {
    package static func state(_ number: Int64) -> StoredState {
        var state = StoredState()
        let instances = (0...Int64(3 + number % 3)).map { instance in
            LuaField(
                key: .integer(instance),
                value: .table([
                    LuaField(
                        key: .text("resource"),
                        value: .table([
                            resource(0, .integer(number)), resource(1, .number(Double(number))),
                            resource(2, .text(String(repeating: "\(number) ", count: 200))),
                            resource(3, .table([LuaField(key: .integer(number), value: .integer(number))])),
                        ]))
                ]))
        }
        for object in [3300, 3301] as [ObjectID] { state.instances.set(object, fields: instances) }
        let server = ShortServerID(truncatingIfNeeded: number)
        state.registrations = [server: number]
        state.settings = ["number": "\(number)"]
        return state
    }

    private static func resource(_ id: Int64, _ value: LuaValue) -> LuaField {
        LuaField(key: .integer(id), value: .table([LuaField(key: .text("Value"), value: value)]))
    }
}
