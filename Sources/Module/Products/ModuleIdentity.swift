/// How a module identifies itself to its Lua Objects and to its host.
package struct ModuleIdentity: Hashable, Sendable {
    /// 15 decimal digits; the default is from the range for test equipment.
    package var imei = "004999010640000"
    /// The phone number of the SIM; the default is an unassigned number.
    package var msisdn = "+15555550123"
    /// The number of the active operator profile (+UMNOPROF), which `lua_modem_get_carrier_id` returns.
    package var carrierID: Int

    /// - Parameter carrierID: the factory profile of the product.
    package init(carrierID: Int) { self.carrierID = carrierID }
}

/// The SIM in a module.
package struct SIMCard: Hashable, Sendable {
    /// 15 decimal digits, `+CIMI`.
    package var imsi: String
    /// 19 or 20 decimal digits, `+CCID`.
    package var iccid: String
    /// The phone number, with a `+` if it is international; `lua_modem_get_msisdn` returns it.
    package var msisdn: String

    /// A card with these numbers.
    package init(imsi: String, iccid: String, msisdn: String) {
        self.imsi = imsi
        self.iccid = iccid
        self.msisdn = msisdn
    }

    /// A card that no operator has issued: its country code is unassigned.
    package static let `default` = SIMCard(
        imsi: "999990000000001", iccid: "8999990000000000018", msisdn: "+15555550123")

    /// A test card, to which the production mode applies (UBX-18068860 R09 §3.2).
    package static let test = SIMCard(imsi: "001010000000001", iccid: "8900101000000000016", msisdn: "")

    /// Whether a text consists of exactly 15 decimal digits.
    package static func isIMSI(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}

/// The identity of a module: 15 digits, the last of which is a check digit.
///
/// - Source: 3GPP TS 23.003 §6.2.1 and annex B (the Luhn formula).
package enum IMEI {
    /// The check digit required by the first 14 digits; nil if it matches the existing one, or the text is not an IMEI.
    package static func expectedCheckDigit(_ text: String) -> Int? {
        let digits = text.utf8.map { Int($0) - 0x30 }
        guard digits.count == 15, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        var sum = 0
        for (index, digit) in digits.prefix(14).enumerated() {
            let doubled = digit * 2
            sum += index % 2 == 0 ? digit : doubled / 10 + doubled % 10
        }
        let expected = (10 - sum % 10) % 10
        return expected == digits[14] ? nil : expected
    }
}
