/// The content of a path: the answer to a Read.
@usableFromInline package enum Node: Hashable, Sendable {
    case object(ObjectID, [ObjectInstance])
    case instance(ObjectInstance)
    case resource(Resource)
    case resourceInstance(ResourceInstance)
}

/// An Object Instance with the Resources that a request reached.
///
/// - Source: LwM2M 1.0.1 §6.1.
@usableFromInline package struct ObjectInstance: Hashable, Sendable {
    @usableFromInline package var id: ObjectInstanceID
    /// In the order in which the script's table is traversed, which is also the module's order.
    @usableFromInline package var resources: [Resource]

    @inlinable package init(id: ObjectInstanceID, resources: [Resource]) {
        self.id = id
        self.resources = resources
    }
}

extension ObjectInstance {
    /// The content of a Resource; nil if the instance does not have it.
    package func content(_ id: ResourceID) -> ResourceContent? { resources.first { $0.id == id }?.content }

    /// The one value of a Resource.
    package func single(_ id: ResourceID) -> ResourceValue? {
        if case .single(let value)? = content(id) { value } else { nil }
    }

    /// The one value of an integer Resource.
    package func integer(_ id: ResourceID) -> Int64? {
        switch single(id) {
        case .integer(let number), .time(let number): number
        case .unsignedInteger(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The one value of a text Resource.
    package func text(_ id: ResourceID) -> String? {
        if case .string(let text)? = single(id) { text } else { nil }
    }
}

/// A Resource of an Object Instance with its content.
///
/// - Source: LwM2M 1.0.1 §6.1.
@usableFromInline package struct Resource: Hashable, Sendable {
    @usableFromInline package var id: ResourceID
    @usableFromInline package var content: ResourceContent

    @inlinable package init(id: ResourceID, content: ResourceContent) {
        self.id = id
        self.content = content
    }

    /// A Resource with one value.
    @inlinable package init(id: ResourceID, value: ResourceValue) {
        self.init(id: id, content: .single(value))
    }
}

/// What a Resource holds: one value, or one for each of its Resource Instances.
///
/// - Source: LwM2M 1.0.1 §6.1.
@usableFromInline package enum ResourceContent: Hashable, Sendable {
    /// nil: the script has the Resource but no value for it.
    case single(ResourceValue?)
    /// In the order in which the script's table is traversed, which is also the module's order.
    case multiple([ResourceInstance])
}

/// One value of a multiple Resource, with its id.
///
/// - Source: LwM2M 1.0.1 §6.1.
@usableFromInline package struct ResourceInstance: Hashable, Sendable {
    @usableFromInline package var id: ResourceInstanceID
    @usableFromInline package var value: ResourceValue

    @inlinable package init(id: ResourceInstanceID, value: ResourceValue) {
        self.id = id
        self.value = value
    }
}

/// One value with its path in the data model.
@usableFromInline package struct PathValue: Hashable, Sendable {
    /// A Resource, or a Resource Instance of a multiple Resource.
    @usableFromInline package var path: Path
    @usableFromInline package var value: ResourceValue

    @inlinable package init(_ path: Path, _ value: ResourceValue) {
        self.path = path
        self.value = value
    }
}

/// A node with the path that it was read from.
@usableFromInline package struct LocatedNode: Hashable, Sendable {
    @usableFromInline package var path: Path
    @usableFromInline package var node: Node

    @inlinable package init(_ node: Node, at path: Path) {
        self.path = path
        self.node = node
    }

    /// All values in their order, each with its full path.
    package var values: [PathValue] {
        switch node {
        case .object(_, let instances):
            instances.flatMap { instance in
                instance.resources.flatMap {
                    Self.values(of: $0.content, at: path.appending(instance.id).appending($0.id))
                }
            }
        case .instance(let instance):
            instance.resources.flatMap { Self.values(of: $0.content, at: path.appending($0.id)) }
        case .resource(let resource): Self.values(of: resource.content, at: path)
        case .resourceInstance(let instance): [PathValue(path, instance.value)]
        }
    }

    private static func values(of content: ResourceContent, at path: Path) -> [PathValue] {
        switch content {
        case .single(let value): value.map { [PathValue(path, $0)] } ?? []
        case .multiple(let instances): instances.map { PathValue(path.appending($0.id), $0.value) }
        }
    }
}
