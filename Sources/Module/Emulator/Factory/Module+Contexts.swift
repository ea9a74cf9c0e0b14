public import LwM2M
import ObjectHost
import Products

/// The contexts of `+CGDCONT`, in NVM, and their mirror in Object 11.
extension Module {
    private static let contextPrefix = "module.context."

    /// The contexts, by their numbers.
    public var contexts: [PDPContext] {
        guard settings["module.contexts"] == "set" else { return PDPContext.first(on: product, profile: profile) }
        return settings.filter { $0.key.hasPrefix(Self.contextPrefix) }.compactMap { PDPContext($0.value[...]) }
            .sorted { $0.id < $1.id }
    }

    /// Whether the operator alone says what a context is: those of Verizon (UBX-18068860 R09 §3.5.1).
    public func isReadOnly(context id: Int) -> Bool {
        OperatorFamily(profile: profile) == .verizon && FactoryAssumptions.verizonContexts.contains { $0.id == id }
    }

    /// The access point of the operator's own servers under the profile; nil where it has none.
    public var operatorAPN: String? { MNOProfile.numbered(profile)?.operatorAPN }

    /// The instance of Object 11 that mirrors a context.
    public func apnInstance(of context: PDPContext) -> ObjectInstanceID? {
        context.instance(on: product, profile: profile)?.path.instance
    }

    /// Whether Object 11 says that the access point of a context is disabled, `/11/x/3` (UBX-18068860 R09 §2.1).
    public func isDisabled(_ context: PDPContext) -> Bool {
        guard isRunning, let instance = apnInstance(of: context),
            case .resource(let resource)? = try? host.read(
                Path(.apnConnectionProfile, instance, APNConnectionProfileResource.enableStatus), from: .host),
            case .single(let value) = resource.content
        else { return false }
        return value == .boolean(false)
    }

    /// Defines a context, in place of an older one with the number; Object 11 follows where the product has it so.
    public func define(_ context: PDPContext) {
        keepContexts()
        set(Self.contextPrefix + String(context.id), to: context.text)
        guard mirrorsContexts, let instance = context.instance(on: product, profile: profile) else { return }
        let isNew = !host.instances(of: .apnConnectionProfile).contains(instance.path.instance ?? 0)
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
        if mirrorsContexts, let instance = context.instance(on: product, profile: profile) {
            try? host.delete(instance.path, from: .host)
        }
        return true
    }

    private var mirrorsContexts: Bool {
        isRunning && product.contextMirroring.includes(profile: profile)
            && host.definition(of: .apnConnectionProfile) != nil
    }

    /// From now on NVM says which contexts there are.
    private func keepContexts() {
        guard settings["module.contexts"] == nil else { return }
        for context in contexts { set(Self.contextPrefix + String(context.id), to: context.text) }
        set("module.contexts", to: "set")
    }

    /// The contexts are those of the profile again.
    func forgetContexts() {
        for name in settings.keys where name.hasPrefix(Self.contextPrefix) { set(name, to: nil) }
        set("module.contexts", to: nil)
    }
}
