/// What the scripts see of the module they run on.
///
/// - Source: UBX-18068860 R09 §6.
public struct ScriptBindings: Hashable, Sendable {
    /// How `lua_send_urc` is called.
    ///
    /// - Source: UBX-18068860 R09 §5.4.
    public enum URCForm: Hashable, Sendable {
        /// `lua_send_urc(length, text)`: SARA-R4, SARA-R422, LEXI-R4.
        case lengthAndText
        /// `lua_send_urc(text)`: SARA-R5 00B types.
        case text
        /// Both: the other SARA-R5 types.
        case either
    }

    /// The name of the product, for messages.
    public var product: String
    public var urcForm: URCForm
    /// Whether `lua_send_pulse` exists; not on SARA-R5.
    public var hasPulse: Bool
    /// What `lua_modem_get_imei` answers, 15 digits.
    public var imei: String
    /// What `lua_modem_get_msisdn` answers.
    public var msisdn: String
    /// What `lua_modem_get_carrier_id` answers: the number of the MNO profile.
    public var carrierID: Int

    public init(
        product: String, urcForm: URCForm, hasPulse: Bool, imei: String = "004999010640000",
        msisdn: String = "+10000000000", carrierID: Int = 90
    ) {
        self.product = product
        self.urcForm = urcForm
        self.hasPulse = hasPulse
        self.imei = imei
        self.msisdn = msisdn
        self.carrierID = carrierID
    }
}
