/// The settings of `+ULWM2MCONFIGEXT`, for the client as a whole; they act from the next start of the client on.
///
/// - Source: UBX-18068860 R09 §3.2, §3.5.2, §3.6; the names that the note does not give are assumed.
public struct ClientConfiguration: Hashable, Sendable {
    /// Seconds from the last message until the context is torn down.
    public var teardown: Int
    /// The three numbers behind it, which no source explains.
    public var unknown = [20, 30, 4]
    /// The context that a server with `<cid>` 255 uses.
    public var generalDataCID = 1
    public var productionMode: Bool
    /// The first digits of the IMSIs that the production mode acts on; empty for none.
    public var productionSIM: String
    /// The four numbers at the end; one of them is the "APN sync" flag.
    public var flags = [0, 0, 0, 0]

    /// The factory values under a profile.
    public init(_ profile: MNOProfile, on product: Product) {
        teardown = product.timings.teardown(profile: profile.number)
        let production = profile.productionMode(on: product)
        productionMode = production?.isOn ?? false
        productionSIM = production?.sim ?? ""
    }
}

extension ClientConfiguration {
    /// The numbers for NVM, without the production mode, which the life cycle keeps.
    public var text: String {
        ([teardown] + unknown + [generalDataCID] + flags).map(String.init).joined(separator: ",")
    }

    /// Takes what `text` wrote; anything else is passed over.
    public mutating func take(_ text: String) {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 9 else { return }
        teardown = numbers[0]
        unknown = Array(numbers[1...3])
        generalDataCID = numbers[4]
        flags = Array(numbers[5...8])
    }
}
