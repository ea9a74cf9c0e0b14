import LwM2M

/// The account of the bootstrap server as it was before a bootstrap, to be put back where that fails.
///
/// - Source: LwM2M 1.0.1 §5.2.2.
struct BootstrapAccountCopy {
    private let instance: ObjectInstance?
    /// Further accounts of a bootstrap server that were there before, and are none of this bootstrap.
    private let others: Set<ObjectInstanceID>

    init(of account: ServerAccount, in model: any DataModel) {
        others = Set(
            AccountInstance.all(of: 0, in: model).filter { $0.boolean(1) == true }.map(\.id)
        ).subtracting([account.securityInstance])
        guard case .instance(let instance)? = try? model.read(Path(0, account.securityInstance), from: .bootstrap)
        else {
            instance = nil
            return
        }
        self.instance = instance
    }

    /// Makes it, with those that were there before, the only account of a bootstrap server again; answers whether anything had changed.
    ///
    /// - throws: why an instance could not be made or removed.
    func putBack(in model: any DataModel) throws(LwM2MError) -> Bool {
        guard let instance else { return false }
        let path = Path(0, instance.id)
        if case .instance(let current)? = try? model.read(path, from: .bootstrap), current.holdsSame(as: instance),
            !AccountInstance.all(of: 0, in: model).contains(where: { isNew($0) && $0.id != instance.id })
        {
            return false
        }
        for other in AccountInstance.all(of: 0, in: model) where isNew(other) || other.id == instance.id {
            try model.delete(Path(0, other.id), from: .host)
        }
        _ = try model.create(path, with: instance.resources, from: .bootstrap)
        return true
    }

    /// Whether an account of a bootstrap server came with this bootstrap.
    private func isNew(_ account: AccountInstance) -> Bool {
        account.boolean(1) == true && !others.contains(account.id)
    }
}

extension ObjectInstance {
    /// Whether both hold the same values, whatever their order.
    fileprivate func holdsSame(as other: ObjectInstance) -> Bool { Set(resources) == Set(other.resources) }
}
