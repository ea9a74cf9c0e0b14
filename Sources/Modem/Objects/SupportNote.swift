/// A mark that the tables of supported Objects give to an Object or a Resource.
///
/// - Source: UBX-18068860 R09 §2.1, tables 1 to 4.
public enum SupportNote: String, Hashable, Sendable, CaseIterable {
    /// The value comes from the end device around the module, by AT command.
    case endDevice = "written by the end device"
    /// There under the Verizon profile alone.
    case verizon = "Verizon only"
    case uFOTA = "only via uFOTA"
    case uFOTAOrVerizon = "only via uFOTA or the Verizon server"

    /// Whether what has this mark exists under the profile with this number.
    public func includes(profile: Int) -> Bool {
        self == .verizon ? OperatorFamily(profile: profile) == .verizon : true
    }
}
