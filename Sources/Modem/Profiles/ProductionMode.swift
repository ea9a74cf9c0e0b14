/// The factory values of the production mode, in which the client does not start with a test SIM.
///
/// - Source: UBX-18068860 R09 §3.2.
public struct ProductionMode: Hashable, Sendable {
    public var isOn: Bool
    /// The first digits of the IMSIs it acts on; empty for none.
    public var sim: String

    public init(isOn: Bool, sim: String) {
        self.isOn = isOn
        self.sim = sim
    }

    /// Whether it keeps the client from starting with the SIM of this IMSI.
    public func stopsClient(imsi: String) -> Bool { isOn && !sim.isEmpty && imsi.hasPrefix(sim) }
}
