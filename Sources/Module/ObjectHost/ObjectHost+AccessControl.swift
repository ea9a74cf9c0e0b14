package import LwM2M

/// If it is loaded, the Access Control Object decides: its instances are the entries, whoever created them, and the
/// accounts of Objects 0 and 1 are the servers.
///
/// - Source: LwM2M 1.0.1 §7.3, appendix E.3.
extension ObjectHost {
    /// Takes the entries from the instances of Object 2 and the servers from Objects 0 and 1, if they are loaded.
    package func refreshAccessControl() {
        refreshServers()
        refreshEntries()
    }

    /// Replaces the entry for the same Object Instance, or adds a new one; through the script of Object 2 if it is
    /// loaded.
    ///
    /// - throws: the refusal of the script.
    package func set(_ entry: AccessControlEntry) throws(LwM2MError) {
        guard let object = objects[.accessControl] else { return accessControl.set(entry) }
        let known = entryInstances.first { $0.value == EntryTarget(entry) }?.key
        let resources = entry.resources.filter { object.slot($0.id) != nil }
        if let known {
            try write(resources, to: Path(object.id, known), mode: .partialUpdate, from: .host)
        } else {
            try create(Path(object.id), with: resources, from: .host)
        }
    }

    /// Gives a server an Object Instance, with all rights to it.
    ///
    /// - throws: the refusal of the script of Object 2.
    /// - Source: UBX-18068860 R09 §5.3.3.
    package func grant(_ path: Path, to owner: ShortServerID) throws(LwM2MError) {
        guard let object = path.object, let instance = path.instance, object != .accessControl else { return }
        try set(AccessControlEntry(object: object, instance: instance, owner: owner, rights: [owner: .owner]))
    }

    /// Removes the entry of an Object Instance that is gone.
    func removeEntry(object: ObjectID, instance: ObjectInstanceID) {
        guard objects[.accessControl] != nil else {
            return accessControl.remove(object: object, instance: instance)
        }
        let target = EntryTarget(object: object, instance: instance)
        for id in entryInstances.filter({ $0.value == target }).keys.sorted() {
            do throws(LwM2MError) {
                try delete(Path(.accessControl, id), from: .host)
            } catch {
                log("the entry /2/\(id) for /\(object)/\(instance) could not be removed: \(error.message)")
            }
        }
    }

    /// Removes all entries of an Object that is gone.
    package func removeEntries(of object: ObjectID) {
        guard object != .accessControl, objects[.accessControl] != nil else {
            return accessControl.remove(object: object, instance: nil)
        }
        for target in entryInstances.values where target.object == object {
            removeEntry(object: object, instance: target.instance)
        }
    }

    /// Updates the rights after a change to an Object that determines them.
    func followRights(_ path: Path) {
        switch path.object {
        case .security, .server: refreshServers()
        case .accessControl:
            if hasNewEntries == nil { refreshEntries() } else { hasNewEntries = true }
        default: break
        }
    }

    /// Makes many entries, each for another Object Instance, and reads Object 2 once at the end instead of after each.
    ///
    /// - throws: what the body throws; what it made until then counts.
    package func makingEntries(_ body: () throws(LwM2MError) -> Void) throws(LwM2MError) {
        guard hasNewEntries == nil else { return try body() }
        hasNewEntries = false
        defer {
            let isNew = hasNewEntries == true
            hasNewEntries = nil
            if isNew { refreshEntries() }
        }
        try body()
    }

    private func refreshServers() {
        guard objects[.security] != nil, objects[.server] != nil else { return }
        let secured = Set(
            resources(of: .security).compactMap { resources -> ShortServerID? in
                guard case .boolean(false)? = resources[SecurityResource.isBootstrapServer] else { return nil }
                return Self.id(resources[SecurityResource.shortServerID])
            })
        let found = Set(resources(of: .server).compactMap { Self.id($0[ServerResource.shortServerID]) }).intersection(
            secured)
        let servers = accessControl.servers.subtracting(accounts).union(found)
        accounts = found
        if servers != accessControl.servers { accessControl.servers = servers }
    }

