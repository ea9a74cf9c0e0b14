import LwM2M
import LwM2MServer

extension [ReadValue] {
    /// The values as the content of the path that was asked for.
    func node(at path: Path) -> Node {
        var instances: [ObjectInstance] = []
        for value in self {
            guard let instance = value.path.instance, let resource = value.path.resource else { continue }
            let index = instances.firstIndex { $0.id == instance } ?? instances.endIndex
            if index == instances.endIndex { instances.append(ObjectInstance(id: instance, resources: [])) }
            instances[index].add(value, to: resource)
        }
        switch path.depth {
        case 1: return .object(path.object ?? 0, instances)
        case 2: return .instance(instances.first ?? ObjectInstance(id: path.instance ?? 0, resources: []))
        default:
            let empty = Resource(id: path.resource ?? 0, content: .multiple([]))
            return .resource(instances.first?.resources.first ?? empty)
        }
    }
}

extension ObjectInstance {
    fileprivate mutating func add(_ value: ReadValue, to id: ResourceID) {
        guard let part = value.path.resourceInstance, let inner = value.value else {
            let content: ResourceContent = value.value.map { .single($0) } ?? .multiple([])
            resources.append(Resource(id: id, content: content))
            return
        }
        let instance = ResourceInstance(id: part, value: inner)
        if let index = resources.firstIndex(where: { $0.id == id }),
            case .multiple(let others) = resources[index].content
        {
            resources[index].content = .multiple(others + [instance])
        } else {
            resources.append(Resource(id: id, content: .multiple([instance])))
        }
    }
}
