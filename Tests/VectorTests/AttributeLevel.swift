import LwM2M

/// Where attributes are set: `object`, `instance`, `resource`, or one of those below with its id, as in `resource:1`.
struct AttributeLevel {
    private let field: VectorField
    private let depth: UInt8
    private let id: UInt16?

    init(_ field: VectorField) throws { try self.init(try field.text, field) }

    /// - Parameter name: the level.
    /// - Parameter field: where it stands.
    init(_ name: String, _ field: VectorField) throws {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let index = ["object", "instance", "resource"].firstIndex(of: parts[0]) else {
            throw field.fault("the level '\(name)' is not known")
        }
        self.field = field
        depth = UInt8(index + 1)
        id = parts.count == 2 ? UInt16(parts[1]) : nil
        if parts.count == 2, id == nil { throw field.fault("'\(parts[1])' is no id") }
    }

    /// The path of the level as seen from another, which lies on it, below it, or right above it.
    func place(at path: Path) throws -> Path {
        var place = path
        while place.depth > depth { place = place.parent }
        switch id {
        case nil where place.depth == depth: return place
        case let id? where place.depth == depth - 1: return place.appending(id)
        case let id? where place.depth == depth && place.parent.appending(id) == place: return place
        default: throw field.fault("\(path) has no such level")
        }
    }
}
