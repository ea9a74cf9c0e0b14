/// The links that answer a Discover on the bootstrap interface: Objects and instances only.
///
/// - Source: LwM2M 1.0.1 §5.2.7.3.
public struct BootstrapLinks {
    /// One Object with its instances, in the order in which the client lists them.
    public struct ListedObject: Hashable, Sendable {
        public var id: ObjectID
        public var instances: [ObjectInstanceID]
        /// The version of the Object, `1.0` where it needs none shown.
        public var version: String
        /// The Short Server IDs that instances of Objects 0 and 1 show; the bootstrap account shows none.
        public var shortServerIDs: [ObjectInstanceID: ShortServerID]

        public init(
            id: ObjectID, instances: [ObjectInstanceID], version: String = "1.0",
            shortServerIDs: [ObjectInstanceID: ShortServerID] = [:]
        ) {
            self.id = id
            self.instances = instances
            self.version = version
            self.shortServerIDs = shortServerIDs
        }
    }

    /// The text of the answer, the version of the enabler in front: as a parameter of the root, so that it is a list of
    /// links. The specification prints it bare, `lwm2m="1.0"`, which parsers of the link format refuse.
    public static func text(of objects: [ListedObject]) -> String {
        var parts = [Link("/", parameters: [Link.Parameter("lwm2m", "1.0")]).description]
        for object in objects {
            if let version = ObjectList.shownVersion(object.version, of: object.id) {
                let parameter = Link.Parameter("ver", version)
                parts.append(Link("/\(object.id)", parameters: [parameter]).description)
            } else if object.instances.isEmpty {
                parts.append(Link("/\(object.id)").description)
            }
            for instance in object.instances {
                let parameters = object.shortServerIDs[instance].map { [Link.Parameter("ssid", "\($0)")] } ?? []
                parts.append(Link("/\(object.id)/\(instance)", parameters: parameters).description)
            }
        }
        return parts.joined(separator: ",")
    }
}
