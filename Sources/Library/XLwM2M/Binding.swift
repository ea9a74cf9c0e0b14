import Lua

/// A function of your own that scripts can call: it receives the arguments and returns the results. If it throws, the
/// script gets an error with the file and line of the call.
///
/// It may make requests to its device.
public typealias Binding = (_ arguments: [Value]) throws -> [Value]

/// The functions of a device's owner, for each Lua state of the scripts.
final class BindingTable {
    private var bindings: [String: Binding]

    /// - throws: for a name that no script can call.
    init(_ bindings: [String: Binding]) throws(DeviceError) {
        self.bindings = bindings
        for name in bindings.keys.sorted() { try Self.check(name) }
    }

    /// Adds a function to a state that is already running.
    func add(_ name: String, _ body: @escaping Binding, in lua: LuaState) throws(DeviceError) {
        try Self.check(name)
        bindings[name] = body
        do throws(LuaError) { try Self.register(name, body, in: lua) } catch { throw DeviceError("\(error)") }
    }

    /// Registers all functions in a new state.
    func register(in lua: LuaState) throws(LuaError) {
        for (name, body) in bindings.sorted(by: { $0.key < $1.key }) { try Self.register(name, body, in: lua) }
    }

    private static func register(_ name: String, _ body: @escaping Binding, in lua: LuaState) throws(LuaError) {
        try lua.register(name) { (arguments) throws(LuaError) in
            var values: [Value] = []
            for position in 1..<(arguments.count + 1) { values.append(Value(try arguments.value(position))) }
            let results: [Value]
            do { results = try body(values) } catch { throw LuaError(.runtime, "\(name): \(error)") }
            return results.map(\.lua)
        }
    }

    private static func check(_ name: String) throws(DeviceError) {
        let isName = name.utf8.enumerated().allSatisfy { place, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): place > 0
            default: false
            }
        }
        guard isName, !name.isEmpty, !keywords.contains(name) else {
            throw DeviceError("'\(name)' is not the name of a Lua function")
        }
    }

    /// - Source: Lua 5.3 manual §3.1.
    private static let keywords: Set = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]
}
