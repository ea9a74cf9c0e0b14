import Lua
import Modem
import ObjectHost

/// Loads one file into a device of its own and keeps what it did.
struct ObjectProbe {
    /// One call of `lwm2m_object_tbl_add`.
    struct Registration {
        var id: LuaValue
        var name: LuaValue
    }

    let host: ObjectHost
    /// How loading ended; nil where it went well.
    private(set) var error: LuaError?
    private(set) var registrations: [Registration] = []
    /// The table of the Object: what the file returned, or the global that it registered.
    private(set) var table: LuaReference?

    /// A device of the product without Objects.
    static func host(for checker: ObjectChecker) throws(ObjectHostError) -> ObjectHost {
        try ObjectHost(bindings: checker.product.bindings, clock: VirtualClock(), limits: checker.limits)
    }

    /// Nil where the limits have no room for a device at all.
    init?(_ text: [UInt8], name: String, checker: ObjectChecker) {
        guard let host = try? Self.host(for: checker) else { return nil }
        self.host = host
        let notes = RegistrationNotes()
        do throws(LuaError) {
            try host.lua.register("lwm2m_object_tbl_add") { (arguments) throws(LuaError) in
                notes.list.append(Registration(id: try arguments.value(1), name: try arguments.value(2)))
                return []
            }
            let chunk = try host.lua.load(text, named: name)
            let result = try host.lua.callKeeping(chunk)
            registrations = notes.list
            if try host.lua.field("objectId", of: result) != .nil {
                table = result
            } else if let registered = registrations.last?.name.text {
                let global = try host.lua.keepGlobal(registered)
                if try host.lua.field("objectId", of: global) != .nil { table = global }
            }
        } catch {
            registrations = notes.list
            self.error = error
        }
    }

    /// A field of the Object's table.
    func field(_ name: String) -> LuaValue {
        guard let table else { return .nil }
        return (try? host.lua.field(name, of: table)) ?? .nil
    }

    /// What a function of the Object answers first.
    ///
    /// - throws: how the call ended.
    func answer(of name: String) throws(LuaError) -> LuaValue {
        guard case .function(let function) = field(name) else { return .nil }
        return try host.lua.call(function).first ?? .nil
    }
}

/// Collects registrations while a file loads.
private final class RegistrationNotes {
    var list: [ObjectProbe.Registration] = []
}
