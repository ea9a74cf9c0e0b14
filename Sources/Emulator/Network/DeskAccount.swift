public import LwM2M
public import LwM2MClient

/// A server account that the user asks for in one option, beside those of the operator profile.
public struct DeskAccount: Hashable, Sendable {
    public var address: ServerURI
    /// 1...65534.
    public var shortServerID: ShortServerID
    /// Whether the server is a bootstrap server, which brings the accounts of the others.
    public var isBootstrap = false
    /// In seconds.
    public var lifetime: Int64 = 300
    /// The identity of the pre-shared key; with `coaps` alone.
    public var identity: [UInt8] = []
    /// The pre-shared key, 1 to 64 bytes; with `coaps` alone.
    public var key: [UInt8] = []

    public init(address: ServerURI, shortServerID: ShortServerID) {
        self.address = address
        self.shortServerID = shortServerID
    }

    /// What the instance of Object 0 holds.
    var security: [Resource] {
        var resources = [
            Resource(id: 0, value: .string("\(address)")), Resource(id: 1, value: .boolean(isBootstrap)),
            Resource(id: 2, value: .integer(address.isSecure ? 0 : 3)),
            Resource(id: 10, value: .integer(Int64(shortServerID))),
        ]
        if address.isSecure {
            resources.append(Resource(id: 3, value: .opaque(identity)))
            resources.append(Resource(id: 5, value: .opaque(key)))
        }
        return resources
    }

    /// What the instance of Object 1 holds.
    var server: [Resource] {
        [
            Resource(id: 0, value: .integer(Int64(shortServerID))), Resource(id: 1, value: .integer(lifetime)),
            Resource(id: 6, value: .boolean(true)), Resource(id: 7, value: .string("U")),
        ]
    }
}
