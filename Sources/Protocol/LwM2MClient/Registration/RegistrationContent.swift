public import LwM2M

/// What a server is told of the client besides its name.
///
/// - Source: LwM2M 1.0.1 §5.3.1.
public struct RegistrationContent: Hashable, Sendable {
    /// In seconds, as Resource 1 of Object 1.
    public var lifetime: Int64
    /// As Resource 7 of Object 1.
    public var binding: String
    /// The list of Objects and Object Instances, in link format.
    public var objects: [UInt8]

    public init(lifetime: Int64, binding: String, objects: [UInt8]) {
        self.lifetime = lifetime
        self.binding = binding
        self.objects = objects
    }

    /// The Register: POST to `/rd` with all of it.
    ///
    /// - Parameters:
    ///   - endpoint: the Endpoint Client Name.
    ///   - msisdn: the number for SMS, sent with a binding that uses SMS.
    public func register(endpoint: String, msisdn: String) -> Request {
        var queries = ["ep=\(endpoint)", "lt=\(lifetime)", "lwm2m=1.0", "b=\(binding)"]
        if binding.contains("S"), !msisdn.isEmpty { queries.append("sms=\(msisdn.drop { $0 == "+" })") }
        return Request(.post, path: ["rd"], queries: queries, contentFormat: .linkFormat, payload: objects)
    }

    /// The Update: POST to where the registration is, with what differs from what the server was told.
    ///
    /// - Source: LwM2M 1.0.1 §5.3.2.
    public func update(from told: RegistrationContent, at location: [String]) -> Request {
        var request = Request(.post, path: location)
        if lifetime != told.lifetime { request.queries.append("lt=\(lifetime)") }
        if binding != told.binding { request.queries.append("b=\(binding)") }
        if objects != told.objects {
            request.contentFormat = .linkFormat
            request.payload = objects
        }
        return request
    }
}
