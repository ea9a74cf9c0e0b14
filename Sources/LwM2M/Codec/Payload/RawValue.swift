/// A value as a payload spells it, before the definition says which type it has to be.
public enum RawValue: Hashable, Sendable {
    /// The bytes of an entry in TLV.
    case tlv([UInt8])
    /// The field of an entry in LwM2M JSON.
    case json(JSONField)

    /// The value that the spelling has for a type.
    ///
    /// - throws: 4.00 where it has none.
    public func value(as type: DataType) throws(LwM2MError) -> ResourceValue {
        switch self {
        case .tlv(let bytes): try ResourceValue(tlvBytes: bytes, as: type)
        case .json(let field): try ResourceValue(jsonField: field, as: type)
        }
    }
}
