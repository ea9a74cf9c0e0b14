/// The attributes of all servers at all paths.
///
/// - Source: LwM2M 1.0.1 §5.1.1, §5.1.2.
package struct AttributeStore: Hashable, Sendable {
    private var servers: [ShortServerID: [Path: NotificationAttributes]] = [:]

    package init() {}

    /// What a server has set at exactly this path; empty attributes are not kept.
    package subscript(server: ShortServerID, path: Path) -> NotificationAttributes {
        get { servers[server]?[path] ?? NotificationAttributes() }
        set {
            servers[server, default: [:]][path] = newValue.isEmpty ? nil : newValue
            if servers[server]?.isEmpty == true { servers[server] = nil }
        }
    }

    /// Everything that a server has set, to be stored.
    package subscript(server: ShortServerID) -> [Path: NotificationAttributes] {
        get { servers[server] ?? [:] }
        set { servers[server] = newValue.isEmpty ? nil : newValue }
    }

    /// The servers that have set something, by ascending id.
    package var serverIDs: [ShortServerID] { servers.keys.sorted() }

    /// The attributes that apply at a path: its own, with pmin and pmax inherited from the levels above it.
    package func effective(at path: Path, for server: ShortServerID) -> NotificationAttributes {
        guard let paths = servers[server] else { return NotificationAttributes() }
        var result = paths[path] ?? NotificationAttributes()
        if let object = path.object, let instance = path.instance {
            if path.depth > 2, let above = paths[Path(object, instance)] { result = result.inheriting(from: above) }
            if let above = paths[Path(object)] { result = result.inheriting(from: above) }
        }
        return result
    }

    /// The conditions for notifications of an observed path.
    package func conditions(
        at path: Path, for server: ShortServerID, defaults: DefaultPeriods = DefaultPeriods()
    ) -> NotificationConditions {
        NotificationConditions(effective(at: path, for: server), defaults: defaults)
    }

    /// Drops what all servers have set at and below a path, because the path no longer exists.
    package mutating func remove(within path: Path) {
        for server in serverIDs { self[server] = self[server].filter { !$0.key.isWithin(path) } }
    }
}

/// Default Minimum Period and Default Maximum Period of a Server Object Instance, in seconds.
///
/// - Source: LwM2M 1.0.1 appendix E.2, Resources 2 and 3.
package struct DefaultPeriods: Hashable, Sendable {
    /// nil if the Resource is not instantiated.
    package var minimum: Int64?
    /// nil if the Resource is not instantiated; 0 means none.
    package var maximum: Int64?

    package init(minimum: Int64? = nil, maximum: Int64? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }
}
