import CLuaBridge

/// One call of a method, made without copies: the arguments are gathered here, and the result is looked at where it
/// stands in Lua.
///
/// The result is gone when the value is.
public struct LuaCall: ~Copyable {
    private let state: LuaState
    private var count: Int32 = 0
    private var arguments = (lb_value(), lb_value(), lb_value(), lb_value(), lb_value())
    private var result = lb_value()
    /// The height of the stack to go back to; nil before the call.
    private var top: Int32?

    public init(in state: LuaState) { self.state = state }

    deinit { if let top { lb_settop(state.vm, top) } }

    /// Passes a plain value or a kept one. Five arguments are the most that the contract has.
    private mutating func pass(_ value: lb_value) {
        switch count {
        case 0: arguments.0 = value
        case 1: arguments.1 = value
        case 2: arguments.2 = value
        case 3: arguments.3 = value
        case 4: arguments.4 = value
        default: preconditionFailure("a method of the contract takes five arguments at most")
        }
        count += 1
    }

    /// Passes a whole number.
    public mutating func pass(_ value: Int64) { pass(lb_value.plain(value)) }

    /// Passes a value that Lua keeps.
    public mutating func pass(_ kept: LuaReference) {
        var value = lb_value()
        value.type = LB_TABLE
        value.integer = Int64(kept.number)
        pass(value)
    }

    /// Calls the function that a kept table has under a kept name. It is looked up at each call, so that a function which
    /// the script puts in its place counts.
    ///
    /// - throws: `.missing` where there is no function; else how the call ended.
    public mutating func run(_ method: LuaReference, of table: LuaReference) throws(LuaError) {
        var top: Int32 = 0
        let passed = count
        let status = withUnsafePointer(to: &arguments) { arguments in
            lb_call_method(
                state.vm, table.number, method.number,
                UnsafeRawPointer(arguments).assumingMemoryBound(to: lb_value.self), passed, &result, &top)
        }
        guard status == LB_OK else { throw state.failure(status) }
        self.top = top
    }

    /// The result, where it is a whole number.
    public var code: Int64? { result.type == LB_INTEGER ? result.integer : nil }

    /// Follows keys from the result and lists the integer keys of the table there, in the order of `pairs`; none
    /// where there is no table. The result is gone then.
    ///
    /// - throws: `.memory`.
    public mutating func integerKeys(
        below first: StaticString, _ index: Int64? = nil, _ second: StaticString? = nil
    ) throws(LuaError) -> [Int64] {
        var found: UnsafePointer<Int64>?
        var count = 0
        var keys = [lb_value.text(first)]
        if let index { keys.append(.plain(index)) }
        if let second { keys.append(.text(second)) }
        try state.check(lb_list_keys(state.vm, keys, Int32(keys.count), &found, &count))
        return Array(UnsafeBufferPointer(start: found, count: count))
    }
}

extension lb_value {
    /// A text that lives as long as the program.
    fileprivate static func text(_ text: StaticString) -> lb_value {
        var value = lb_value()
        value.type = LB_STRING
        value.length = text.utf8CodeUnitCount
        value.bytes = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        return value
    }
}
