/// What is asked of a peer: method, options and the whole payload, without what the message layer adds.
///
/// - Source: RFC 7252 §5.1.
public struct CoAPRequest: Hashable, Sendable {
    /// A method; methods that RFC 7252 does not know are refused before anyone sees them.
    public var method: Code
    public var options: Options
    public var payload: [UInt8]

    public init(_ method: Code, options: Options = Options(), payload: [UInt8] = []) {
        self.method = method
        self.options = options
        self.payload = payload
    }

    /// A request from its parts.
    ///
    /// - Parameters:
    ///   - path: the segments; empty for `/`.
    ///   - accept, contentFormat: numbers of formats; nil leaves the option out.
    ///   - observe: 0 to observe, 1 to end that.
    public init(
        _ method: Code, path: [String], queries: [String] = [], accept: UInt16? = nil, contentFormat: UInt16? = nil,
        observe: UInt32? = nil, payload: [UInt8] = []
    ) {
        var options = Options()
        if let observe { options.add(.observe, uint: observe) }
        for segment in path { options.add(Option(.uriPath, segment)) }
        if let contentFormat { options.add(.contentFormat, uint: UInt32(contentFormat)) }
        for query in queries { options.add(Option(.uriQuery, query)) }
        if let accept { options.add(.accept, uint: UInt32(accept)) }
        self.init(method, options: options, payload: payload)
    }

    /// The segments of the path; empty for `/` in either spelling.
    public var path: [String] {
        let segments = options.texts(.uriPath)
        return segments == [""] ? [] : segments
    }

    public var queries: [String] { options.texts(.uriQuery) }

    /// nil where the option is absent, which is not the same as 0, text.
    public var accept: UInt16? { options.uint(.accept).map { UInt16(truncatingIfNeeded: $0) } }

    /// nil where the option is absent, which is not the same as 0, text.
    public var contentFormat: UInt16? { options.uint(.contentFormat).map { UInt16(truncatingIfNeeded: $0) } }

    /// 0 to observe, 1 to end that; nil where the option is absent.
    public var observe: UInt32? { options.uint(.observe) }
}
