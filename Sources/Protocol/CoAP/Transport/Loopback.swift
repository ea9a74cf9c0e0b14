/// The addresses at which a machine reaches itself alone.
package enum Loopback {
    /// Whether a host is certain to be this machine: `localhost`, `::1`, or four numbers that begin with 127.
    package static func contains(host: String) -> Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether it has an address, of 4 bytes or of 16.
    package static func contains(address: [UInt8]) -> Bool {
        address.count == 4 ? address[0] == 127 : address == [UInt8](repeating: 0, count: 15) + [1]
    }
}
