import Lua
public import LwM2M

extension ObjectHost {
    public func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        try refuseSecurityObject(path.object, requester)
        guard path.depth > 0 else {
            guard !requester.isDeviceManagement else { throw LwM2MError(.badRequest, "the path / names no Object") }
            return objectIDs.flatMap { id in
                let instances = instances(of: id)
                return instances.isEmpty
                    ? [DiscoveredPath(path: Path(id))] : instances.map { DiscoveredPath(path: Path(id, $0)) }
            }
        }
        let object = try object(at: path)
        guard path.depth < 4 else { throw LwM2MError(.notFound, "\(path): Discover ends at a Resource") }
        guard let instance = path.instance else {
            let version = object.definition.objectVersion
            var links = [DiscoveredPath(path: path, version: version == "1.0" ? nil : version)]
            for id in try keys(of: object) { links += try self.links(of: object, id, from: requester) }
            return links
        }
        guard let resource = path.resource else {
            let links = try self.links(of: object, instance, from: requester)
            if links.count == 1, try !keys(of: object).contains(instance) {
                throw LwM2MError(.notFound, "\(path) does not exist")
            }
            return links
        }
        let context = RequestContext(file: object.fileName, path: path, operation: .discover, requester: requester)
        try runCoded(methods.discover, of: object, [Int64(instance), Int64(resource)], for: context)
        guard let link = try link(object, instance, resource, from: requester) else {
            throw LwM2MError(.notFound, "\(path) is not instantiated")
        }
        return [link]
    }

    private func links(
        of object: LoadedObject, _ instance: ObjectInstanceID, from requester: Requester
    ) throws(LwM2MError) -> [DiscoveredPath] {
        var links = [DiscoveredPath(path: Path(object.id, instance))]
        for id in try keys(of: object, instance: instance) {
            let context = RequestContext(
                file: object.fileName, path: Path(object.id, instance, id), operation: .discover, requester: requester)
            do throws(LwM2MError) {
                try runCoded(methods.discover, of: object, [Int64(instance), Int64(id)], for: context)
            } catch  where error.code == .notFound {
                continue
            }
            if let link = try link(object, instance, id, from: requester) { links.append(link) }
        }
        return links
    }

    /// The link of a Resource; nil where a server asks and the Resource holds nothing, so that it is not instantiated.
    private func link(
        _ object: LoadedObject, _ instance: ObjectInstanceID, _ resource: ResourceID, from requester: Requester
    ) throws(LwM2MError) -> DiscoveredPath? {
        let path = Path(object.id, instance, resource)
        guard let slot = object.slot(resource), !slot.operations.contains(.execute),
            slot.isMultiple || requester != .host
        else { return DiscoveredPath(path: path) }
        switch try readResource(object.served, instance, resource, from: .host) {
        case .single(nil) where requester != .host: return nil
        case .single: return DiscoveredPath(path: path)
        case .multiple(let values): return DiscoveredPath(path: path, dimension: values.count)
        }
    }
}
