/// The links that answer a Discover on the interface for device management.
///
/// - Source: LwM2M 1.0.1 §5.4.2.
public enum DiscoverLinks {
    /// The links for what a data model found at and below a path.
    ///
    /// An Object shows what is set at it and lists the Resources bare; an Object Instance shows what is set at it and at
    /// each Resource; only a Resource shows what it inherits.
    public static func links(
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
                // The Resources name their instance; one without Resources names itself.
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
