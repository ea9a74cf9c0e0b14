import CLuaBridge

/// A value that needs no memory of Lua's.
public enum LuaScalar: Hashable, Sendable {
    case `nil`
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case kept(LuaReference)

    var bridged: lb_value {
        switch self {
        case .nil: return lb_value()
        case .boolean(let value): return .plain(value)
        case .integer(let value): return .plain(value)
        case .number(let value): return .plain(value)
        case .kept(let reference):
            var value = lb_value()
            value.type = LB_TABLE
            value.integer = Int64(reference.number)
            return value
        }
    }
}
