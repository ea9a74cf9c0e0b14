/// Who a module says that it is, to its Lua Objects and to its host.
public struct ModuleIdentity: Hashable, Sendable {
    /// 15 decimal digits; the default is from the range for test equipment.
    public var imei = "004999010640000"
    /// The phone number of the SIM; the default is one that nobody has.
    public var msisdn = "+15555550123"
    /// The number of the active operator profile (+UMNOPROF), which is what `lua_modem_get_carrier_id` answers.
    public var carrierID: Int

    /// - Parameter carrierID: the factory profile of the product.
    public init(carrierID: Int) { self.carrierID = carrierID }
}
