extension Node {
    /// The values, without their paths.
    var plainValues: [ResourceValue] {
        switch self {
        case .object(_, let instances): instances.flatMap { $0.resources.flatMap(\.content.values) }
        case .instance(let instance): instance.resources.flatMap(\.content.values)
        case .resource(let resource): resource.content.values
        case .resourceInstance(let instance): [instance.value]
        }
    }
}

extension ResourceContent {
    /// The values in their order.
    var values: [ResourceValue] {
        switch self {
        case .single(let value): value.map { [$0] } ?? []
        case .multiple(let instances): instances.map(\.value)
        }
    }
}

/// A node together with the path that it was read from.
public struct LocatedNode: Hashable, Sendable {
    public var path: Path
    public var node: Node

    public init(_ node: Node, at path: Path) {
        self.path = path
        self.node = node
    }

    /// All values in their order, each with its whole path.
    public var values: [PathValue] {
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
