package import LwM2M

/// A client that is registered with the server.
///
/// - Source: LwM2M 1.0.1 §5.3.
package struct RegisteredClient: Hashable, Sendable {
    /// The last part of the location of the registration, `1` in `rd/1`.
    package var id: String
    /// The endpoint client name.
    package var endpoint: String
    /// Seconds until the registration ends, counted from its last message.
    package var lifetime: UInt32
    /// The version of LwM2M that the client speaks, `1.0`.
    package var version: String
    /// The binding mode, `U` or `UQ`.
    package var binding: String
    /// The number for SMS; nil if there is none.
    package var msisdn: String?
    /// The Objects and Object Instances of the client, with their parameters.
    package var links: [Link]
    /// When the client registered, on the server's clock.
    package var registered: Double
    /// When the client last registered or sent an update, on the server's clock.
    package var updated: Double
    /// Who the client is on the network, `127.0.0.1:50000`.
    package var peer: String
    /// What is odd about the registration; empty if nothing is.
    package var findings: [String]

    /// When the registration ends unless another message arrives, on the server's clock.
    package var expires: Double { updated + Double(lifetime) }

    /// Whether the client sleeps, and accepts requests only after it has sent something.
    package var isQueueMode: Bool { binding.hasSuffix("Q") || binding == "UQS" }

    /// The segments in front of every path of the client, from the link with `rt="oma.lwm2m"`.
    ///
    /// - Source: LwM2M 1.0.1 §8.2.2.
    package var alternatePath: [String] {
        guard let root = links.first(where: { $0["rt"] == "oma.lwm2m" }) else { return [] }
        return root.target.split(separator: "/").map(String.init)
    }

    /// The Objects and Object Instances of the client, in its order.
    package var paths: [Path] {
        let prefix = alternatePath.map { "/" + $0 }.joined()
        return links.compactMap { link in
            let target = link.target.hasPrefix(prefix) ? String(link.target.dropFirst(prefix.count)) : link.target
            guard let path = try? Path(parsing: target), (1...2).contains(path.depth) else { return nil }
            return path
        }
    }
}

/// The parameters of a Register or an Update.
///
/// - Source: LwM2M 1.0.1 §5.3.1, §5.3.2, §8.2.4.
struct RegistrationParameters {
    var endpoint: String?
    var lifetime: UInt32?
    var version: String?
    var binding: String?
    var msisdn: String?

    /// Reads the queries of a request; unknown names are ignored.
    ///
    /// - throws: 4.00 for a repeated name and for an invalid value.
    init(_ queries: [String]) throws(LwM2MError) {
        var seen: Set<String> = []
        for query in queries {
            let parts = query.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let (name, value) = (parts[0], parts.count > 1 ? parts[1] : "")
            guard seen.insert(name).inserted else {
                throw LwM2MError(.badRequest, "the parameter \(name) stands twice")
            }
            switch name {
            case "ep":
                guard !value.isEmpty, value.utf8.count <= 255 else {
                    throw LwM2MError(.badRequest, "ep is empty or longer than 255 bytes")
                }
                endpoint = value
            case "lt":
                guard value.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let seconds = UInt32(value), seconds > 0 else {
                    throw LwM2MError(.badRequest, "lt=\(value) is not a number of seconds above 0")
                }
                lifetime = seconds
            case "lwm2m": version = value
            case "b":
                guard ServerResource.bindings.contains(value) else {
                    throw LwM2MError(
                        .badRequest, "b=\(value) is not one of \(ServerResource.bindings.joined(separator: ", "))")
                }
                binding = value
            case "sms":
                guard !value.isEmpty, value.utf8.count <= 32 else {
                    throw LwM2MError(.badRequest, "sms=\(value) is not a number")
                }
                msisdn = value
            default: break
            }
        }
    }
}
