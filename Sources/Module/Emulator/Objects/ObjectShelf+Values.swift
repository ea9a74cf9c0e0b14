import LwM2M
import ObjectHost

/// Values of the module in its Objects.
extension ObjectShelf {
    /// Creates an instance, or sets the values of an existing one; Resources that the Object does not have are left
    /// out.
    func make(_ instance: FactoryInstance) {
        if let error = Self.make(instance, in: host) { report(instance, error) }
    }

    private func report(_ instance: FactoryInstance, _ error: LwM2MError) {
        onEvent(.log("\(instance.path) could not be made: \(error.message)"))
    }

    /// Creates instances, or sets the values of existing ones, and their access control entries at the end.
    ///
    /// - Parameter refused: called with what an Object refuses, in its turn.
    static func makeAll(
        _ instances: [FactoryInstance], in host: ObjectHost, refused: (FactoryInstance, LwM2MError) -> Void
    ) {
        try? host.makingEntries { () throws(LwM2MError) in
            for instance in instances {
                if let error = make(instance, in: host) { refused(instance, error) }
            }
        }
        host.refreshAccessControl()
    }

    /// The same in the Objects that are served; what they refuse is logged.
    func makeAll(_ instances: [FactoryInstance]) { Self.makeAll(instances, in: host, refused: report) }

    /// - Returns: what an Object refuses; nil otherwise.
    private static func make(_ instance: FactoryInstance, in host: ObjectHost) -> LwM2MError? {
        guard let id = instance.path.object, let definition = host.definition(of: id),
            let number = instance.path.instance
        else { return nil }
        let resources = instance.resources.filter { definition[$0.id] != nil }
        do throws(LwM2MError) {
            if !host.instances(of: id).contains(number) {
                try host.create(instance.path, with: resources, from: .host)
            } else if !resources.isEmpty {
                try host.write(resources, to: instance.path, mode: .partialUpdate, from: .host)
            }
            return nil
        } catch {
            return error
        }
    }

    /// The value of a single-value Resource; nil if there is none.
    func value(at path: Path) -> ResourceValue? {
        guard let object = path.object, let instance = path.instance, host.instances(of: object).contains(instance),
            case .resource(let resource)? = try? host.read(path, from: .host),
            case .single(let value) = resource.content
        else { return nil }
        return value
    }
}
