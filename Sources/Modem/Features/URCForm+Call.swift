public import ObjectHost

extension ScriptBindings.URCForm {
    /// The call as the product wants it, for messages.
    public var call: String {
        switch self {
        case .lengthAndText: "lua_send_urc(length, text)"
        case .text: "lua_send_urc(text)"
        case .either: "lua_send_urc(text) or lua_send_urc(length, text)"
        }
    }

    /// The numbers of arguments that it takes.
    public var argumentCounts: ClosedRange<Int> {
        switch self {
        case .lengthAndText: 2...2
        case .text: 1...1
        case .either: 1...2
        }
    }
}
