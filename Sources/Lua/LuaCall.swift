internal import CLuaBridge

/// One call of a method, made without copies: arguments are passed one by one, and the results are looked at where they
/// stand in Lua.
///
/// The results are gone when the value is.
public struct LuaCall: ~Copyable {
    private let state: LuaState
    private let top: Int32
    private var count: Int32 = 0

    /// Starts a call of the function that a kept table has under a kept name; nil where it has none.
    ///
    /// The name is looked up at each call, so that a function which the script puts in its place counts.
    public init?(_ method: LuaReference, of table: LuaReference, in state: LuaState) {
        self.state = state
        top = lb_top(state.vm)
        guard lb_push_method(state.vm, table.number, method.number) else { return nil }
    }

    deinit { lb_settop(state.vm, top) }

    public mutating func pass(_ value: Int64) {
        lb_push_integer(state.vm, value)
        count += 1
    }

    public mutating func pass(_ value: Bool) {
        lb_push_boolean(state.vm, value)
        count += 1
    }

    /// Passes any value.
    ///
    /// - throws: `.memory`.
    public mutating func pass(_ value: LuaValue) throws(LuaError) {
        try state.push(value)
        count += 1
    }

    /// Runs the call.
    ///
    /// - Parameter results: how many results are looked at afterwards.
    /// - throws: how the call ended.
    public mutating func run(results: Int32) throws(LuaError) {
        let status = lb_call(state.vm, count, results)
        guard status == LB_OK else { throw state.failure(status) }
    }

    /// A result by its position from 1: the value itself where it is plain, a copy where it is a table.
    ///
    /// - throws: `.runtime` for a table that is too deep or too large.
    public func result(_ position: Int32) throws(LuaError) -> LuaValue {
        try state.value(at: top + position)
    }

    /// A result that is a whole number; nil for any other.
    public func integer(_ position: Int32) -> Int64? {
        let value = lb_get(state.vm, top + position)
        return value.type == LB_INTEGER ? value.integer : nil
    }

    /// A result that is a number.
    public func number(_ position: Int32) -> Double? {
        let value = lb_get(state.vm, top + position)
        return value.type == LB_NUMBER ? value.number : nil
    }

    /// Whether a result is the string with these bytes.
    public func isString(_ position: Int32, _ bytes: [UInt8]) -> Bool {
        let value = lb_get(state.vm, top + position)
        guard value.type == LB_STRING, value.length == bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { own in
            for index in 0..<own.count where UInt8(bitPattern: value.bytes[index]) != own[index] { return false }
            return true
        }
    }

    /// Follows keys from the first result and lists the integer keys of the table there, in the order of `pairs`; none
    /// where there is no table.
    ///
    /// - throws: `.memory`.
    public mutating func integerKeys(below first: String, _ index: Int64? = nil, _ second: String? = nil) throws(LuaError)
        -> [Int64]
    {
        var found: UnsafePointer<Int64>?
        var count = 0
        let status = first.withBridged { first in
            (second ?? "").withBridged { second in
                var keys = [first]
                if let index { keys.append(.plain(index)) }
                if second.length > 0 { keys.append(second) }
                return lb_list_keys(state.vm, keys, Int32(keys.count), &found, &count)
            }
        }
        try state.check(status)
        return Array(UnsafeBufferPointer(start: found, count: count))
    }
}

extension String {
    /// The text as a value of the bridge, for as long as the body runs.
    fileprivate func withBridged<Result>(_ body: (lb_value) -> Result) -> Result {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                var value = lb_value()
                value.type = LB_STRING
                value.length = bytes.count
                value.bytes = bytes.baseAddress
                return body(value)
            }
        }
    }
}
