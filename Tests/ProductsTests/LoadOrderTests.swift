import Foundation
import LwM2M
import ObjectHost
import Products
import TestSupport
import Testing

/// The orders in which modules list their Objects and Resources come out of the built-in files.
struct LoadOrderTests {
    /// A host with some of the built-in Objects, loaded as a product loads them.
    static func host(_ product: String, _ names: [String]) throws -> ObjectHost {
        let product = try #require(Product.named(product))
        let host = try ObjectHost(bindings: product.bindings, clock: VirtualClock())
        for file in product.loadOrder(of: names.map { "object_\($0).lua" }.shuffled()) {
            try host.load(try text(of: file), fileName: file)
        }
        return host
    }

    static func text(of file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Corpus.checkout.appendingPathComponent("objects/\(file)")))
    }

    /// The files of a new SARA-R410M-02B (UBX-18068860 R09 §4.2).
    static let r41 = [
        "apn_connection_profile", "cellular_connectivity", "connectivity_monitoring", "connectivity_statistics",
        "device", "firmware_update", "generic_sensor", "location", "lwm2m_access_control", "lwm2m_security",
        "lwm2m_server", "lwm2m_software_component", "portfolio",
    ]

    /// The Objects of SARA-R5 (UBX-18068860 R09 table 4).
    static let r5 = [
        "apn_connection_profile", "att_connectivity_extension", "connectivity_monitoring", "connectivity_statistics",
        "device", "firmware_update", "lwm2m_access_control", "lwm2m_security", "lwm2m_server",
        "lwm2m_software_component", "portfolio",
    ]

    /// As +ULWM2MLIST="/" prints it.
    static func list(_ host: ObjectHost) -> String {
        host.objectIDs.flatMap { id in
            let instances = host.instances(of: id)
            return instances.isEmpty ? ["/\(id)"] : instances.map { "/\(id)/\($0)" }
        }.joined(separator: " ")
    }

    struct Listing: Sendable, CustomTestStringConvertible {
        var testDescription: String { product }
        let product: String
        let files: [String]
        let instances: [(ObjectID, ClosedRange<ObjectInstanceID>)]
        let text: String
    }

    static let listings = [
        // UBX-18068860 R09 §4.2
        Listing(
            product: "SARA-R410M-02B", files: r41,
            instances: [
                (0, 1...1), (1, 1...1), (2, 0...12), (3, 0...0), (4, 0...0), (5, 0...0), (11, 0...0), (14, 0...7),
            ],
            text: "/1/1 /2/1 /2/2 /2/3 /2/4 /2/5 /2/6 /2/7 /2/8 /2/9 /2/10 /2/11 /2/12 /2/0 /3/0 /4/0 /5/0 /6 /7 /10 "
                + "/11/0 /14/1 /14/2 /14/3 /14/4 /14/5 /14/6 /14/7 /14/0 /16 /0/1 /3300"),
        // UBX-20033314 R03 §3.6
        Listing(
            product: "SARA-R510S-01B", files: r5,
            instances: [
                (0, 10...10), (1, 10...10), (2, 0...11), (3, 0...0), (4, 0...0), (5, 0...0), (7, 0...0), (11, 0...4),
                (14, 0...0), (16, 0...0),
            ],
            text: "/1/10 /2/1 /2/2 /2/3 /2/4 /2/5 /2/6 /2/7 /2/8 /2/9 /2/10 /2/11 /2/0 /3/0 /4/0 /5/0 /7/0 /11/1 /11/2 "
                + "/11/3 /11/4 /11/0 /14/0 /16/0 /10308 /0/10"),
    ]

    @Test(arguments: listings) func listsObjects(_ listing: Listing) throws {
        let host = try Self.host(listing.product, listing.files)
        for (object, instances) in listing.instances {
            for instance in instances { try host.create(Path(object, instance), with: [], from: .host) }
        }
        #expect(Self.list(host) == listing.text)
    }

    @Test func keepsAnObjectLastThatIsAddedAgain() throws {
        let host = try Self.host("SARA-R410M-02B", Self.r41)
        let before = host.objectIDs
        #expect(host.remove(3300) && !host.objectIDs.contains(3300))
        try host.load(try Self.text(of: "object_generic_sensor.lua"), fileName: "object_generic_sensor.lua")
        #expect(host.objectIDs == before && before.last == 3300)
    }

    /// UBX-18068860 R09 §5.3.4: also what the module measured after the one write.
    @Test func readsTheSensor() throws {
        let host = try Self.host("SARA-R410M-02B", Self.r41)
        let sensor = Path(3300, 0)
        try host.create(sensor, with: [Resource(id: 5750, value: .string("Temperature"))], from: .host)
        try host.write([Resource(id: 5700, value: .float(100.5))], to: sensor, mode: .partialUpdate, from: .host)
        let expected: [(ResourceID, ResourceValue)] = [
            (5601, .float(100.5)), (5602, .float(100.5)), (5603, .float(0)), (5700, .float(100.5)),
            (5701, .string("")), (5750, .string("Temperature")), (5751, .string("")), (5604, .float(0)),
        ]
        let read = try host.read(sensor, from: .host)
        #expect(read == .instance(ObjectInstance(id: 0, resources: expected.map { Resource(id: $0, value: $1) })))
    }

    /// UBX-20033314 R03 §3.6.
    @Test func readsTheServer() throws {
        let host = try Self.host("SARA-R510S-01B", Self.r5)
        try host.create(Path(1, 10), with: [], from: .host)
        guard case .instance(let server) = try host.read(Path(1, 10), from: .host) else {
            Issue.record("/1/10 is no instance")
            return
        }
        #expect(server.resources.map(\.id) == [0, 1, 2, 3, 5, 6, 7, 10, 30000, 12, 18, 17, 16])
    }
}
