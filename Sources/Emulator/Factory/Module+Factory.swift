import LwM2M
import Modem
import ObjectHost

/// The values that the module itself puts into its Objects.
extension Module {
    /// A new database for the profile, as it is made now.
    public var factoryDatabase: FactoryDatabase {
        FactoryDatabase(product, profile: profile, imei: imei, contexts: contexts, connectivity: connectivity)
    }

    /// Makes the instances of a new database in the Objects that are there.
    func makeFactoryInstances() {
        guard configuration.builtIns != .none else { return }
        for instance in factoryDatabase.instances { make(instance) }
        host.refreshAccessControl()
    }

    /// Makes an instance, or gives one that is there its values.
    func make(_ instance: FactoryInstance) {
        guard let id = instance.path.object, let definition = host.definition(of: id),
            let number = instance.path.instance
        else { return }
        let resources = instance.resources.filter { definition[$0.id] != nil }
        do throws(LwM2MError) {
            if host.instances(of: id).contains(number) {
                guard !resources.isEmpty else { return }
                try host.write(resources, to: instance.path, mode: .partialUpdate, from: .host)
            } else {
                try host.create(instance.path, with: resources, from: .host)
            }
        } catch {
            emit(.log("\(instance.path) could not be made: \(error.message)"))
        }
    }
}
