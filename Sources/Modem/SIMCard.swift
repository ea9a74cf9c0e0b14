/// The SIM in a module.
public struct SIMCard: Hashable, Sendable {
    /// 15 decimal digits, `+CIMI`.
    public var imsi: String
    /// 19 or 20 decimal digits, `+CCID`.
    public var iccid: String
    /// The phone number, with a `+` where it is international; what `lua_modem_get_msisdn` answers.
    public var msisdn: String

    public init(imsi: String, iccid: String, msisdn: String) {
        self.imsi = imsi
        self.iccid = iccid
        self.msisdn = msisdn
    }

    /// A card that no operator has given out: of a country code that is not assigned.
    public static let `default` = SIMCard(
        imsi: "999990000000001", iccid: "8999990000000000018", msisdn: "+15555550123")

    /// A card for tests, on which the production mode acts (UBX-18068860 R09 §3.2).
    public static let test = SIMCard(imsi: "001010000000001", iccid: "8900101000000000016", msisdn: "")

    /// Whether a text has 15 decimal digits and nothing else.
    public static func isIMSI(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
