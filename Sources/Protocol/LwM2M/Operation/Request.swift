/// A request from a server to a client on the interfaces for device management and reporting: an operation at a path,
/// with its payload or attributes.
///
/// - Source: LwM2M 1.0.1 §5.4, §5.5.
package struct Request: Hashable, Sendable {
    package var operation: ManagementOperation
    package var path: Path
    /// The format that the answer to a Read or an Observe must have; nil leaves the choice to the client.
    package var accept: ContentFormat?
    /// The format of the payload or, for a Read or an Observe without `accept`, the format that the server prefers.
    package var contentFormat: ContentFormat?
    /// The content of a Write or a Create, or the arguments of an Execute; empty for other operations.
    package var payload: [UInt8]
    /// What a Write-Attributes sets, each as in a query: `pmin=10`; a bare name unsets one.
    package var attributes: [String]

    package init(
        _ operation: ManagementOperation, _ path: Path, accept: ContentFormat? = nil,
        contentFormat: ContentFormat? = nil, payload: [UInt8] = [], attributes: [String] = []
    ) {
        self.operation = operation
        self.path = path
        self.accept = accept
        self.contentFormat = contentFormat
        self.payload = payload
        self.attributes = attributes
    }

    /// Read.
    ///
    /// - Parameter format: nil leaves the choice to the client.
    package static func read(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.read, path, accept: format)
    }

    /// Discover.
    package static func discover(_ path: Path) -> Request { Request(.discover, path) }

    /// Write of an Object Instance or of a Resource.
    ///
    /// - Parameter mode: a partial update is possible on an Object Instance only.
    package static func write(
        _ path: Path, _ payload: [UInt8], as format: ContentFormat, mode: WriteMode = .replace
    ) -> Request {
        Request(.write(mode), path, contentFormat: format, payload: payload)
    }

    /// Write-Attributes.
    ///
    /// - Parameter attributes: each as in a query, `pmin=10`; a bare name unsets one.
    package static func writeAttributes(_ path: Path, _ attributes: [String]) -> Request {
        Request(.writeAttributes, path, attributes: attributes)
    }

    /// Execute.
    package static func execute(_ path: Path, arguments: String = "") -> Request {
        Request(.execute, path, contentFormat: arguments.isEmpty ? nil : .text, payload: Array(arguments.utf8))
    }

    /// Create.
    ///
    /// - Parameter object: the path of the Object; the payload names the instance if it is to have a particular id.
    package static func create(_ object: Path, _ payload: [UInt8], as format: ContentFormat) -> Request {
        Request(.create, object, contentFormat: format, payload: payload)
    }

    /// Delete.
    package static func delete(_ path: Path) -> Request { Request(.delete, path) }

    /// Observe.
    package static func observe(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.observe, path, accept: format)
    }

    /// Cancel Observation, sent with the token of the Observe.
    package static func cancelObserve(_ path: Path, as format: ContentFormat? = nil) -> Request {
        Request(.cancelObserve, path, accept: format)
    }
}

/// An operation of the interfaces for device management and reporting.
///
/// - Source: LwM2M 1.0.1 §5.4, §5.5.
package enum ManagementOperation: Hashable, Sendable {
    case read
    case observe
    /// Answered as a Read.
    case cancelObserve
    case discover
    case write(WriteMode)
    case writeAttributes
    case execute
    case create
    case delete

    /// The right that the operation needs on an Object Instance; nil if it needs none.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.
    package var right: AccessRights? {
        switch self {
        case .read, .observe, .cancelObserve, .writeAttributes: .read
        case .write: .write
        case .execute: .execute
        case .create: .create
        case .delete: .delete
        case .discover: nil
        }
    }
}

/// The outcome of a request, or of a command from the bootstrap server.
package struct Response: Hashable, Sendable {
    package var code: ResponseCode
    /// The format of the payload; nil if the answer states none.
    package var contentFormat: ContentFormat?
    package var payload: [UInt8]
    /// The path of what was created, one element for each segment.
    package var location: [String]
    /// Why the request was refused, for the log; it is not sent.
    package var reason: String

    package init(
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
    package init(_ refusal: LwM2MError) { self.init(refusal.code, reason: refusal.message) }
}

/// Who asks for an operation.
@usableFromInline package enum Requester: Hashable, Sendable {
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
    @inlinable package var isDeviceManagement: Bool {
        if case .server = self { true } else { false }
    }

    /// Whether the requester may access an Object at all: the Security Object is closed to servers, whatever their
    /// rights.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2, appendix E.1.
    @inlinable func mayReach(_ object: ObjectID?) -> Bool { object != .security || !isDeviceManagement }

    /// Refuses an Object that the requester may not access at all.
    ///
    /// - throws: 4.01.
    @inlinable package func checkReach(of object: ObjectID?) throws(LwM2MError) {
        guard !mayReach(object) else { return }
        throw LwM2MError(.unauthorized, "no server may reach Object 0")
    }
}

extension Requester: CustomStringConvertible {
    /// The text for the log: `at`, `bootstrap` or `server 123`.
    @usableFromInline package var description: String {
        switch self {
        case .host: "at"
        case .bootstrap: "bootstrap"
        case .server(let id): "server \(id)"
        }
    }
}

/// How a Write treats existing content.
///
/// - Source: LwM2M 1.0.1 §5.4.3.
@usableFromInline package enum WriteMode: Hashable, Sendable {
    /// The payload replaces the content.
    case replace
    /// Resources and Resource Instances that the payload does not name are kept.
    case partialUpdate
}
