/// What runs the vectors of each topic.
enum Topics {
    /// How the outcome differs from an expected one; empty if it does not.
    ///
    /// It throws ``VectorFault`` where the expected one cannot be compared as it is written.
    typealias Comparison = (_ expected: VectorField) throws -> [String]

    static let runs: [String: @Sendable (Vector) throws -> Comparison] = [
        "tlv": { vector in { try TLVVectors.check(vector, $0) } },
        "tlv-values": { vector in { try TLVValueVectors.check(vector, $0) } },
        "tlv-paths": { vector in { try TLVPathVectors.check(vector, $0) } },
        "json": { vector in { try JSONVectors.check(vector, $0) } },
        "text": { vector in { try TextVectors.check(vector, $0) } },
        "execute-args": { vector in { try ExecuteVectors.check(vector, $0) } },
        "link-format": { vector in { try LinkFormatVectors.check(vector, $0) } },
        "write-attributes": { vector in { try AttributeVectors.check(vector, $0) } },
        "notify": { vector in { try NotifyVectors.check(vector, $0) } },
        "acl": AccessVectors.run,
        "operations": OperationVectors.run,
        "coap": CoAPVectors.run,
    ]
}
