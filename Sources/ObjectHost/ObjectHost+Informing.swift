import Lua
public import LwM2M

extension ObjectHost {
    /// Calls a function that the script of an Object offers to the client beside the contract, for each instance.
    ///
    /// Nothing happens where the Object is not loaded or has no such function; a fault goes to the log.
    ///
    /// - Parameters:
    ///   - function: its name in the Object's table; it takes an instance and the argument.
    ///   - argument: a number of bytes, or whatever else the function counts.
    public func inform(_ id: ObjectID, _ function: String, _ argument: Int64) {
        guard let object = objects[id] else { return }
        do throws(LuaError) {
            guard case .function(let body) = try lua.field(function, of: object.table) else { return }
            defer { lua.release(body) }
            for instance in instances(of: id) {
                try lua.call(body, [.integer(Int64(instance)), .integer(argument)])
            }
        } catch {
            log("\(object.fileName): \(function): \(error)")
        }
    }
}
