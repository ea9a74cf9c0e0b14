/// An instance of the Server Object, as far as the rules of accounts look at it.
///
/// - Source: LwM2M 1.0.1 appendix E.2.
public struct ServerInstance: Hashable, Sendable {
    public var id: ObjectInstanceID
    /// Resource 0 where it names a server, 1...65534; nil for anything else.
    public var shortServerID: ShortServerID?
    /// What the instance holds and cannot hold, in words; nil where there is nothing.
    public var fault: String?

    /// Reads all instances of a data model, in its order; one that cannot be read is left out.
    public static func all(in model: any DataModel) -> [ServerInstance] {
        model.instances(of: 1).compactMap { ServerInstance($0, in: model) }
    }

    /// Reads one instance; nil where there is none.
    public init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(1, id), from: .bootstrap) else { return nil }
        self.id = id
        shortServerID = instance.integer(0).flatMap(ShortServerID.init(naming:))
        for resource in [1, 2, 3, 5, 7] as [ResourceID] where fault == nil {
            fault = instance.single(resource).flatMap { ServerResources.fault(of: $0, in: resource) }
        }
    }
}
