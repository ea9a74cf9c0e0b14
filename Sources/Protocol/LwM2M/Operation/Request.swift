/// A request as it came over CoAP, before anyone knows which operation it is.
///
/// - Source: LwM2M 1.0.1 §8.2.3 to §8.2.6.
public struct Request: Hashable, Sendable {
    /// The method of CoAP.
    public enum Method: UInt8, Hashable, Sendable {
        case get = 1
        case post = 2
        case put = 3
        case delete = 4
    }

    public var method: Method
    /// The Uri-Path options, one a segment; empty for `/`.
    public var path: [String]
    /// The Uri-Query options.
    public var queries: [String]
    /// nil where the option is absent, which is not the same as text, 0.
    public var accept: ContentFormat?
    /// nil where the option is absent, which is not the same as text, 0.
    public var contentFormat: ContentFormat?
    /// 0 to observe, 1 to cancel; nil where the option is absent.
    public var observe: UInt32?
    public var payload: [UInt8]

    public init(
        _ method: Method, path: [String], queries: [String] = [], accept: ContentFormat? = nil,
        contentFormat: ContentFormat? = nil, observe: UInt32? = nil, payload: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.queries = queries
        self.accept = accept
        self.contentFormat = contentFormat
        self.observe = observe
        self.payload = payload
    }
}

/// The answer to a request, before it becomes a message of CoAP.
public struct Response: Hashable, Sendable {
    public var code: ResponseCode
    /// The format of the payload; nil where the answer has none to state.
    public var contentFormat: ContentFormat?
    public var payload: [UInt8]
    /// The Location-Path options, one a segment.
    public var location: [String]
    /// Why the request was refused, for the log; it is not sent.
    public var reason: String

    public init(
        _ code: ResponseCode, contentFormat: ContentFormat? = nil, payload: [UInt8] = [], location: [String] = [],
        reason: String = ""
    ) {
        self.code = code
        self.contentFormat = contentFormat
        self.payload = payload
        self.location = location
        self.reason = reason
    }

    /// The answer of a refusal.
    public init(_ refusal: LwM2MError) { self.init(refusal.code, reason: refusal.message) }
}

/// Who asks for an operation.
public enum Requester: Hashable, Sendable {
    /// The local side: AT commands and the console. Access rights and the operations of the definition do not bind it.
    ///
    /// - Source: UBX-18068860 R09 §5.3.4, where the read-only Resource 5700 is written by AT command.
    case host
    /// The bootstrap server. Access rights and the operations of the definition do not bind it.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.2.
    case bootstrap
    /// A management server, bound by its access rights and by the operations of the definition.
    case server(ShortServerID)

    /// Whether the request comes over the device management interface.
    public var isDeviceManagement: Bool {
        if case .server = self { true } else { false }
    }
}

extension Requester: CustomStringConvertible {
    /// The words of the log: `at`, `bootstrap` or `server 123`.
    public var description: String {
        switch self {
        case .host: "at"
        case .bootstrap: "bootstrap"
        case .server(let id): "server \(id)"
        }
    }
}

/// How a Write treats what is there already.
///
/// - Source: LwM2M 1.0.1 §5.4.3.
public enum WriteMode: Hashable, Sendable {
    /// The payload takes the place of the content.
    case replace
    /// Resources and Resource Instances that the payload does not name stay.
    case partialUpdate
}
