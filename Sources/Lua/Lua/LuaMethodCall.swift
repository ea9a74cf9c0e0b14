import CLuaBridge

/// One call of a method with plain arguments, in one crossing of the bridge and without a copy.
///
/// What a result that is no number or boolean holds is gone when the value is.
public struct LuaMethodCall: ~Copyable {
    // The caller holds the state for longer than a call lasts; counting references would be a tenth of the call.
    private unowned(unsafe) let state: LuaState
    private let outcome: lb_outcome
    private let hasResultsOnStack: Bool

    /// Calls the function that a kept table has under a kept name, with two numbers and a flag, and looks at three
    /// results. It is looked up at each call, so that a function which the script puts in its place counts.
    ///
    /// - throws: `.missing` where there is no function; else how the call ended.
    public init(
        _ method: LuaReference, of table: LuaReference, _ first: Int64, _ second: Int64, flag: Bool, in state: LuaState
    ) throws(LuaError) {
        var arguments = (lb_value.plain(first), lb_value.plain(second), lb_value.plain(flag))
        try self.init(method, table, &arguments, 3, results: 3, in: state)
    }

    /// The same with two numbers and three more values, and one result.
    ///
    /// - throws: `.missing` where there is no function; else how the call ended.
    public init(
        _ method: LuaReference, of table: LuaReference, _ first: Int64, _ second: Int64, _ third: Int64,
        flag: Bool, _ last: LuaScalar, in state: LuaState
    ) throws(LuaError) {
        var arguments = (
            lb_value.plain(first), lb_value.plain(second), lb_value.plain(third), lb_value.plain(flag), last.bridged
        )
        try self.init(method, table, &arguments, 5, results: 1, in: state)
    }

    @inline(__always)
    private init<Values>(
        _ method: LuaReference, _ table: LuaReference, _ arguments: inout Values, _ count: Int32, results: Int32,
        in state: LuaState
    ) throws(LuaError) {
        self.state = state
        var outcome = lb_outcome()
        let status = withUnsafePointer(to: &arguments) { arguments in
            lb_call_fast(
                state.vm, table.number, method.number,
                UnsafeRawPointer(arguments).assumingMemoryBound(to: lb_value.self), count, results, &outcome)
        }
        self.outcome = outcome
        hasResultsOnStack =
            status == LB_OK && results == 3 && (outcome.word < 0 || outcome.value.type == LB_OTHER)
        guard status == LB_OK else { throw state.failure(status) }
    }

    deinit { if hasResultsOnStack { lb_settop(state.vm, outcome.top - 2) } }

    /// The first result; nil where it is no whole number.
    public var code: Int64? { outcome.code < 0 ? nil : outcome.code }

    /// The place of the second result among the state's words; nil where it is none of them.
    public var word: Int? { outcome.word < 0 ? nil : Int(outcome.word) }

    /// The third result, where it is a whole number.
    public var integer: Int64? { outcome.value.type == LB_INTEGER ? outcome.value.integer : nil }

    /// The third result, where it is a float.
    public var number: Double? { outcome.value.type == LB_NUMBER ? outcome.value.number : nil }

    /// The second result as it is; nil where it was one of the words.
    ///
    /// - throws: `.runtime` for a table that is too deep or too large.
    public func second() throws(LuaError) -> LuaValue {
        hasResultsOnStack ? try state.value(at: outcome.top + 2) : .nil
    }

    /// The third result, copied where it is a table.
    ///
    /// - throws: `.runtime` for a table that is too deep or too large.
    public func third() throws(LuaError) -> LuaValue {
        hasResultsOnStack ? try state.value(at: outcome.top + 3) : outcome.value.plain
    }
}

extension LuaState {
    /// Keeps words that `LuaMethodCall` recognises, 16 at most, for the life of the state.
    ///
    /// - throws: `.memory`.
    public func keepWords(_ words: [StaticString]) throws(LuaError) {
        let pointers: [UnsafePointer<CChar>?] = words.map {
            UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        try check(lb_keep_words(vm, pointers, Int32(pointers.count)))
    }
}
