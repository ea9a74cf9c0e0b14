/// An Object Instance as it was, to be put back when what was begun fails.
public struct InstanceBackup: Hashable, Sendable {
    public var path: Path
    /// nil where there was no instance.
    public var instance: ObjectInstance?

    /// Copies an Object Instance with everything that the client itself may read.
    ///
    /// - Parameter path: an Object Instance.
    public init(of path: Path, in model: any DataModel) {
        self.path = path
        if case .instance(let instance)? = try? model.read(path, from: .host) {
            self.instance = instance
        } else {
            instance = nil
        }
    }

    /// Puts the instance back as it was; one that was not there goes.
    ///
    /// - throws: what the data model refuses; an instance that was not touched is left alone.
    public func restore(in model: any DataModel) throws(LwM2MError) {
        guard InstanceBackup(of: path, in: model) != self else { return }
        if let object = path.object, let id = path.instance, model.instances(of: object).contains(id) {
            try model.delete(path, from: .bootstrap)
        }
        guard let instance else { return }
        let definition = path.object.flatMap { model.definition(of: $0) }
        let resources = instance.resources.filter { definition?[$0.id] != nil }
        _ = try model.create(path, with: resources, from: .bootstrap)
    }
}
