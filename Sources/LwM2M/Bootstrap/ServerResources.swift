/// What the Resources of the Server Object may hold.
///
/// - Source: LwM2M 1.0.1 appendix E.2, §5.3.1.1.
public enum ServerResources {
    /// The ways in which a server reaches a client.
    public static let bindings = ["U", "UQ", "S", "SQ", "US", "UQS"]

    /// Why an instance of Object 1 cannot hold a value; nil where it can.
    public static func fault(of value: ResourceValue, in resource: ResourceID) -> String? {
        switch (resource, value) {
        case (1, .integer(let lifetime)) where lifetime < 1: "the Lifetime is \(lifetime), and at least 1 s is needed"
        case (2, .integer(let seconds)) where seconds < 0, (3, .integer(let seconds)) where seconds < 0,
            (5, .integer(let seconds)) where seconds < 0:
            "\(seconds) is no number of seconds to wait"
        case (7, .string(let binding)) where !bindings.contains(binding):
            "the Binding '\(binding.prefix(20))' is none of \(bindings.joined(separator: ", "))"
        default: nil
        }
    }

    /// - throws: 4.00 for a value that an instance of Object 1 cannot hold.
    public static func check(_ resources: [Resource], of instance: ObjectInstanceID?) throws(LwM2MError) {
        for resource in resources {
            guard case .single(let value?) = resource.content, let fault = fault(of: value, in: resource.id)
            else { continue }
            let place = instance.map { "/1/\($0)/\(resource.id)" } ?? "/1"
            throw LwM2MError(.badRequest, "\(place): \(fault)")
        }
    }
}
