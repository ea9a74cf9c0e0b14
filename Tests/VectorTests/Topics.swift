/// What runs the vectors of each topic: it answers how the outcome differs from an expected one.
enum Topics {
    typealias Check = @Sendable (_ vector: Vector, _ expected: JSONTree) throws -> [String]

    static let checks: [String: Check] = [
        "tlv": TLVVectors.check,
        "tlv-values": TLVValueVectors.check,
        "tlv-paths": TLVPathVectors.check,
        "json": JSONVectors.check,
        "text": TextVectors.check,
        "execute-args": ExecuteVectors.check,
        "link-format": LinkFormatVectors.check,
        "write-attributes": AttributeVectors.check,
        "notify": NotifyVectors.check,
        "acl": AccessVectors.check,
        "operations": OperationVectors.check,
        "coap": CoAPVectors.check,
    ]
}
