import Wording

/// Who a device is to its server and to the network, and with which key.
package struct DeviceIdentity: Hashable, Sendable {
    /// The Endpoint Client Name.
    package var endpoint: String
    /// 15 digits.
    package var imei: String
    /// The pre-shared key; nil for a device without security.
    package var credentials: Credentials?

    /// A DTLS identity and its key.
    package struct Credentials: Hashable, Sendable {
        package var identity: [UInt8]
        package var key: [UInt8]

        package init(identity: [UInt8], key: [UInt8]) { (self.identity, self.key) = (identity, key) }
    }

    package init(endpoint: String, imei: String, credentials: Credentials? = nil) {
        (self.endpoint, self.imei, self.credentials) = (endpoint, imei, credentials)
    }
}

/// Where the identities of a fleet come from: a number gives the same identity in every run and every shard.
package struct IdentitySource: Sendable {
    /// Where keys come from.
    package enum Keys: Sendable {
        /// No keys.
        case none
        /// Each is derived from a single secret and the identity.
        case derived(@Sendable (_ identity: [UInt8]) -> [UInt8])
    }

    private let pattern: EndpointPattern
    private let first: Int
    private let keys: Keys
    /// Replaces pattern and keys: the rows of a file, by device number.
    private let rows: [Int: IdentityRow]

    /// - Parameters:
    ///   - first: the number of the first device, from 0.
    ///   - rows: the rows of a file, by device number from 0; empty if there is no file.
    package init(pattern: EndpointPattern, first: Int, keys: Keys, rows: [Int: IdentityRow] = [:]) {
        (self.pattern, self.first, self.keys, self.rows) = (pattern, first, keys, rows)
    }

    /// The identity of a device.
    ///
    /// - Parameter index: its place in the fleet, from 0.
    package func identity(_ index: Int) -> DeviceIdentity {
        let number = first &+ index
        if let row = rows[index] {
            return DeviceIdentity(
                endpoint: row.endpoint, imei: Self.imei(of: row.endpoint, number),
                credentials: row.key.isEmpty ? nil : .init(identity: row.identity, key: row.key))
        }
        let endpoint = pattern.endpoint(number)
        var identity = DeviceIdentity(endpoint: endpoint, imei: Self.imei(of: endpoint, number))
        if case .derived(let derive) = keys {
            let name = Array(endpoint.utf8)
            identity.credentials = .init(identity: name, key: derive(name))
        }
        return identity
    }

    /// The IMEI in a name, or else an IMEI that ends in the number.
    private static func imei(of endpoint: String, _ number: Int) -> String {
        let digits = endpoint.split(separator: ":").last ?? ""
        if digits.utf8.count == 15, digits.utf8.allSatisfy({ (48...57).contains($0) }) { return String(digits) }
        return Digits.padded(number % 1_000_000_000_000_000, to: 15)
    }
}
