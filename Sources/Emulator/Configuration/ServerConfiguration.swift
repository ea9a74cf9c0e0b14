public import LwM2M

/// One row of `+ULWM2MCONFIG`: how the client treats one server. It acts from the next start of the client on.
///
/// The order of the fields behind the fifth is our reading of the note's examples.
///
/// - Source: UBX-18068860 R09 §3.4, §3.5.2, §3.5.3, §5.1.4, appendix E.
public struct ServerConfiguration: Hashable, Sendable {
    public var server: ShortServerID
    /// Whether a registration that failed leads to a bootstrap.
    public var bootstrapsOnFailure = false
    /// 1 IPv4, 2 IPv6, 3 both.
    public var pdnType = 1
    /// The number of a context of `+CGDCONT`; 255 for the general one of `+ULWM2MCONFIGEXT`.
    public var context = 1
    /// Whether the key comes from the module's root of trust.
    public var usesModuleKey = false
    /// Whether the client connects at every power-on, however long the lifetime still runs.
    public var connectsAtBoot = false
    /// Whether it updates its registration when the module leaves the power saving mode.
    public var updatesAfterPowerSaving = false
    /// Whether it updates its registration after a handshake of DTLS.
    public var updatesAfterHandshake = false
    /// Seconds.
    public var natTimer = 40
    /// No source says what it is.
    public var reserved = 0
    /// Whether it registers anew after an update of the firmware.
    public var registersAfterUpdate = false
    /// `<server_disabled>`: 0 enabled, 1 disabled, 2 disabled while roaming.
    public var disabled = 0

    public init(_ server: ShortServerID) { self.server = server }

    /// Whether the client leaves the server alone.
    public func isDisabled(whileRoaming isRoaming: Bool) -> Bool { disabled == 1 || (disabled == 2 && isRoaming) }

    /// The number of fields of the longest form.
    public static let fieldCount = 12

    /// All fields, in the order of the longest form.
    public var fields: [Int] {
        get {
            [
                Int(server), bootstrapsOnFailure ? 1 : 0, pdnType, context, usesModuleKey ? 1 : 0,
                connectsAtBoot ? 1 : 0, updatesAfterPowerSaving ? 1 : 0, updatesAfterHandshake ? 1 : 0, natTimer,
                reserved, registersAfterUpdate ? 1 : 0, disabled,
            ]
        }
        set {
            bootstrapsOnFailure = newValue[1] != 0
            (pdnType, context, usesModuleKey) = (newValue[2], newValue[3], newValue[4] != 0)
            (connectsAtBoot, updatesAfterPowerSaving) = (newValue[5] != 0, newValue[6] != 0)
            (updatesAfterHandshake, natTimer, reserved) = (newValue[7] != 0, newValue[8], newValue[9])
            (registersAfterUpdate, disabled) = (newValue[10] != 0, newValue[11])
        }
    }

    /// Where the fields of a shorter form stand in the longest one; nil for a length that no product has.
    ///
    /// With 11 fields there is no `<reg_upd_at_PSM_exit>`, with 10 no `<server_disabled>` either.
    public static func places(of count: Int) -> [Int]? {
        switch count {
        case 5: Array(0..<5)
        case 10: [0, 1, 2, 3, 4, 5, 7, 8, 9, 10]
        case 11: [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11]
        case fieldCount: Array(0..<fieldCount)
        default: nil
        }
    }

    /// All fields, as NVM has them.
    var text: String { fields.map(String.init).joined(separator: ",") }

    /// Reads what `text` wrote.
    init?(_ text: String) {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == Self.fieldCount, let server = ShortServerID(exactly: numbers[0]) else { return nil }
        self.init(server)
        fields = numbers
    }
}
