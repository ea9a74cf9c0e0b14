public import ObjectHost

extension Product {
    /// What the Lua Objects see on a new module of this product.
    public var bindings: ScriptBindings {
        ScriptBindings(
            product: name, urcForm: urcForm, hasPulse: hasPulse, imei: identity.imei, msisdn: identity.msisdn,
            carrierID: identity.carrierID)
    }
}
