import CLuaBridge

extension LuaState {
    /// Calls a function and answers all its results. Functions among them are kept until released.
    ///
    /// - throws: how the call ended, with message and traceback.
    @discardableResult
    public func call(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_reference(vm, function.reference))
        for argument in arguments { try push(argument) }
        try check(lb_call(vm, Int32(arguments.count), -1))
        var results: [LuaValue] = []
        var cost = 0
        do throws(LuaError) {
            for index in top..<lb_top(vm) { results.append(try value(at: index + 1, adding: &cost)) }
        } catch {
            throw placed(error, at: function.reference, -1)
        }
        return results
    }

    /// A global, read without metamethods.
    ///
    /// - throws: `.memory`; `.runtime` for a table too large to copy.
    public func global(_ name: String) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_global(vm, name))
        return try value(at: top + 1)
    }

    /// Sets a global, without metamethods.
    ///
    /// - throws: `.memory`.
    public func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try push(value)
        try check(lb_set_global(vm, name))
    }

    /// Pushes a value; the caller restores the height of the stack.
    func push(_ value: LuaValue) throws(LuaError) {
        switch value {
        case .nil, .other: try check(lb_push(vm, lb_value()))
        case .boolean(let value): try check(lb_push(vm, .plain(value)))
        case .integer(let value): try check(lb_push(vm, .plain(value)))
        case .number(let value): try check(lb_push(vm, .plain(value)))
        case .function(let function): try check(lb_push_reference(vm, function.reference))
        case .kept(let kept): try check(lb_push_reference(vm, kept.number))
        case .string(let string):
            let status = string.bytes.withUnsafeBytes { bytes in
                var value = lb_value()
                value.type = LB_STRING
                value.length = bytes.count
                value.bytes = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                return lb_push(vm, value)
            }
            try check(status)
        case .table(let fields):
            // The leading keys 1, 2, ... go to the array part, as in a table that a script made.
            let listed = zip(fields, 1...).prefix { $0.key == .integer(Int64($1)) }.count
            try check(lb_push_table(vm, Int32(clamping: listed), Int32(clamping: fields.count - listed)))
            for field in fields {
                try push(field.key)
                try push(field.value)
                try check(lb_set_field(vm))
            }
        }
    }

    /// The value at an index of the stack.
    ///
    /// - throws: `.tooLarge`, `.runtime` for a table that is nested too deep.
    func value(at index: Int32) throws(LuaError) -> LuaValue {
        var cost = 0
        return try value(at: index, adding: &cost)
    }

    /// The error with the place in front where a method is defined that answered with more than may leave the state.
    public func placed(_ error: LuaError, at method: LuaReference, of table: LuaReference) -> LuaError {
        placed(error, at: table.number, method.number)
    }

    /// The same for a function that is a field of a table, or with a name below 0 the reference itself.
    func placed(_ error: LuaError, at table: Int32, _ name: Int32) -> LuaError {
        guard error.code == .tooLarge else { return error }
        let place = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer -> String? in
            guard let start = buffer.baseAddress, lb_function_place(vm, table, name, start, buffer.count) else {
                return nil
            }
            return String(cString: start)
        }
        guard let place else { return error }
        return LuaError(.tooLarge, "\(place): \(error.message)", traceback: error.traceback, place: error.place)
    }

    /// The same for one of several values that leave Lua together.
    private func value(at index: Int32, adding cost: inout Int) throws(LuaError) -> LuaValue {
        let value = lb_get(vm, index)
        cost += value.type == LB_STRING ? value.length : 0
        guard cost <= limits.answer else {
            throw LuaError(.tooLarge, "a value that leaves Lua may have \(limits.answer) bytes at most")
        }
        switch value.type {
        case LB_FUNCTION:
            var reference: Int32 = 0
            try check(lb_reference(vm, index, &reference))
            return .function(LuaFunction(reference: reference))
        case LB_TABLE:
            var list: UnsafePointer<lb_value>?
            var count = 0
            try check(lb_flatten(vm, index, cost, &list, &count))
            cost = lb_flat_cost(vm)
            var rest = UnsafeBufferPointer(start: list, count: count)[...]
            return Self.unflatten(&rest)
        default:
            return value.plain
        }
    }

    private static func unflatten(_ rest: inout Slice<UnsafeBufferPointer<lb_value>>) -> LuaValue {
        guard let value = rest.popFirst() else { return .nil }
        guard value.type == LB_TABLE else { return value.plain }
        var fields: [LuaField] = []
        fields.reserveCapacity(value.length)
        for _ in 0..<value.length {
            let key = rest.popFirst()?.plain ?? .nil
            fields.append(LuaField(key: key, value: unflatten(&rest)))
        }
        return .table(fields)
    }
}

extension lb_value {
    static func plain(_ value: Bool) -> lb_value {
        var result = lb_value()
        result.type = LB_BOOLEAN
        result.boolean = value
        return result
    }

    static func plain(_ value: Int64) -> lb_value {
        var result = lb_value()
        result.type = LB_INTEGER
        result.integer = value
        return result
    }

    static func plain(_ value: Double) -> lb_value {
        var result = lb_value()
        result.type = LB_NUMBER
        result.number = value
        return result
    }

    /// The value, where it is neither a table nor a function.
    var plain: LuaValue {
        switch type {
        case LB_NIL: .nil
        case LB_BOOLEAN: .boolean(boolean)
        case LB_INTEGER: .integer(integer)
        case LB_NUMBER: .number(number)
        case LB_STRING: .string(LuaString(Array(UnsafeRawBufferPointer(start: bytes, count: length))))
        default: .other
        }
    }
}
