public import LwM2M

/// The requests of a server to a client, one for each operation.
///
/// - Source: LwM2M 1.0.1 §8.2.5, §8.2.6.
extension Request {
    /// Read.
    ///
    /// - Parameter format: asked for with Accept; nil leaves the choice to the client.
    public static func read(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.get, path: path.segments, accept: format)
    }

    /// Discover.
    public static func discover(_ path: Path) -> Request {
        Request(.get, path: path.segments, accept: .linkFormat)
    }

    /// Write of an Object Instance or of a Resource.
    ///
    /// - Parameter mode: a partial update is possible on an Object Instance only.
    public static func write(
        _ path: Path, _ payload: [UInt8], as format: ContentFormat, mode: WriteMode = .replace
    ) -> Request {
        Request(mode == .replace ? .put : .post, path: path.segments, contentFormat: format, payload: payload)
    }

    /// Write-Attributes.
    ///
    /// - Parameter attributes: each as in a query, `pmin=10`; a bare name unsets.
    public static func writeAttributes(_ path: Path, _ attributes: [String]) -> Request {
        Request(.put, path: path.segments, queries: attributes)
    }

    /// Execute.
    public static func execute(_ path: Path, arguments: String = "") -> Request {
        Request(
            .post, path: path.segments, contentFormat: arguments.isEmpty ? nil : .text,
            payload: Array(arguments.utf8))
    }

    /// Create.
    ///
    /// - Parameter object: the path of the Object; an instance that is to have a certain id is named in the payload.
    public static func create(_ object: Path, _ payload: [UInt8], as format: ContentFormat) -> Request {
        Request(.post, path: object.segments, contentFormat: format, payload: payload)
    }

    /// Delete; over the bootstrap interface also of all instances of an Object, and of everything with `/`.
    public static func delete(_ path: Path) -> Request { Request(.delete, path: path.segments) }

    /// Observe.
    public static func observe(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.get, path: path.segments, accept: format, observe: 0)
    }

    /// Cancel Observation, sent with the token of the Observe.
    public static func cancelObserve(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.get, path: path.segments, accept: format, observe: 1)
    }

    /// Bootstrap-Finish.
    public static let bootstrapFinish = Request(.post, path: ["bs"])
}

extension Path {
    /// The ids in decimal, as the Uri-Path options of a request.
    public var segments: [String] {
        [object, instance, resource, resourceInstance].compactMap { $0.map(String.init) }
    }
}
