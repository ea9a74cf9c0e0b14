/// An operation of the interfaces for device management and reporting.
///
/// - Source: LwM2M 1.0.1 §5.4, §5.5, §8.2.5, §8.2.6.
public enum ManagementOperation: Hashable, Sendable {
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

    /// The operation that a request asks for at a path.
    ///
    /// - throws: 4.05 where the method cannot be used at this level, 4.00 for a PUT that brings nothing.
    /// - Source: LwM2M 1.0.1 §8.2.5, §8.2.6.
    public init(_ request: Request, at path: Path) throws(LwM2MError) {
        switch (request.method, path.depth) {
        case (.delete, 0): throw LwM2MError(.methodNotAllowed, "/ is deleted over the bootstrap interface only")
        case (_, 0): throw LwM2MError(.badRequest, "the path / names no Object")
        case (.get, _):
            if request.accept == .linkFormat {
                self = .discover
            } else {
                self = request.observe == 0 ? .observe : request.observe == 1 ? .cancelObserve : .read
            }
        case (.put, let depth):
            if !request.payload.isEmpty || request.contentFormat != nil {
                guard depth > 1 else { throw LwM2MError(.methodNotAllowed, "\(path): an Object is not written") }
                self = .write(.replace)
            } else {
                guard !request.queries.isEmpty else {
                    throw LwM2MError(.badRequest, "\(path): the PUT brings neither a value nor an attribute")
                }
                self = .writeAttributes
            }
        case (.post, 1): self = .create
        case (.post, 2): self = .write(.partialUpdate)
        case (.post, _): self = .execute
        case (.delete, 2): self = .delete
        case (.delete, _): throw LwM2MError(.methodNotAllowed, "\(path): only an Object Instance is deleted")
        }
    }

    /// The right that the operation takes on an Object Instance; nil where it takes none.
    ///
    /// - Source: LwM2M 1.0.1 §7.3.2.
    public var right: AccessRights? {
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