    private func refreshEntries() {
        guard let object = objects[.accessControl] else { return }
        entryInstances = [:]
        var control = AccessControl(servers: accessControl.servers)
        for id in instances(of: object.id) {
            guard case .instance(let instance)? = try? read(Path(object.id, id), from: .host),
                let entry = AccessControlEntry(id, instance)
            else { continue }
            // Of two entries for one Object Instance, the first one counts.
            guard control.entry(object: entry.object, instance: entry.instance) == nil else { continue }
            entryInstances[id] = EntryTarget(entry)
            control.set(entry)
        }
        accessControl = control
    }

    /// The single values of each instance of an Object.
    private func resources(of id: ObjectID) -> [[ResourceID: ResourceValue]] {
        instances(of: id).map { instance in
            // Nothing in Object 0 is readable, so each Resource is read individually.
            var values: [ResourceID: ResourceValue] = [:]
            for resource in Self.accountResources where objects[id]?.slot(resource) != nil {
                guard case .resource(let found)? = try? read(Path(id, instance, resource), from: .host),
                    case .single(let value?) = found.content
                else { continue }
                values[resource] = value
            }
            return values
        }
    }

    /// The Resources that identify a server's account: in Object 0 the kind of server and its id, in Object 1 its id.
    private static let accountResources = [
        ServerResource.shortServerID, SecurityResource.isBootstrapServer, SecurityResource.shortServerID,
    ]

    private static func id(_ value: ResourceValue?) -> UInt16? {
        switch value {
        case .integer(let number)?: UInt16(exactly: number)
        case .unsignedInteger(let number)?: UInt16(exactly: number)
        default: nil
        }
    }
}

extension ObjectHost {
    /// The ids of an Object's instances, in the order in which the module lists them; empty for an Object that is not
    /// loaded.
    package func instances(of id: ObjectID) -> [ObjectInstanceID] {
        guard let object = objects[id] else { return [] }
        return (try? keys(of: object)) ?? []
    }

    /// Whether the requester needs no rights.
    func isOpen(to requester: Requester) -> Bool {
        guard case .server(let server) = requester else { return true }
        return openTo.includes(server)
    }

    package func authorize(
        _ right: AccessRights, at path: Path, from requester: Requester
    ) throws(LwM2MError) {
        try requester.checkReach(of: path.object)
        let object = try object(path.object)
        if let instance = path.instance { return try authorize(requester, right, on: object, instance) }
        if right == .create { try authorizeCreation(in: object, requester) }
    }

    /// Admits a server only if it may create instances of an Object; those of the Access Control Object are created by
    /// the client itself.
    ///
    /// - throws: 4.01.
    /// - Source: LwM2M 1.0.1 §7.3.2.3.
    func authorizeCreation(in object: LoadedObject, _ requester: Requester) throws(LwM2MError) {
        guard case .server(let server) = requester else { return }
        guard object.id != .accessControl, accessControl.mayCreate(server, object: object.id) else {
            throw LwM2MError(.unauthorized, "server \(server) has no right to create in /\(object.id)")
        }
    }

    /// Admits a server only if it has a right on an Object Instance.
    ///
    /// - throws: 4.01; 4.04 if the instance does not exist, whatever the rights.
    /// - Source: LwM2M 1.0.1 §7.3.2.
    func authorize(
        _ requester: Requester, _ right: AccessRights, on object: LoadedObject, _ instance: ObjectInstanceID
    ) throws(LwM2MError) {
        guard case .server(let server) = requester else { return }
        if isOpen(to: requester), object.id != .accessControl || right != .delete { return }
        if accessControl.rights(of: server, object: object.id, instance: instance).isSuperset(of: right) { return }
        guard try keys(of: object).contains(instance) else {
            throw LwM2MError(.notFound, "\(Path(object.id, instance)) does not exist")
        }
        throw LwM2MError(
            .unauthorized, "server \(server) has no right to \(right.words) \(Path(object.id, instance))")
    }

    /// The definition of a Resource.
    ///
    /// - throws: 4.04 if the Object does not define it.
    func definition(_ id: ResourceID, of object: LoadedObject, at path: Path) throws(LwM2MError) -> ResourceSlot {
        guard let slot = object.slot(id) else {
            throw LwM2MError(.notFound, "\(path) is not defined in \(object.fileName)")
        }
        return slot
    }
}

extension AccessRights {
    /// The rights as named in a refusal.
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
