import CLuaBridge

extension LuaState {
    /// Makes a Swift function callable from Lua.
    ///
    /// - Parameters:
    ///   - name: the global, or the field of the table.
    ///   - table: a global table that is made where it is missing; nil for a global.
    ///   - body: its errors are raised in Lua with file and line of the caller in front. It must not keep its arguments.
    /// - throws: `.memory`.
    public func register(
        _ name: String, in table: String? = nil, _ body: @escaping (LuaArguments) throws(LuaError) -> [LuaValue]
    ) throws(LuaError) {
        hostFunctions.append(body)
        try check(lb_register(vm, table, name, Int32(hostFunctions.count - 1)))
    }

    /// Runs a host function; answers the number of results pushed, or LB_RAISE with the message on top.
    func callHost(_ function: Int32, _ arguments: Int32) -> Int32 {
        do {
            let results = try hostFunctions[Int(function)](LuaArguments(state: self, count: Int(arguments)))
            for result in results { try push(result) }
            return Int32(results.count)
        } catch {
            lb_settop(vm, arguments)
            if error.code == .memory { return Int32(LB_RAISE_SHORTAGE) }
            guard (try? push(.text(error.message))) != nil else {
                // No memory even for the words: the bridge raises nil.
                lb_settop(vm, arguments)
                _ = lb_push(vm, lb_value())
                return Int32(LB_RAISE)
            }
            return Int32(LB_RAISE)
        }
    }
}
