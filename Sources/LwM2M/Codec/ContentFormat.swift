/// The format of a payload, by its number of the CoAP registry.
///
/// - Source: LwM2M 1.0.1 §6.4.
public struct ContentFormat: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `text/plain`: one value.
    @inlinable public static var text: ContentFormat { ContentFormat(rawValue: 0) }
    /// `application/link-format`: Discover, Register, Update.
    @inlinable public static var linkFormat: ContentFormat { ContentFormat(rawValue: 40) }
    /// `application/octet-stream`: one value of type Opaque.
    @inlinable public static var opaque: ContentFormat { ContentFormat(rawValue: 42) }
    /// `application/vnd.oma.lwm2m+tlv`.
    @inlinable public static var tlv: ContentFormat { ContentFormat(rawValue: 11542) }
    /// `application/vnd.oma.lwm2m+json`.
    @inlinable public static var json: ContentFormat { ContentFormat(rawValue: 11543) }

    /// The format under its registered number, where this is one from before the registration (1541 to 1544).
    public var registered: ContentFormat {
        switch rawValue {
        case 1541: .text
        case 1542: .tlv
        case 1543: .json
        case 1544: .opaque
        default: self
        }
    }
}

extension ContentFormat: CustomStringConvertible {
    /// The word of the log, `tlv`; the number for a format that is not known.
    public var description: String {
        switch registered {
        case .text: "text"
        case .linkFormat: "link-format"
        case .opaque: "opaque"
        case .tlv: "tlv"
        case .json: "json"
        default: "\(rawValue)"
        }
    }
}
