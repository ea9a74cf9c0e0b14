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

    private static let contextPrefix = "module.context."

    /// The contexts of `+CGDCONT`, by their numbers; kept in NVM.
    public var contexts: [PDPContext] {
        guard settings["module.contexts"] == "set" else { return PDPContext.first(on: product, profile: profile) }
        return settings.filter { $0.key.hasPrefix(Self.contextPrefix) }.compactMap { PDPContext($0.value[...]) }
            .sorted { $0.id < $1.id }
    }

    /// Defines a context, in place of an older one with the number; Object 11 follows where the product has it so.
    public func define(_ context: PDPContext) {
        keepContexts()
        set(Self.contextPrefix + String(context.id), to: context.text)
        guard mirrorsContexts, let instance = context.instance(on: product) else { return }
        let isNew = !host.instances(of: 11).contains(instance.path.instance ?? 0)
        make(instance)
        if isNew, let owner = FactoryAssumptions.owner(MNOProfile.numbered(profile)?.servers(on: product) ?? []) {
            try? host.grant(instance.path, to: owner)
        }
    }

    /// Takes a context away. False where there is none with the number.
    @discardableResult
    public func undefineContext(_ id: Int) -> Bool {
        guard let context = contexts.first(where: { $0.id == id }) else { return false }
        keepContexts()
        set(Self.contextPrefix + String(id), to: nil)
        if mirrorsContexts, let instance = context.instance(on: product) {
            try? host.delete(instance.path, from: .host)
        }
        return true
    }

    private var mirrorsContexts: Bool {
        isRunning && product.contextMirroring.includes(profile: profile) && host.definition(of: 11) != nil
    }

    /// From now on NVM says which contexts there are.
    private func keepContexts() {
        guard settings["module.contexts"] == nil else { return }
        for context in contexts { set(Self.contextPrefix + String(context.id), to: context.text) }
        set("module.contexts", to: "set")
    }
}
