import CLuaBridge

/// One call of a function or a method, and what it returned.
///
/// Plain arguments and results are neither copied nor reference-counted. Other results last as long as this value.
package struct LuaCall: ~Copyable {
    // The caller holds the state for longer than a call lasts; reference counting would cost a tenth of the call.
    private unowned(unsafe) let state: LuaState
    private let callee: lb_callee
    private let outcome: lb_outcome
    /// The stack height to return to; nil if the call left nothing there.
    private let height: Int32?

    deinit { if let height { lb_settop(state.vm, height) } }

    /// Calls the function under a name in a kept table, with two numbers and a flag, and reads three results.
    ///
    /// The function is looked up at each call, so that a replacement by the script takes effect.
    ///
    /// - throws: `.missing` if there is no function; otherwise how the call ended.
    package init(
        _ method: LuaName, of table: LuaSlot, _ first: Int64, _ second: Int64, flag: Bool, in state: LuaState
    ) throws(LuaError) {
        var arguments = (lb_value.plain(first), lb_value.plain(second), lb_value.plain(flag))
        try self.init(Self.callee(method, of: table), plain: &arguments, 3, results: 3, in: state)
    }

    /// The same with two numbers and three more values, and one result.
    ///
    /// - throws: `.missing` if there is no function; otherwise how the call ended.
    package init(
        _ method: LuaName, of table: LuaSlot, _ first: Int64, _ second: Int64, _ third: Int64, flag: Bool,
        _ last: LuaScalar, in state: LuaState
    ) throws(LuaError) {
        let last = try state.argument(last)
        var arguments = (
            lb_value.plain(first), lb_value.plain(second), lb_value.plain(third), lb_value.plain(flag), last
        )
        try self.init(
            Self.callee(method, of: table), plain: &arguments, 5, pushed: last.type == LB_PUSHED ? 1 : 0, results: 1,
            in: state)
    }

    /// The same with any arguments, and one result.
    ///
    /// - throws: `.missing` if there is no function; otherwise how the call ended.
    package init(
        _ method: LuaName, of table: LuaSlot, _ arguments: [LuaValue], in state: LuaState
    ) throws(LuaError) {
        try self.init(Self.callee(method, of: table), arguments, results: 1, in: state)
    }

    /// Calls a function.
    ///
    /// - Parameter results: how many, 1 or `LB_ALL`.
    /// - throws: how the call ended.
    init(
        _ function: LuaFunction, _ arguments: [LuaValue], results: Int, in state: LuaState
    ) throws(LuaError) {
        try self.init(
            lb_callee(table: Int32(LB_NO_TABLE), name: function.reference.number), arguments,
            results: Int32(results), in: state)
    }

    private static func callee(_ method: LuaName, of table: LuaSlot) -> lb_callee {
        lb_callee(table: table.number, name: method.number)
    }

    /// - Parameter pushed: how many of the arguments stand on the stack, to be taken off it.
    @inline(__always)
    private init<Values>(
        _ callee: lb_callee, plain arguments: inout Values, _ count: Int32, pushed: Int32 = 0, results: Int32,
        in state: LuaState
    ) throws(LuaError) {
        self.state = state
        self.callee = callee
        var outcome = lb_outcome()
        let status = withUnsafePointer(to: &arguments) { arguments in
            lb_call(
                state.vm, callee, UnsafeRawPointer(arguments).assumingMemoryBound(to: lb_value.self), count, results,
                &outcome)
        }
        self.outcome = outcome
        let isResultLeft = outcome.first > 0
        if pushed > 0, !isResultLeft { lb_settop(state.vm, outcome.top - pushed) }
        height = isResultLeft ? outcome.top - pushed : nil
        guard status == LB_OK else { throw state.failure(status) }
    }

    private init(
        _ callee: lb_callee, _ values: [LuaValue], results: Int32, in state: LuaState
    ) throws(LuaError) {
        let top = lb_top(state.vm)
        var outcome = lb_outcome()
        do throws(LuaError) {
            var arguments: [lb_value] = []
            arguments.reserveCapacity(values.count)
            for value in values { arguments.append(try state.argument(value)) }
            try state.check(lb_call(state.vm, callee, arguments, Int32(arguments.count), results, &outcome))
        } catch {
            lb_settop(state.vm, top)
            throw error
        }
        self.state = state
        self.callee = callee
        self.outcome = outcome
        height = outcome.first > 0 || outcome.top > top ? top : nil
    }

    // MARK: - Results

    /// The first of one or three results, if it is a whole number from 0 or the text of one.
    package var code: Int64? { outcome.code < 0 ? nil : outcome.code }

    /// The index of the second result among the state's words; nil if it is none of them.
    package var word: Int? { outcome.word < 0 ? nil : Int(outcome.word) }

    /// The third of three results, or the only one, if it is a whole number.
    package var integer: Int64? { outcome.value.type == LB_INTEGER ? outcome.value.integer : nil }

    /// The third of three results, or the only one, if it is a float.
    package var number: Double? { outcome.value.type == LB_NUMBER ? outcome.value.number : nil }

    /// The third of three results, or the only one, if it is a text of ASCII that may leave the state.
    package var text: String? {
        let value = outcome.value
        guard outcome.first > 0, value.type == LB_STRING, value.length <= state.limits.answer else { return nil }
        let bytes = UnsafeRawBufferPointer(start: value.bytes, count: value.length)
        return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The second result as it is; nil if it is one of the words.
    ///
    /// - throws: `.tooLarge`, preceded by the place of the function; `.runtime` for a table that is nested too deeply.
    package func second() throws(LuaError) -> LuaValue { outcome.first > 0 ? try value(outcome.first + 1) : .nil }

    /// The third result, copied if it is a table.
    ///
    /// - throws: `.tooLarge`, preceded by the place of the function; `.runtime` for a table that is nested too deeply.
    package func third() throws(LuaError) -> LuaValue {
        outcome.first > 0 ? try value(outcome.first + 2) : outcome.value.plain
    }

    /// Follows keys from the only result and lists the integer keys of the table there, in the order of `pairs`; none
    /// if there is no table. This consumes the result.
    ///
    /// - throws: `.memory`.
    package consuming func integerKeys(
        below first: StaticString, _ index: Int64? = nil, _ second: StaticString? = nil
    ) throws(LuaError) -> [Int64] {
        guard outcome.first > 0 else { return [] }
        var found: UnsafePointer<Int64>?
        var count = 0
        var keys = [lb_value.text(first)]
        if let index { keys.append(.plain(index)) }
        if let second { keys.append(.text(second)) }
        try state.check(lb_list_keys(state.vm, keys, Int32(keys.count), &found, &count))
        return Array(UnsafeBufferPointer(start: found, count: count))
    }

    /// A reference to the only result.
    func kept() throws(LuaError) -> LuaReference {
        outcome.first > 0 ? try state.keep(at: outcome.first) : try state.keep(outcome.value.plain)
    }

    /// All results.
    func all() throws(LuaError) -> [LuaValue] {
        var results: [LuaValue] = []
        var cost = 0
        do throws(LuaError) {
            for index in outcome.first..<lb_top(state.vm) + 1 {
                results.append(try state.value(at: index, adding: &cost))
            }
        } catch {
            throw state.placed(error, at: callee)
        }
        return results
    }

    private func value(_ index: Int32) throws(LuaError) -> LuaValue {
        do throws(LuaError) { return try state.value(at: index) } catch { throw state.placed(error, at: callee) }
    }
}

extension LuaState {
    /// Calls a function and returns all its results.
    ///
    /// - throws: how the call ended, with message and traceback.
    @discardableResult
    package func call(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        try LuaCall(function, arguments, results: LB_ALL, in: self).all()
    }

    /// Calls a function and keeps its first result.
    ///
    /// - throws: how the call ended.
    package func callKeeping(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> LuaReference {
        try LuaCall(function, arguments, results: 1, in: self).kept()
    }

    /// Keeps words that `LuaCall` recognizes, at most 16, for the life of the state.
    ///
    /// - throws: `.memory`.
    package func keepWords(_ words: [StaticString]) throws(LuaError) {
        let pointers: [UnsafePointer<CChar>?] = words.map {
            UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        try check(lb_keep_words(vm, pointers, Int32(pointers.count)))
    }

    /// An argument as the bridge takes it; strings and tables are pushed onto the stack, and the caller pops them.
    fileprivate func argument(_ value: LuaValue) throws(LuaError) -> lb_value {
        switch value {
        case .nil, .other: return lb_value()
        case .boolean(let value): return .plain(value)
        case .integer(let value): return .plain(value)
        case .number(let value): return .plain(value)
        case .function(let function): return .number(LB_KEPT, function.reference.number)
        case .kept(let kept): return .number(LB_KEPT, kept.number)
        case .string, .table:
            try push(value)
            return .number(LB_PUSHED, lb_top(vm))
        }
    }

    /// The same; a text is pushed.
    @inline(__always)
    fileprivate func argument(_ value: LuaScalar) throws(LuaError) -> lb_value {
        switch value {
        case .nil: return lb_value()
        case .boolean(let value): return .plain(value)
        case .integer(let value): return .plain(value)
        case .number(let value): return .plain(value)
        case .text(let text):
            try push(text)
            return .number(LB_PUSHED, lb_top(vm))
        }
    }

    /// The error; if the function returned more than may leave the state, preceded by the place where it is defined.
    fileprivate func placed(_ error: LuaError, at callee: lb_callee) -> LuaError {
        guard error.code == .tooLarge else { return error }
        let place = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer -> String? in
            guard let start = buffer.baseAddress, lb_function_place(vm, callee, start, buffer.count) else {
                return nil
            }
            return String(cString: start)
        }
        guard let place else { return error }
        return LuaError(.tooLarge, "\(place): \(error.message)", traceback: error.traceback, place: error.place)
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

    /// A value that the bridge knows by a number.
    fileprivate static func number(_ type: lb_type, _ number: Int32) -> lb_value {
        var value = lb_value()
        value.type = type
        value.integer = Int64(number)
        return value
    }
}
