/// One link of a payload in link format.
///
/// - Source: RFC 6690 §2.
package struct Link: Hashable, Sendable {
    /// A parameter, `dim=2` or `rt="oma.lwm2m"`.
    package struct Parameter: Hashable, Sendable {
        package var name: String
        /// The value without quotes; nil if the parameter has none.
        package var value: String?
        /// Whether the value is written in quotes.
        package var isQuoted: Bool

        package init(_ name: String, _ value: String?, isQuoted: Bool = false) {
            self.name = name
            self.value = value
            self.isQuoted = isQuoted
        }
    }

    /// The text between `<` and `>`, `/3/0`.
    package var target: String
    package var parameters: [Parameter]

    package init(_ target: String, parameters: [Parameter] = []) {
        self.target = target
        self.parameters = parameters
    }

    /// The value of the first parameter with a name; nil if there is none or it has no value.
    package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

extension Link: CustomStringConvertible {
    /// The link as it is sent, `</3/0/7>;dim=2`.
    package var description: String {
        var text = "<\(target)>"
        for parameter in parameters {
            text += ";\(parameter.name)"
            guard let value = parameter.value else { continue }
            text += parameter.isQuoted ? "=\"\(Self.escaped(value))\"" : "=\(value)"
        }
        return text
    }

    /// A text as it stands within quotes.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else { return text }
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { escaped.append(UInt8(ascii: "\\")) }
            escaped.append(byte)
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

/// The links that answer a Discover on the interface for device management.
///
/// - Source: LwM2M 1.0.1 §5.4.2.
package enum DiscoverLinks {
    /// The links for what a data model found at and below a path.
    ///
    /// An Object shows its own attributes and lists the Resources without any; an Object Instance shows its own
    /// attributes and those of each Resource; only a Resource also shows inherited attributes.
    package static func links(
        of found: [DiscoveredPath], at path: Path, attributes: AttributeStore, for server: ShortServerID
    ) -> [Link] {
        var links: [Link] = []
        for (index, item) in found.enumerated() {
            var link = Link("\(item.path)")
            switch (path.depth, item.path.depth) {
            case (1, 1):
                if let version = item.version.flatMap({ ObjectList.shownVersion($0, of: item.path.object ?? 0) }) {
                    link.parameters.append(Link.Parameter("ver", version))
                }
                link.parameters += attributes[server, item.path].parameters
            case (1, 2):
                // The links of the Resources name their instance; only an instance without Resources needs its own
                // link.
                if index + 1 < found.count, found[index + 1].path.isWithin(item.path) { continue }
            case (1, _): break
            case (2, _):
                link.parameters = dimension(of: item) + attributes[server, item.path].parameters
            default:
                link.parameters = dimension(of: item) + attributes.effective(at: item.path, for: server).parameters
            }
            links.append(link)
        }
        return links
    }

    private static func dimension(of item: DiscoveredPath) -> [Link.Parameter] {
        item.dimension.map { [Link.Parameter("dim", "\(min($0, 255))")] } ?? []
    }
}

/// The links that answer a Discover on the bootstrap interface: Objects and instances only.
///
/// - Source: LwM2M 1.0.1 §5.2.7.3.
package struct BootstrapLinks {
    /// One Object with its instances, in the order in which the client lists them.
    package struct ListedObject: Hashable, Sendable {
        package var id: ObjectID
        package var instances: [ObjectInstanceID]
        /// The version of the Object, `1.0` if none needs to be shown.
        package var version: String
        /// The Short Server IDs that instances of Objects 0 and 1 show; the bootstrap account shows none.
        package var shortServerIDs: [ObjectInstanceID: ShortServerID]

        package init(
            id: ObjectID, instances: [ObjectInstanceID], version: String = "1.0",
            shortServerIDs: [ObjectInstanceID: ShortServerID] = [:]
        ) {
            self.id = id
            self.instances = instances
            self.version = version
            self.shortServerIDs = shortServerIDs
        }
    }

    /// The text of the answer. The version of the enabler comes first, as a parameter of the root, so that the text is
    /// a list of links. The specification shows it bare, `lwm2m="1.0"`, which link format parsers reject.
    package static func text(of objects: [ListedObject]) -> String {
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
