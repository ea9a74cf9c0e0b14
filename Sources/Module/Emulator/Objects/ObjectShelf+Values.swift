import LwM2M
import ObjectHost

/// Values of the module in its Objects.
extension ObjectShelf {
    /// Creates an instance, or sets the values of an existing one; Resources that the Object does not have are left
    /// out.
    func make(_ instance: FactoryInstance) {
        guard let error = Self.make(instance, in: host) else { return }
        onEvent(.log("\(instance.path) could not be made: \(error.message)"))
    }

    /// - Returns: what an Object refuses; nil otherwise.
    static func make(_ instance: FactoryInstance, in host: ObjectHost) -> LwM2MError? {
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
