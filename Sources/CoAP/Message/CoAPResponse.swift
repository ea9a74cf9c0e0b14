/// The outcome of a request: code, options and the whole payload, without what the message layer adds.
///
/// - Source: RFC 7252 §5.2.
public struct CoAPResponse: Hashable, Sendable {
    public var code: Code
    public var options: Options
    public var payload: [UInt8]

    public init(_ code: Code, options: Options = Options(), payload: [UInt8] = []) {
        self.code = code
        self.options = options
        self.payload = payload
    }

    /// A response from its parts.
    ///
    /// - Parameters:
    ///   - contentFormat: the number of the payload's format; nil leaves the option out.
    ///   - location: the segments of Location-Path.
    public init(_ code: Code, contentFormat: UInt16?, location: [String] = [], payload: [UInt8] = []) {
        var options = Options()
        for segment in location { options.add(Option(.locationPath, segment)) }
        if let contentFormat { options.add(.contentFormat, uint: UInt32(contentFormat)) }
        self.init(code, options: options, payload: payload)
    }

    /// A refusal that says in its payload why.
    public init(_ code: Code, diagnostic: String) { self.init(code, payload: Array(diagnostic.utf8)) }

    /// nil where the option is absent, which is not the same as 0, text.
    public var contentFormat: UInt16? { options.uint(.contentFormat).map { UInt16(truncatingIfNeeded: $0) } }

    /// The segments of Location-Path.
    public var location: [String] { options.texts(.locationPath) }

    /// The number of a notification; nil where the peer does not (or no longer) notify.
    public var observe: ObserveNumber? { options.uint(.observe).map { ObserveNumber(rawValue: $0) } }

    public var etag: [UInt8]? { options[.etag].map { Array($0.value) } }
}
