import CLuaBridge

/// A value that Lua keeps for the host, usually a table, until the last copy of the reference is released.
///
/// It may outlive the state. After a `restore`, references made since the `snapshot` are void.
///
/// `@unchecked Sendable`: the number is constant, and `lb_drop` may be called by any thread at any time: the state
/// releases the value at its next entry into Lua.
package final class LuaReference: Hashable, @unchecked Sendable {
    private let handle: OpaquePointer
    /// The number under which Lua keeps the value.
    let number: Int32

    init(_ handle: OpaquePointer) {
        self.handle = handle
        number = lb_reference_number(handle)
    }

    deinit { lb_drop(handle) }

    /// The value's place, for calls that must avoid the cost of reference counting.
    package var slot: LuaSlot { LuaSlot(number: number) }

    package static func == (left: LuaReference, right: LuaReference) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Where Lua keeps a value; valid as long as a reference to the value exists.
package struct LuaSlot: Hashable, Sendable {
    let number: Int32
}

/// A name that a state keeps for its life, so that a call can look up its function without making a string.
package struct LuaName: Hashable, Sendable {
    let number: Int32
}

/// A function inside one Lua state, kept like any other value.
package struct LuaFunction: Hashable, Sendable {
    let reference: LuaReference
}

extension LuaState {
    /// Keeps a Swift value.
    ///
    /// - throws: `.memory`.
    package func keep(_ value: LuaValue) throws(LuaError) -> LuaReference {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try push(value)
        return try keep(at: top + 1)
    }

    /// Keeps a name, of a method for instance, as long as the state lives.
    ///
    /// - throws: `.memory`.
    package func keepName(_ name: String) throws(LuaError) -> LuaName {
        let reference = try keep(.text(name))
        names.append(reference)
        return LuaName(number: reference.number)
    }

    /// Keeps a global.
    ///
    /// - throws: `.memory`.
    package func keepGlobal(_ name: String) throws(LuaError) -> LuaReference {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_global(vm, name))
        return try keep(at: top + 1)
    }

    /// A field of a kept table, read without metamethods; nil if the value is not a table.
    ///
    /// - throws: `.memory`; `.runtime` for a table too large to copy.
    package func field(_ name: String, of table: LuaReference) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, table.number))
        try check(lb_push_field(vm, name))
        return try value(at: top + 1)
    }

    /// The function in a field of a kept table.
    ///
    /// - throws: `.runtime` if there is none.
    package func function(_ name: String, of table: LuaReference) throws(LuaError) -> LuaFunction {
        guard case .function(let function) = try field(name, of: table) else {
            throw LuaError(.runtime, "there is no function '\(name)' in a module of the host")
        }
        return function
    }

    /// The kept value.
    ///
    /// - throws: `.runtime` for a table too large to copy.
    package func value(of reference: LuaReference) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, reference.number))
        return try value(at: top + 1)
    }

    /// Keeps the value at an index of the stack.
    func keep(at index: Int32) throws(LuaError) -> LuaReference {
        var handle: OpaquePointer?
        try check(lb_keep(vm, index, &handle))
        return reference(handle)
    }

    /// The reference that the bridge made.
    func reference(_ handle: OpaquePointer?) -> LuaReference {
        guard let handle else { preconditionFailure("the bridge answers a reference or an error") }
        return LuaReference(handle)
    }
}
