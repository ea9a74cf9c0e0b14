import LwM2M
import Testing

/// Every type in every format that can carry it.
struct RoundTripTests {
    static let values: [ResourceValue] = [
        .string(""), .string("Zürich \"\\\n\u{1}\u{7F} 𝄞"), .integer(0), .integer(.max), .integer(.min), .integer(-129),
        .unsignedInteger(.max), .unsignedInteger(255), .float(0), .float(6.667e-11), .float(1e300), .float(-43.5723),
        .float(.leastNonzeroMagnitude), .float(.greatestFiniteMagnitude), .boolean(true), .boolean(false), .opaque([]),
        .opaque([0, 255, 254]), .opaque([0xFB, 0xFF, 0xBF, 1]), .time(-86400), .time(4_102_444_800),
        .objectLink(.null), .objectLink(ObjectLink(object: 66, instance: 1)), .corelnk("</3/0>"),
    ]

    static let formats: [ContentFormat] = [
        .text, .opaque, .tlv, .json, ContentFormat(rawValue: 1541), ContentFormat(rawValue: 1542),
        ContentFormat(rawValue: 1543), ContentFormat(rawValue: 1544),
    ]

    @Test(arguments: values) func oneValue(_ value: ResourceValue) throws {
        let path = Path(33000, 0, 300)
        let definition = ResourceDefinition(id: 300, name: "", operations: .read, type: value.type)
        let resource = Resource(id: 300, value: value)
        var carried = 0
        for format in Self.formats {
            let isCarried = format.registered != .opaque || value.type == .opaque
            guard isCarried else {
                #expect(throws: LwM2MError.self) {
                    try Representation.format(for: .resource(resource), accept: format, contentFormat: nil)
                }
                continue
            }
            #expect(
                try Representation.format(for: .resource(resource), accept: format, contentFormat: nil) == format)
            let payload = Representation.payload(of: .resource(resource), at: path, as: format)
            #expect(try ResourcePayload.resource(of: payload, as: format, at: path, definition: definition) == resource)
            carried += 1
        }
        #expect(carried == (value.type == .opaque ? 8 : 6))
    }

    @Test(arguments: [ContentFormat.tlv, .json]) func severalInstances(_ format: ContentFormat) throws {
        let values = Self.values.enumerated().map { Resource(id: UInt16($0.offset), value: $0.element) }
        let multiple = Resource(
            id: 5000,
            content: .multiple([
                ResourceInstance(id: 0, value: .integer(1)), ResourceInstance(id: 65534, value: .integer(-1)),
            ]))
        let instances = [
            ObjectInstance(id: 0, resources: values + [multiple]), ObjectInstance(id: 300, resources: [multiple]),
        ]
        let bytes = Representation.payload(of: .object(33000, instances), at: Path(33000), as: format)
        let payload = try InstancePayload.payload(of: bytes, as: format, at: Path(33000))
        #expect(payload.instances.map(\.id) == [0, 300])
        for (read, written) in zip(payload.instances, instances) {
            #expect(read.resources.map(\.id) == written.resources.map(\.id))
            for (raw, resource) in zip(read.resources, written.resources) {
                let isMultiple = raw.id == 5000
                let type = isMultiple ? DataType.integer : Self.values[Int(raw.id)].type
                let definition = ResourceDefinition(
                    id: raw.id, name: "", operations: .read, isMultiple: isMultiple, type: type)
                #expect(try raw.typed(by: definition) == resource)
            }
        }
    }

    @Test func whatOnlyTLVCarries() throws {
        for number in [Double.infinity, -.infinity, .nan] {
            let node = Node.resource(Resource(id: 1, value: .float(number)))
            #expect(try Representation.format(for: node, accept: nil, contentFormat: nil) == .tlv)
            let refusal = #expect(throws: LwM2MError.self) {
                try Representation.format(for: node, accept: .json, contentFormat: nil)
            }
            #expect(refusal?.code == .notAcceptable)
        }
    }
}
