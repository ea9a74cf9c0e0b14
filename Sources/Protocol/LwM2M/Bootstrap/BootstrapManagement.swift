/// Answers the commands of the bootstrap server during one bootstrap.
///
/// It knows no messages and no clock. The owner keeps what must be restored if the bootstrap fails (`InstanceBackup`),
/// and registers once `isFinished`.
///
/// - Source: LwM2M 1.0.1 §5.2.7, §8.2.3.
package struct BootstrapManagement {
    package let model: any DataModel
    /// Whether a Finish was answered with 2.04.
    package private(set) var isFinished = false
    /// Servers whose Security Object Instance was deleted and has not been written again.
    private(set) var removedServers: Set<ShortServerID> = []
    /// Bootstrap server accounts that existed before, the one in use first; these are allowed, any more are a fault.
    private let bootstrapServersBefore: [ObjectInstanceID]
    /// Object Instances that were written.
    private var written: Set<Path> = []
    /// Object Instances that were created, with the Resources that were given to them.
    private var made: [Path: Set<ResourceID>] = [:]

    package init(_ model: any DataModel) {
        self.model = model
        bootstrapServersBefore = Self.bootstrapServers(in: model)
    }

    private static func bootstrapServers(in model: any DataModel) -> [ObjectInstanceID] {
        SecurityInstance.all(in: model).filter(\.isBootstrapServer).map(\.id)
    }

    /// Carries out a command and answers it.
    package mutating func answer(_ command: BootstrapCommand) -> Response {
        do throws(LwM2MError) {
            switch command {
            case .discover(let path): return try discover(path)
            case .write(let path, let payload, let format): return try write(payload, as: format, to: path)
            case .delete(let path): return try delete(path)
            case .finish: return try finish()
            }
        } catch {
            return Response(error)
        }
    }

    /// The path of the bootstrap server's own account, which no Delete removes; nil if there is none.
    package var bootstrapAccount: Path? {
        SecurityInstance.all(in: model).first(where: \.isBootstrapServer).map { Path(.security, $0.id) }
    }

    // MARK: - Discover

    private func discover(_ path: Path) throws(LwM2MError) -> Response {
        guard path.depth < 2 else {
            throw LwM2MError(.badRequest, "\(path): the bootstrap interface discovers / or an Object")
        }
        if let object = path.object, model.definition(of: object) == nil {
            throw LwM2MError(.notFound, "Object \(object) does not exist")
        }
        let objects = (path.object.map { [$0] } ?? model.objectIDs).map { id in
            BootstrapLinks.ListedObject(
                id: id, instances: model.instances(of: id), version: model.definition(of: id)?.objectVersion ?? "1.0",
                shortServerIDs: shortServerIDs(of: id))
        }
        return Response(
            .content, contentFormat: .linkFormat, payload: Array(BootstrapLinks.text(of: objects).utf8))
    }

    private func shortServerIDs(of object: ObjectID) -> [ObjectInstanceID: ShortServerID] {
        var ids: [ObjectInstanceID: ShortServerID] = [:]
        switch object {
        case .security:
            for security in SecurityInstance.all(in: model) where !security.isBootstrapServer {
                ids[security.id] = security.shortServerID
            }
        case .server: for server in ServerInstance.all(in: model) { ids[server.id] = server.shortServerID }
        default: break
        }
        return ids
    }

    // MARK: - Delete

    private mutating func delete(_ path: Path) throws(LwM2MError) -> Response {
        guard path.depth < 3 else { throw LwM2MError(.badRequest, "\(path): a Resource is not deleted") }
        if let object = path.object, model.definition(of: object) == nil {
            throw LwM2MError(.badRequest, "Object \(object) does not exist")
        }
        let securities = SecurityInstance.all(in: model)
        if let object = path.object, let instance = path.instance {
            guard model.instances(of: object).contains(instance) else {
                throw LwM2MError(.badRequest, "\(path) does not exist")
            }
            guard !isSpared(path) else { throw LwM2MError(.badRequest, "\(path) is never deleted") }
            try model.delete(path, from: .bootstrap)
        } else {
            for object in path.object.map({ [$0] }) ?? model.objectIDs {
                for instance in model.instances(of: object) where !isSpared(Path(object, instance)) {
                    try model.delete(Path(object, instance), from: .bootstrap)
                }
            }
        }
        let left = Set(model.instances(of: .security))
        removedServers.formUnion(
            securities.filter { !$0.isBootstrapServer && !left.contains($0.id) }.compactMap(\.shortServerID))
        return Response(.deleted)
    }

    /// Whether a Delete leaves an instance alone.
    private func isSpared(_ path: Path) -> Bool {
        if model.isDevicesOwn(path) { return true }
        guard path.object == .security, let instance = path.instance else { return false }
        // One that this bootstrap brought may be taken back.
        return bootstrapServersBefore.contains(instance)
            && SecurityInstance(instance, in: model)?.isBootstrapServer == true
    }

    // MARK: - Finish

    private mutating func finish() throws(LwM2MError) -> Response {
        try removeAccounts()
        isFinished = true
        return Response(.changed)
    }

    /// Removes the rest of each account whose Security Object Instance was deleted, if what remains is consistent.
    ///
    /// - throws: 4.06; then nothing is changed.
    private mutating func removeAccounts() throws(LwM2MError) {
        var accounts = AccountConsistency(of: model)
        accounts.mostBootstrapServers = max(1, bootstrapServersBefore.count)
        let replaced = replacedBootstrapServer
        accounts.securities.removeAll { $0.id == replaced }
        let gone = removedServers.subtracting(accounts.serverIDs)
        let servers = accounts.servers.filter { $0.shortServerID.map(gone.contains) ?? false }
        accounts.servers.removeAll { servers.contains($0) }
        var outcomes: [Unbootstrapping] = []
        if var rights = accounts.accessControl {
            rights.servers.formUnion(gone)
            for server in gone.sorted() {
                let outcome = rights.unbootstrapping(server, sparing: model.isDevicesOwn)
                rights = outcome.result
                outcomes.append(outcome)
            }
            accounts.accessControl = rights
        }
        if let fault = accounts.fault ?? faultOfMade { throw LwM2MError(.notAcceptable, fault) }
        if let replaced { try? model.delete(Path(.security, replaced), from: .bootstrap) }
        for outcome in outcomes { apply(outcome) }
        for server in servers where model.instances(of: .server).contains(server.id) {
            try? model.delete(Path(.server, server.id), from: .bootstrap)
        }
        removedServers = []
    }

    /// The account in use, if the bootstrap wrote one to another instance that replaces it.
    private var replacedBootstrapServer: ObjectInstanceID? {
        let new = Self.bootstrapServers(in: model).filter { !bootstrapServersBefore.contains($0) }
        guard new.count == 1, let old = bootstrapServersBefore.first, !written.contains(Path(.security, old)) else {
            return nil
        }
        return old
    }

    /// What is missing in an Object Instance that the bootstrap created, in readable form; nil if nothing is. A
    /// Resource that no server may write is supplied by the client; the accounts have their own rules.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.7.6.
    private var faultOfMade: String? {
        for (path, given) in made.sorted(by: {
            ($0.key.object ?? 0, $0.key.instance ?? 0) < ($1.key.object ?? 0, $1.key.instance ?? 0)
        }) {
            guard let object = path.object, let instance = path.instance, object != .security, object != .server,
                let definition = model.definition(of: object), model.instances(of: object).contains(instance)
            else { continue }
            for resource in definition.resources where resource.isMandatory && resource.operations.contains(.write) {
                guard !given.contains(resource.id) else { continue }
                return "\(path) lacks Resource \(resource.id), \(resource.name), which is mandatory"
            }
        }
        return nil
    }

    private func apply(_ outcome: Unbootstrapping) {
        for path in outcome.removedInstances { try? model.delete(path, from: .bootstrap) }
        for entry in outcome.removedEntries {
            guard let id = entry.id, model.instances(of: .accessControl).contains(id) else { continue }
            try? model.delete(Path(.accessControl, id), from: .bootstrap)
        }
        for entry in outcome.changedEntries {
            guard let id = entry.id else { continue }
            try? model.write(entry.resources, to: Path(.accessControl, id), mode: .replace, from: .bootstrap)
        }
    }

    /// Records what was written, and whether a server has an account again.
    mutating func wrote(_ resources: [Resource], to path: Path, isNew: Bool) {
        guard let object = path.object, let instance = path.instance else { return }
        written.insert(path)
        if isNew { made[path] = [] }
        made[path]?.formUnion(resources.map(\.id))
        guard object == .server, let id = ServerInstance(instance, in: model)?.shortServerID else { return }
        removedServers.remove(id)
    }
}

