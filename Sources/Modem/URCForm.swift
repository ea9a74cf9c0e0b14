/// What `lua_send_urc` takes on a product.
///
/// - Source: UBX-18068860 R09 §5.4 and chapter 6.
public enum URCForm: String, Hashable, Sendable, CaseIterable {
    /// `lua_send_urc(length, text)`: SARA-R4, SARA-R422, LEXI-R422.
    case lengthAndText
    /// `lua_send_urc(text)`: SARA-R5 of type 00B.
    case text
    /// Both of them: the other SARA-R5. The note does not say which; so nothing that may work is refused.
    case either

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
