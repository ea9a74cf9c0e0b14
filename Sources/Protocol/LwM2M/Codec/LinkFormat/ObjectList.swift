/// The Objects and instances that a client registers.
///
/// - Source: LwM2M 1.0.1 §5.3.1, §8.2.4.
package struct ObjectList: Hashable, Sendable {
    /// One Object with its instances.
    package struct ListedObject: Hashable, Sendable {
        package var id: ObjectID
        package var instances: [ObjectInstanceID]
        /// The version of the Object, by default `1.0`.
        package var version: String

        package init(id: ObjectID, instances: [ObjectInstanceID], version: String = "1.0") {
            self.id = id
            self.instances = instances
            self.version = version
        }
    }

    /// In the order in which the client lists them.
    package var objects: [ListedObject]
    /// The segments in front of the paths; empty for `/`.
    package var alternatePath: [String]
    /// Whether all Objects can be read and written in JSON, which the root link says.
    package var announcesJSON: Bool

    package init(objects: [ListedObject], alternatePath: [String] = [], announcesJSON: Bool = true) {
        self.objects = objects
        self.alternatePath = alternatePath
        self.announcesJSON = announcesJSON
    }

    /// The list that a client with a data model registers.
    package init(of model: any DataModel, alternatePath: [String] = [], announcesJSON: Bool = true) {
        let objects = model.objectIDs.map {
            ListedObject(
                id: $0, instances: model.instances(of: $0),
                version: model.definition(of: $0)?.objectVersion ?? "1.0")
        }
        self.init(objects: objects, alternatePath: alternatePath, announcesJSON: announcesJSON)
    }

    /// The links of the payload, which do not include Object 0.
    package var links: [Link] {
        var links: [Link] = []
        if !alternatePath.isEmpty || announcesJSON {
            var root = Link("/", parameters: [Link.Parameter("rt", "oma.lwm2m", isQuoted: true)])
            if announcesJSON { root.parameters.append(Link.Parameter("ct", "\(ContentFormat.json.rawValue)")) }
            links.append(root)
        }
        for object in objects where object.id != .security {
            if let version = Self.shownVersion(object.version, of: object.id) {
                links.append(
                    Link("/\(object.id)", parameters: [Link.Parameter("ver", version)]))
            } else if object.instances.isEmpty {
                links.append(Link("/\(object.id)"))
            }
            links += object.instances.map { Link("/\(object.id)/\($0)") }
        }
        return links
    }

    /// The payload of a Register or Update.
    package var text: String { LinkFormat.text(of: links, below: alternatePath) }

    /// The version of an Object if it must be shown: not `1.0`, and not that of an Object of the enabler, 0 to 7.
    ///
    /// - Source: LwM2M 1.0.1 §6.2.
    static func shownVersion(_ version: String, of object: ObjectID) -> String? {
        !object.isOfEnabler && version != "1.0" && !version.isEmpty ? version : nil
    }
}