extension BootstrapManagement {
    /// Writes instances or a Resource, whether or not they exist and whatever operations they allow; all or nothing.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.7.4.
    private mutating func write(
        _ payload: [UInt8], as format: ContentFormat?, to path: Path
    ) throws(LwM2MError) -> Response {
        guard let object = path.object else {
            throw LwM2MError(.methodNotAllowed, "the path / names no Object to write")
        }
        guard let definition = model.definition(of: object) else {
            throw LwM2MError(.badRequest, "Object \(object) does not exist")
        }
        var parts: [(path: Path, resources: [Resource])] = []
        if let id = path.resource, let instance = path.instance {
            guard let resource = definition[id], !resource.operations.contains(.execute) else {
                throw LwM2MError(.badRequest, "\(path) is not a Resource that holds a value")
            }
            let content = try ResourcePayload.resource(of: payload, as: format, at: path, definition: resource)
            parts = [(Path(object, instance), [content])]
        } else {
            let content = try InstancePayload.payload(of: payload, as: format, at: path)
            for instance in try content.namedInstances(at: path) {
                let resources = try InstancePayload.bootstrapping(instance.resources, of: definition)
                parts.append((Path(object, instance.id), resources))
            }
        }
        let existing = Set(model.instances(of: object))
        try apply(parts, of: object)
        for part in parts {
            wrote(part.resources, to: part.path, isNew: !existing.contains(part.path.instance ?? 0))
        }
        return Response(.changed)
    }

