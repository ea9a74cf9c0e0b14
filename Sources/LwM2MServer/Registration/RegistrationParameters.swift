import LwM2M

/// The parameters of a Register or an Update.
///
/// - Source: LwM2M 1.0.1 §5.3.1, §5.3.2, §8.2.4.
struct RegistrationParameters {
    var endpoint: String?
    var lifetime: UInt32?
    var version: String?
    var binding: String?
    var msisdn: String?

    /// Reads the queries of a request; names that are not known are passed over.
    ///
    /// - throws: 4.00 for a name that stands twice and for a value that is none.
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
                    throw LwM2MError(.badRequest, "lt=\(value) is no number of seconds above 0")
                }
                lifetime = seconds
            case "lwm2m": version = value
            case "b":
                guard ServerResources.bindings.contains(value) else {
                    throw LwM2MError(
                        .badRequest, "b=\(value) is none of \(ServerResources.bindings.joined(separator: ", "))")
                }
                binding = value
            case "sms":
                guard !value.isEmpty, value.utf8.count <= 32 else {
                    throw LwM2MError(.badRequest, "sms=\(value) is no number")
                }
                msisdn = value
            default: break
            }
        }
    }
}
