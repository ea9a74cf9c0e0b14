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
