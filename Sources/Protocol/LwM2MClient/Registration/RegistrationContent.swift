package import CoAP
import LwM2M

/// What a server is told about the client besides its name.
///
/// - Source: LwM2M 1.0.1 §5.3.1.
package struct RegistrationContent: Hashable, Sendable {
    /// In seconds, as Resource 1 of Object 1.
    package var lifetime: Int64
    /// As Resource 7 of Object 1.
    package var binding: String
    /// The list of Objects and Object Instances, in link format.
    package var objects: [UInt8]

    package init(lifetime: Int64, binding: String, objects: [UInt8]) {
        self.lifetime = lifetime
        self.binding = binding
        self.objects = objects
    }

    /// The Register: POST to `/rd` with all of it.
    ///
    /// - Parameters:
    ///   - endpoint: the Endpoint Client Name.
    ///   - msisdn: the number for SMS, sent with a binding that uses SMS.
    package func register(endpoint: String, msisdn: String) -> CoAPRequest {
        var queries = ["ep=\(endpoint)", "lt=\(lifetime)", "lwm2m=1.0", "b=\(binding)"]
        if binding.contains("S"), !msisdn.isEmpty { queries.append("sms=\(msisdn.drop { $0 == "+" })") }
        return CoAPRequest(
            .post, path: ["rd"], queries: queries, contentFormat: ContentFormat.linkFormat.rawValue, payload: objects)
    }

    /// The Update: POST to the location of the registration, with what differs from what the server was told.
    ///
    /// - Source: LwM2M 1.0.1 §5.3.2.
    package func update(from told: RegistrationContent, at location: [String]) -> CoAPRequest {
        var queries: [String] = []
        if lifetime != told.lifetime { queries.append("lt=\(lifetime)") }
        if binding != told.binding { queries.append("b=\(binding)") }
        guard objects != told.objects else { return CoAPRequest(.post, path: location, queries: queries) }
        return CoAPRequest(
            .post, path: location, queries: queries, contentFormat: ContentFormat.linkFormat.rawValue,
            payload: objects)
    }
}
