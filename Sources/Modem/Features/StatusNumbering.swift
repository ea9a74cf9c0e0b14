/// How a product numbers the states of a registration, in `+ULWM2MSTAT` and `+ULWM2MREG`.
///
/// - Source: UBX-18068860 R09 §4.3.2, §5.1.5; UBX-17003787 R16, page 317.
public enum StatusNumbering: String, Hashable, Sendable, CaseIterable {
    /// Registered is 3.
    case current
    /// Registered is 2: SARA-R410M-63B, -73B and -83B.
    case old

    public var registered: Int { self == .current ? 3 : 2 }
    public var registrationFailed: Int { self == .current ? 4 : 3 }
}
