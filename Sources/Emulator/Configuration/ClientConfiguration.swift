public import Modem

/// What `+ULWM2MCONFIGEXT` holds: settings of the client that are not of one server.
///
/// The sources name the general context and the production mode; which field is the tear-down time is assumed from its
/// value, the others are kept as they are.
///
/// - Source: UBX-18068860 R09 §3.2, §3.5.2.
public struct ClientConfiguration: Hashable, Sendable {
    /// Seconds from the last message until the context is torn down.
    public var teardown = 90
    /// No source says what they are; they look like times of CoAP.
    public var timing = [20, 30, 4]
    /// `<GeneralDataCid>`: the context of the servers whose `<cid>` is 255.
    public var generalContext = 1
    /// nil on a product without one.
    public var productionMode: ProductionMode?
    /// No source says which of them synchronizes the APN.
    public var flags = [0, 0, 0, 0]

    public init() {}

    /// All but the production mode, as NVM has it.
    var text: String { ([teardown] + timing + [generalContext] + flags).map(String.init).joined(separator: ",") }

    /// Reads what `text` wrote.
    init?(_ text: String) {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 9 else { return nil }
        (teardown, timing, generalContext) = (numbers[0], Array(numbers[1...3]), numbers[4])
        flags = Array(numbers[5...8])
    }
}
