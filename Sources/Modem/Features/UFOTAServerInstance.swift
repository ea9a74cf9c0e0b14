/// Which instance of Object 1 holds the u-blox server, Short Server ID 721.
///
/// - Source: UBX-18068860 R09 §4.4.
public struct UFOTAServerInstance: Hashable, Sendable {
    /// Under Verizon and the profiles of AT&T.
    public var underATTAndVerizon: Int
    public var elsewhere: Int

    /// The instance under the profile with this number.
    public func number(profile: Int) -> Int {
        OperatorFamily(profile: profile) == nil ? elsewhere : underATTAndVerizon
    }

    static func always(_ number: Int) -> UFOTAServerInstance {
        UFOTAServerInstance(underATTAndVerizon: number, elsewhere: number)
    }
}
