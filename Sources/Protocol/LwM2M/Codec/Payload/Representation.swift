/// The format of a payload, by its number in the CoAP registry.
///
/// - Source: LwM2M 1.0.1 §6.4.
@usableFromInline package struct ContentFormat: RawRepresentable, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt16
    @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `text/plain`: one value.
    @inlinable package static var text: ContentFormat { ContentFormat(rawValue: 0) }
    /// `application/link-format`: Discover, Register, Update.
    @inlinable package static var linkFormat: ContentFormat { ContentFormat(rawValue: 40) }
    /// `application/octet-stream`: one value of type Opaque.
    @inlinable package static var opaque: ContentFormat { ContentFormat(rawValue: 42) }
    /// `application/vnd.oma.lwm2m+tlv`.
    @inlinable package static var tlv: ContentFormat { ContentFormat(rawValue: 11542) }
    /// `application/vnd.oma.lwm2m+json`.
    @inlinable package static var json: ContentFormat { ContentFormat(rawValue: 11543) }

    /// The same format under its registered number, if this is a number from before the registration (1541 to 1544).
    @inlinable package var registered: ContentFormat {
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
    /// The name for the log, `tlv`; the number of an unknown format.
    @usableFromInline package var description: String {
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

/// The formats in which a Read can be answered, and the choice between them.
///
/// - Source: LwM2M 1.0.1 §6.4; UBX-18068860 R09 chapter 7.
package enum Representation {
    /// The format of the answer, under the number that was requested.
    ///
    /// Accept comes first; text for more than one value becomes JSON. Without Accept, the Content-Format of the GET
    /// counts if it is TLV or JSON; with neither, the format is text for one value and JSON for more.
    ///
    /// - throws: 4.06 for an Accept that cannot carry the content or is unknown.
    package static func format(
        for node: Node, accept: ContentFormat?, contentFormat: ContentFormat?
    ) throws(LwM2MError) -> ContentFormat {
        let isSingle = node.isSingle
        if let accept {
            switch accept.registered {
            case .tlv: return accept
            case .json where node.isFinite: return accept
            case .text where node.isFinite: return isSingle ? accept : .json
            case .opaque:
                if case .resource(let resource) = node, case .single(.opaque?) = resource.content { return accept }
            default: break
            }
            throw LwM2MError(.notAcceptable, "the content cannot be sent as \(accept)")
        }
        if !node.isFinite { return .tlv }
        if let contentFormat, contentFormat.registered == .tlv || contentFormat.registered == .json {
            return contentFormat
        }
        return isSingle ? .text : .json
    }

    /// Checks that a format can carry the content of a notification: NaN and infinities can be sent only as TLV.
    ///
    /// - throws: 4.06.
    package static func check(_ node: Node, as format: ContentFormat) throws(LwM2MError) {
        guard format.registered == .tlv || node.isFinite else {
            throw LwM2MError(.notAcceptable, "the content is NaN or infinite and cannot be sent as \(format)")
        }
    }

    /// The payload of an answer or notification.
    ///
    /// - Parameters:
    ///   - path: that of the request.
    ///   - format: a format that `format` returned; content that it can no longer carry is written as JSON.
    package static func payload(of node: Node, at path: Path, as format: ContentFormat) -> [UInt8] {
        switch format.registered {
        case .tlv: return TLVEncoder.bytes(of: node)
        case .text, .opaque:
            guard case .resource(let resource) = node, case .single(let value) = resource.content else { break }
            if case .opaque(let bytes) = value, format.registered == .opaque { return bytes }
            return value.map { Array($0.plainText.utf8) } ?? []
        default: break
        }
        return LwM2MJSONEncoder.bytes(of: node, at: path)
    }
}

extension Node {
    /// Whether there is one value, and can never be more.
    fileprivate var isSingle: Bool {
        switch self {
        case .resource(let resource): if case .single = resource.content { true } else { false }
        case .resourceInstance: true
        case .object, .instance: false
        }
    }

    /// Whether no value is an infinity or NaN, which only TLV can carry.
    fileprivate var isFinite: Bool {
        switch self {
        case .object(_, let instances):
            instances.allSatisfy { $0.resources.allSatisfy(\.content.isFinite) }
        case .instance(let instance): instance.resources.allSatisfy(\.content.isFinite)
        case .resource(let resource): resource.content.isFinite
        case .resourceInstance(let instance): instance.value.isFinite
        }
    }
}

extension ResourceContent {
    fileprivate var isFinite: Bool {
        switch self {
        case .single(let value): value?.isFinite ?? true
        case .multiple(let instances): instances.allSatisfy(\.value.isFinite)
        }
    }
}

extension ResourceValue {
    fileprivate var isFinite: Bool { if case .float(let number) = self { number.isFinite } else { true } }
}
