/// How a product numbers the states of its servers, in `+ULWM2MSTAT` and `+ULWM2MREG?`.
///
/// - Source: UBX-18068860 R09 §4.3.2, §5.1.5; UBX-17003787 R16, page 317.
public enum StatusNumbering: String, Hashable, Sendable, CaseIterable {
    /// Registered is 3, every state has its number.
    case current
    /// Registered is 2: SARA-R410M-63B, -73B and -83B, which know two states less.
    case old

    /// The number of a state; nil for one that the product never reports.
    public func number(of status: ServerStatus) -> Int? {
        let numbered = self == .current ? ServerStatus.allCases : ProductAssumptions.oldStates
        return numbered.firstIndex(of: status)
    }

    public var registered: Int { self == .current ? 3 : 2 }
    public var registrationFailed: Int { self == .current ? 4 : 3 }
}
