public import LwM2M

extension ObjectHost {
    /// The ids of an Object's instances, in the order in which the module lists them; empty for an Object that is not
    /// loaded.
    public func instances(of id: ObjectID) -> [ObjectInstanceID] {
        guard let object = objects[id] else { return [] }
        return (try? keys(of: object)) ?? []
    }

    /// Whether who asks needs no rights.
    func isOpen(to requester: Requester) -> Bool {
        guard case .server(let server) = requester else { return true }
        return openTo.includes(server)
    }

    public func authorize(
        _ right: AccessRights, at path: Path, from requester: Requester
    ) throws(LwM2MError) {
        try refuseSecurityObject(path.object, requester)
        let object = try object(path.object)
        if let instance = path.instance { return try authorize(requester, right, on: object, instance) }
        if right == .create { try authorizeCreation(in: object, requester) }
    }

    /// Lets a server pass only if it may create instances of an Object; those of the Access Control Object are made by
    /// the client itself.
    ///
    /// - throws: 4.01.
    /// - Source: LwM2M 1.0.1 §7.3.2.3.
    func authorizeCreation(in object: LoadedObject, _ requester: Requester) throws(LwM2MError) {
        guard case .server(let server) = requester else { return }
        guard object.id != 2, accessControl.mayCreate(server, object: object.id) else {
            throw LwM2MError(.unauthorized, "server \(server) has no right to create in /\(object.id)")
        }
    }

    /// Lets a server pass only with a right on an Object Instance.
    ///
    /// - throws: 4.01; 4.04 where the instance does not exist, whatever the rights.
    /// - Source: LwM2M 1.0.1 §7.3.2.
    func authorize(
        _ requester: Requester, _ right: AccessRights, on object: LoadedObject, _ instance: ObjectInstanceID
    ) throws(LwM2MError) {
        guard case .server(let server) = requester else { return }
        if isOpen(to: requester), object.id != 2 || right != .delete { return }
        if accessControl.rights(of: server, object: object.id, instance: instance).isSuperset(of: right) { return }
        guard try keys(of: object).contains(instance) else {
            throw LwM2MError(.notFound, "\(Path(object.id, instance)) does not exist")
        }
        throw LwM2MError(
            .unauthorized, "server \(server) has no right to \(right.words) \(Path(object.id, instance))")
    }

    /// The Security Object is closed to servers.
    ///
    /// - throws: 4.01.
    /// - Source: LwM2M 1.0.1 §7.3.2, appendix E.1.
    func refuseSecurityObject(_ id: ObjectID?, _ requester: Requester) throws(LwM2MError) {
        guard id == 0, requester.isDeviceManagement else { return }
        throw LwM2MError(.unauthorized, "no server may reach Object 0")
    }

    /// The definition of a Resource.
    ///
    /// - throws: 4.04 where the Object defines none with the id.
    func definition(_ id: ResourceID, of object: LoadedObject, at path: Path) throws(LwM2MError) -> ResourceSlot {
        guard let slot = object.slot(id) else {
            throw LwM2MError(.notFound, "\(path) is not defined in \(object.fileName)")
        }
        return slot
    }
}

extension AccessRights {
    /// The rights as a refusal names them.
    fileprivate var words: String {
        var words: [String] = []
        if contains(.read) { words.append("read") }
        if contains(.write) { words.append("write") }
        if contains(.execute) { words.append("execute") }
        if contains(.delete) { words.append("delete") }
        if contains(.create) { words.append("create in") }
        return words.joined(separator: " and ")
    }
}
