public import LwM2M

/// The Objects of a module over all its boots. While the client does not run every request is refused with 5.03, and
/// there are no Objects.
public final class ModuleDataModel: DataModel {
    weak var module: Module?
    public var onChange: ((DataModelChange) -> Void)?

    /// The host, if the client runs.
    private var served: (any DataModel)? { module.flatMap { $0.isRunning ? $0.host : nil } }

    /// - throws: 5.03.
    private func model() throws(LwM2MError) -> any DataModel {
        guard let served else {
            throw LwM2MError(.serviceUnavailable, module?.whyNotRunning ?? "the module is gone")
        }
        return served
    }

    public var objectIDs: [ObjectID] { served?.objectIDs ?? [] }
    public func instances(of id: ObjectID) -> [ObjectInstanceID] { served?.instances(of: id) ?? [] }
    public func definition(of id: ObjectID) -> ObjectDefinition? { served?.definition(of: id) }

    public func isDevicesOwn(_ path: Path) -> Bool {
        path == Path(.device, 0) || module?.factoryDatabase.ownInstances.contains(path) == true
    }

    public func authorize(_ right: AccessRights, at path: Path, from requester: Requester) throws(LwM2MError) {
        try model().authorize(right, at: path, from: requester)
    }

    public func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        try model().read(path, from: requester)
    }

    public func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        try model().write(resources, to: path, mode: mode, from: requester)
        try module?.saveIfAlways()
    }

    public func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        try model().execute(path, arguments: arguments, from: requester)
        try module?.saveIfAlways()
    }

    @discardableResult
    public func create(
        _ path: Path, with resources: [Resource], from requester: Requester
    ) throws(LwM2MError) -> ObjectInstanceID {
        let instance = try model().create(path, with: resources, from: requester)
        do { try module?.saveIfAlways() } catch {
            // Whoever is refused will try again, and must not be told then that it is there.
            if let object = path.object { try? model().delete(Path(object, instance), from: .host) }
            module?.copyChangedInstances()
            throw LwM2MError(error.code, "not made, as it could not be saved: \(module?.database.whyNotSaved ?? "")")
        }
        return instance
    }

    public func delete(_ path: Path, from requester: Requester) throws(LwM2MError) {
        try model().delete(path, from: requester)
        do { try module?.saveIfAlways() } catch {
            throw LwM2MError(
                error.code,
                "deleted, but not saved, so that a loss of power brings it back: \(module?.whyNotSaved ?? "")")
        }
    }

    public func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        try model().discover(path, from: requester)
    }
}
