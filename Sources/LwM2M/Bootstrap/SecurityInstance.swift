/// An instance of the Security Object, as far as the rules of accounts look at it. Keys are not copied out of it.
///
/// - Source: LwM2M 1.0.1 appendix E.1.
public struct SecurityInstance: Hashable, Sendable {
    public var id: ObjectInstanceID
    /// Resource 0.
    public var serverURI: String
    /// Resource 1: whether this is the account of the bootstrap server.
    public var isBootstrapServer: Bool
    /// Resource 2: 0 is PSK, 3 NoSec.
    public var securityMode: Int64
    /// Resource 10 where it names a server, 1...65534; nil for anything else.
    public var shortServerID: ShortServerID?
    /// Whether Resources 3 and 5 both hold something, which PSK needs.
    public var hasKeys: Bool

    /// Reads all instances of a data model, in its order; one that cannot be read is left out.
    public static func all(in model: any DataModel) -> [SecurityInstance] {
        model.instances(of: 0).compactMap { SecurityInstance($0, in: model) }
    }

    /// Reads one instance; nil where there is none.
    public init?(_ id: ObjectInstanceID, in model: any DataModel) {
        guard case .instance(let instance)? = try? model.read(Path(0, id), from: .bootstrap) else { return nil }
        self.id = id
        serverURI = instance.text(0) ?? ""
        isBootstrapServer = instance.single(1) == .boolean(true)
        securityMode = instance.integer(2) ?? 0
        shortServerID = instance.integer(10).flatMap(ShortServerID.init(naming:))
        hasKeys = ([3, 5] as [ResourceID]).allSatisfy { resource in
            if case .opaque(let bytes)? = instance.single(resource) { !bytes.isEmpty } else { false }
        }
    }
}
