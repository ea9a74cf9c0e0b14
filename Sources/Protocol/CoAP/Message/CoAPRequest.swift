/// A request to a peer: method, options and the whole payload, without what the message layer adds.
///
/// - Source: RFC 7252 §5.1.
package struct CoAPRequest: Hashable, Sendable {
    /// A method; methods unknown to RFC 7252 are refused before the owner sees the request.
    package var method: Code
    package var options: Options
    package var payload: [UInt8]

    package init(_ method: Code, options: Options = Options(), payload: [UInt8] = []) {
        self.method = method
        self.options = options
        self.payload = payload
    }

    /// A request from its parts.
    ///
    /// - Parameters:
    ///   - path: the segments; empty for `/`.
    ///   - accept, contentFormat: numbers of formats; nil leaves the option out.
    ///   - observe: 0 to observe, 1 to cancel.
    package init(
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

    /// The segments of the path; empty for both spellings of `/`.
    package var path: [String] {
        let segments = options.texts(.uriPath)
        return segments == [""] ? [] : segments
    }

    package var queries: [String] { options.texts(.uriQuery) }

    /// nil if the option is absent, which is not the same as 0, text.
    package var accept: UInt16? { options.uint(.accept).map { UInt16(truncatingIfNeeded: $0) } }

    /// nil if the option is absent, which is not the same as 0, text.
    package var contentFormat: UInt16? { options.uint(.contentFormat).map { UInt16(truncatingIfNeeded: $0) } }

    /// 0 to observe, 1 to cancel; nil if the option is absent.
    package var observe: UInt32? { options.uint(.observe) }
}

/// The outcome of a request: code, options and the whole payload, without what the message layer adds.
///
/// - Source: RFC 7252 §5.2.
package struct CoAPResponse: Hashable, Sendable {
    package var code: Code
    package var options: Options
    package var payload: [UInt8]

    package init(_ code: Code, options: Options = Options(), payload: [UInt8] = []) {
        self.code = code
        self.options = options
        self.payload = payload
    }

    /// A response from its parts.
    ///
    /// - Parameters:
    ///   - contentFormat: the number of the payload's format; nil leaves the option out.
    ///   - location: the segments of Location-Path.
    package init(_ code: Code, contentFormat: UInt16?, location: [String] = [], payload: [UInt8] = []) {
        var options = Options()
        for segment in location { options.add(Option(.locationPath, segment)) }
        if let contentFormat { options.add(.contentFormat, uint: UInt32(contentFormat)) }
        self.init(code, options: options, payload: payload)
    }

    /// A refusal with the reason in its payload.
    package init(_ code: Code, diagnostic: String) { self.init(code, payload: Array(diagnostic.utf8)) }

    /// nil if the option is absent, which is not the same as 0, text.
    package var contentFormat: UInt16? { options.uint(.contentFormat).map { UInt16(truncatingIfNeeded: $0) } }

    /// The segments of Location-Path.
    package var location: [String] { options.texts(.locationPath) }

    /// The number of a notification; nil if the peer does not notify, or no longer does.
    package var observe: ObserveNumber? { options.uint(.observe).map { ObserveNumber(rawValue: $0) } }

    package var etag: [UInt8]? { options[.etag].map { Array($0.value) } }
}
