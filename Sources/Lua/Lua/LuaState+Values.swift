import CLuaBridge

extension LuaState {
    /// A global, read without metamethods.
    ///
    /// - throws: `.memory`; `.runtime` for a table too large to copy.
    package func global(_ name: String) throws(LuaError) -> LuaValue {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try check(lb_push_global(vm, name))
        return try value(at: top + 1)
    }

    /// Sets a global, without metamethods.
    ///
    /// - throws: `.memory`.
    package func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        let top = lb_top(vm)
        defer { lb_settop(vm, top) }
        try push(value)
        try check(lb_set_global(vm, name))
    }

    /// Pushes a value; the caller restores the stack height.
    func push(_ value: LuaValue) throws(LuaError) {
        switch value {
        case .nil, .other: try check(lb_push(vm, lb_value()))
        case .boolean(let value): try check(lb_push(vm, .plain(value)))
        case .integer(let value): try check(lb_push(vm, .plain(value)))
        case .number(let value): try check(lb_push(vm, .plain(value)))
        case .function(let function): try check(lb_push_reference(vm, function.reference.number))
        case .kept(let kept): try check(lb_push_reference(vm, kept.number))
        case .string(let string): try check(string.bytes.withUnsafeBytes(push))
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

    /// The same for a text.
    func push(_ text: String) throws(LuaError) {
        var text = text
        try check(text.withUTF8 { push(UnsafeRawBufferPointer($0)) })
    }

    private func push(_ bytes: UnsafeRawBufferPointer) -> lb_status {
        var value = lb_value()
        value.type = LB_STRING
        value.length = bytes.count
        value.bytes = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return lb_push(vm, value)
    }

    /// The value at an index of the stack.
    ///
    /// - throws: `.tooLarge`, `.runtime` for a table that is nested too deeply.
    func value(at index: Int32) throws(LuaError) -> LuaValue {
        var cost = 0
        return try value(at: index, adding: &cost)
    }

    /// The same for one of several values that leave Lua together.
    func value(at index: Int32, adding cost: inout Int) throws(LuaError) -> LuaValue {
        let value = lb_get(vm, index)
        try count(value, adding: &cost)
        switch value.type {
        case LB_FUNCTION:
            return .function(LuaFunction(reference: try keep(at: index)))
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

    /// The string at an index of the stack; nil if it is none.
    ///
    /// - throws: `.tooLarge`.
    func string(at index: Int32) throws(LuaError) -> LuaString? {
        let value = lb_get(vm, index)
        guard value.type == LB_STRING else { return nil }
        var cost = 0
        try count(value, adding: &cost)
        return LuaString(Array(UnsafeRawBufferPointer(start: value.bytes, count: value.length)))
    }

    /// Counts the bytes of a value that leaves Lua.
    private func count(_ value: lb_value, adding cost: inout Int) throws(LuaError) {
        cost += value.type == LB_STRING ? value.length : 0
        guard cost <= limits.answer else {
            throw LuaError(.tooLarge, "a value that leaves Lua may have \(limits.answer) bytes at most")
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

    /// The value, if it is neither a table nor a function.
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
