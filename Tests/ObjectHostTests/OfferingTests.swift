import Foundation
import LwM2M
import ObjectHost
import TestSupport
import Testing

/// Resources that a script has and the product has not.
struct OfferingTests {
    static let offered: Set<ResourceID> = [5601, 5605, 5700, 5750, 9]

    static func host(_ offered: Set<ResourceID>?) throws -> ObjectHost {
        let host = try ObjectHost(bindings: HostedDevice.r4, clock: VirtualClock())
        try host.load(Array(HostedDevice.fixture.utf8), fileName: "object_generic_sensor.lua", offering: offered)
        try host.create(Path(3300, 0), with: [], from: .host)
        return host
    }

    static func resources(_ host: ObjectHost) throws -> [ResourceID] {
        guard case .instance(let instance) = try host.read(Path(3300, 0), from: .host) else { return [] }
        return instance.resources.map(\.id)
    }

    @Test func showsWhatIsLeftInTheOrderOfAll() throws {
        let host = try Self.host(Self.offered)
        let all = try Self.resources(try Self.host(nil))
        #expect(try Self.resources(host) == all.filter(Self.offered.contains) && all.contains(5701))
        #expect(Set(host.objects[3300]?.definition.resources.map(\.id) ?? []) == Self.offered.subtracting([9]))
        let links = try host.discover(Path(3300, 0), from: .server(123)).map(\.path)
        #expect(links.contains(Path(3300, 0, 5700)) && !links.contains(Path(3300, 0, 5701)))
    }

    static let requests: [(String, @Sendable (ObjectHost, Requester) throws -> Void)] = [
        ("read", { _ = try $0.read(Path(3300, 0, 5701), from: $1) }),
        ("discover", { _ = try $0.discover(Path(3300, 0, 5701), from: $1) }),
        ("execute", { try $0.execute(Path(3300, 0, 5701), arguments: "", from: $1) }),
        (
            "write",
            {
                let text = Resource(id: 5701, value: .string("Cel"))
                try $0.write([text], to: Path(3300, 0, 5701), mode: .partialUpdate, from: $1)
            }
        ),
    ]

    @Test(arguments: requests) func answersNotFound(
        _ name: String, _ request: @Sendable (ObjectHost, Requester) throws -> Void
    ) throws {
        let host = try Self.host(Self.offered)
        for requester in [Requester.host, .server(123), .bootstrap] {
            let refusal = #expect(throws: LwM2MError.self) { try request(host, requester) }
            #expect(refusal?.description == "4.04: /3300/0/5701 is not part of SARA-R410M-02B")
        }
    }

    @Test func refusesItsValueInAnInstance() throws {
        let host = try Self.host(Self.offered)
        let values = [Resource(id: 5701, value: .string("Cel")), Resource(id: 5750, value: .string("x"))]
        #expect(throws: LwM2MError.self) {
            try host.write(values, to: Path(3300, 0), mode: .partialUpdate, from: .host)
        }
        #expect(throws: LwM2MError.self) { try host.create(Path(3300, 1), with: values, from: .host) }
    }
}
