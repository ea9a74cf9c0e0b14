package import LwM2M

/// The Objects of a module across all its boots. While the client is not running, every request is refused with 5.03,
/// and there are no Objects.
package final class ModuleDataModel: DataModel {
    // The module removes itself when it is deallocated; a weak reference would make every reference to the module slow.
    unowned(unsafe) var module: Module?
    /// Called when something changed in the Objects, while the client is running.
    package var onChange: ((DataModelChange) -> Void)?

    /// The host, if the client is running.
    private var served: (any DataModel)? { module.flatMap { $0.isRunning ? $0.objects.front : nil } }

    /// - throws: 5.03.
    private func model() throws(LwM2MError) -> any DataModel {
        guard let served else {
            throw LwM2MError(.serviceUnavailable, module?.whyNotRunning ?? "the module is gone")
        }
        return served
    }

    /// The Objects in the order of the module; none while the client is not running.
    package var objectIDs: [ObjectID] { served?.objectIDs ?? [] }
    /// The instances of an Object in the order of the module; none while the client is not running.
    package func instances(of id: ObjectID) -> [ObjectInstanceID] { served?.instances(of: id) ?? [] }
    /// The definition of an Object; nil if it does not exist.
    package func definition(of id: ObjectID) -> ObjectDefinition? { served?.definition(of: id) }

    /// Whether an instance belongs to the module itself, so that no bootstrap server deletes it.
    package func isDevicesOwn(_ path: Path) -> Bool {
        path == Path(.device, 0) || module?.factoryDatabase.ownInstances.contains(path) == true
    }

    /// - throws: 5.03 if the client is not running, and what the Object host refuses.
    package func authorize(_ right: AccessRights, at path: Path, from requester: Requester) throws(LwM2MError) {
        try model().authorize(right, at: path, from: requester)
    }

    /// Reads from an Object; throws as `authorize`.
    package func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        try model().read(path, from: requester)
    }

    /// Writes to an Object and saves if each change is saved at once; also throws if it cannot be saved.
    package func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        try model().write(resources, to: path, mode: mode, from: requester)
        try module?.saveIfAlways()
    }

    /// Executes a Resource and saves if each change is saved at once; also throws if it cannot be saved.
    package func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        try model().execute(path, arguments: arguments, from: requester)
        try module?.saveIfAlways()
    }

    /// Creates instances and saves if each change is saved at once; if they cannot be saved, they do not exist.
    package func create(
        _ instances: [NewInstance], from requester: Requester
    ) throws(LwM2MError) -> [ObjectInstanceID] {
        let made = try model().create(instances, from: requester)
        do { try module?.saveIfAlways() } catch {
            // A refused requester tries again, and must not be told then that an instance exists.
            for (wanted, instance) in zip(instances, made) {
                if let object = wanted.path.object { try? model().delete(Path(object, instance), from: .host) }
            }
            module?.copyChangedInstances()
            throw LwM2MError(error.code, "not made, as it could not be saved: \(module?.database.whyNotSaved ?? "")")
        }
        return made
    }

    /// Deletes an instance and saves if each change is saved at once; also throws if it cannot be saved.
    package func delete(_ path: Path, from requester: Requester) throws(LwM2MError) {
        try model().delete(path, from: requester)
        do { try module?.saveIfAlways() } catch {
            throw LwM2MError(
                error.code,
                "deleted, but not saved, so that a loss of power brings it back: \(module?.database.whyNotSaved ?? "")")
        }
    }

    /// What is below a path; throws as `authorize`.
    package func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        try model().discover(path, from: requester)
    }
}