    private func apply(_ parts: [(path: Path, resources: [Resource])], of object: ObjectID) throws(LwM2MError) {
        let existing = Set(model.instances(of: object))
        let backups = parts.count > 1 ? parts.map { InstanceBackup(of: $0.path, in: model) } : []
        do throws(LwM2MError) {
            for part in parts {
                guard part.path.instance != maxID else {
                    throw LwM2MError(.badRequest, "\(part.path): 65535 names no instance")
                }
                if existing.contains(part.path.instance ?? 0) {
                    try model.write(part.resources, to: part.path, mode: .replace, from: .bootstrap)
                } else {
                    _ = try model.create(part.path, with: part.resources, from: .bootstrap)
                }
            }
        } catch {
            for backup in backups { try? backup.restore(in: model) }
            throw error.code == .internalServerError ? error : LwM2MError(.badRequest, error.message)
        }
    }
}

/// An Object Instance as it was, to be restored if an operation in progress fails.
package struct InstanceBackup: Hashable, Sendable {
    package var path: Path
    /// nil if the instance did not exist.
    package var instance: ObjectInstance?

    /// Copies an Object Instance with everything that the client itself may read.
    ///
    /// - Parameter path: an Object Instance.
    package init(of path: Path, in model: any DataModel) {
        self.path = path
        if case .instance(let instance)? = try? model.read(path, from: .host) {
            self.instance = instance
        } else {
            instance = nil
        }
    }

    /// Restores the instance as it was; an instance that did not exist is removed.
    ///
    /// - throws: the refusal of the data model; an unchanged instance is left alone.
    package func restore(in model: any DataModel) throws(LwM2MError) {
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

/// A command of the bootstrap server.
///
/// - Source: LwM2M 1.0.1 §5.2.7.
package enum BootstrapCommand: Hashable, Sendable {
    /// Discover of an Object, or of everything with `/`.
    case discover(Path)
    /// Write of the Object Instances in a payload, or of a Resource.
    case write(Path, [UInt8], as: ContentFormat?)
    /// Delete of an Object Instance, of all instances of an Object, or of everything with `/`.
    case delete(Path)
    case finish
}
