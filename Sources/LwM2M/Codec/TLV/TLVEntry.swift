/// One entry of a payload in TLV, before anyone knows the type of its value.
///
/// - Source: LwM2M 1.0.1 §6.4.3.
public struct TLVEntry: Hashable, Sendable {
    /// What an entry stands for; the raw value is that of bits 7 and 6 of its first byte.
    public enum Kind: UInt8, Hashable, Sendable {
        case objectInstance = 0
        case resourceInstance = 1
        case multipleResource = 2
        case resource = 3

        /// Whether the value is a list of entries.
        public var isContainer: Bool { self == .objectInstance || self == .multipleResource }

        /// Whether an entry of another kind may stand in one of this kind.
        func mayHold(_ inner: Kind) -> Bool {
            switch self {
            case .objectInstance: inner == .resource || inner == .multipleResource
            case .multipleResource: inner == .resourceInstance
            case .resource, .resourceInstance: false
            }
        }
    }

    public var kind: Kind
    public var id: UInt16
    /// The bytes of a Resource or Resource Instance; empty for a container.
    public var value: [UInt8]
    /// The entries of a container.
    public var children: [TLVEntry]

    /// A Resource or a Resource Instance with its bytes.
    public init(_ kind: Kind, _ id: UInt16, value: [UInt8]) {
        self.kind = kind
        self.id = id
        self.value = value
        children = []
    }

    /// An Object Instance or a multiple Resource with its entries.
    public init(_ kind: Kind, _ id: UInt16, children: [TLVEntry]) {
        self.kind = kind
        self.id = id
        value = []
        self.children = children
    }
}
