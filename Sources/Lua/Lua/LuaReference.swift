import CLuaBridge

/// A value that Lua keeps for the host, a table most often. It stays until the state goes or `release` is called.
public struct LuaReference: Hashable, Sendable {
    let number: Int32
}

extension LuaState {
    /// Calls a function and keeps its first result.
    ///
    /// - throws: how the call ended.
    public func callKeeping(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> LuaReference {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, function.reference))
        for argument in arguments { try push(argument) }
        try check(lb_call(vm, Int32(arguments.count), 1))
        return try keep(top + 1)
    }

    /// Keeps a value of Swift's, for instance the name of a method.
    ///
    /// - throws: `.memory`.
    public func keep(_ value: LuaValue) throws(LuaError) -> LuaReference {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try push(value)
        return try keep(top + 1)
    }

    /// Keeps a global.
    ///
    /// - throws: `.memory`.
    public func keepGlobal(_ name: String) throws(LuaError) -> LuaReference {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_global(vm, name))
        return try keep(top + 1)
    }

    /// A field of a kept table, read without metamethods; nil where the value is no table.
    ///
    /// - throws: `.memory`; `.runtime` for a table too large to copy.
    public func field(_ name: String, of table: LuaReference) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, table.number))
        try check(lb_push_field(vm, name))
        return try value(at: top + 1)
    }

    /// A function in a field of a kept table.
    ///
    /// - throws: `.runtime` where none stands there.
    public func function(_ name: String, of table: LuaReference) throws(LuaError) -> LuaFunction {
        guard case .function(let function) = try field(name, of: table) else {
            throw LuaError(.runtime, "there is no function '\(name)' in a module of the host")
        }
        return function
    }

    /// The kept value.
    ///
    /// - throws: `.runtime` for a table too large to copy.
    public func value(of reference: LuaReference) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, reference.number))
        return try value(at: top + 1)
    }

    /// Lets go of a kept value.
    public func release(_ reference: LuaReference) { lb_release(vm, reference.number) }

    private func keep(_ index: Int32) throws(LuaError) -> LuaReference {
        var number: Int32 = 0
        try check(lb_reference(vm, index, &number))
        return LuaReference(number: number)
    }
}
