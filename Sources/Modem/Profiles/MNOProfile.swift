/// An operator profile, what `+UMNOPROF` selects: whether the client starts, and which servers it then has.
///
/// What depends on the product too is a function of it: `MNOProfile+Product.swift`.
///
/// - Source: UBX-18068860 R09 §3.1 to §3.5, table 6.
public struct MNOProfile: Hashable, Sendable {
    /// What `AT+UMNOPROF?` answers.
    public var number: Int
    public var name: String
    /// Whether the client starts, the factory profile of a product aside.
    public var start: ClientStart
    /// nil where the servers are there from the first start on.
    public var bootstrap: ProfileBootstrap?
    /// The servers of the operator, in the order of table 6.
    public var operatorServers: [ProfileServer] = []
    /// Whether the u-blox server, 721, is among the servers.
    public var hasUFOTAServer = true
    /// Whether the client updates its registrations when the module leaves the power saving mode (§3.4).
    public var updatesAfterPowerSaving = false
    /// Whether the client rests while the module roams (§3.5.3).
    public var isSilentWhileRoaming = false
    /// Where the number, the name and the start come from.
    public var source: String

    /// The family of operators that has Objects of its own; nil for every other profile.
    public var family: OperatorFamily? { OperatorFamily(profile: number) }

    /// The access point of its own servers; nil where they are reached over a context of the host.
    public var operatorAPN: String? {
        operatorServers.lazy.compactMap { if case .apn(let name) = $0.connection { name } else { nil } }.first
    }

    /// The same under AT&T; nil elsewhere.
    public var attAPN: String? { family == .att ? operatorAPN : nil }

    /// The profile with this number; nil for one that is not known.
    public static func numbered(_ number: Int) -> MNOProfile? { all.first { $0.number == number } }
}
