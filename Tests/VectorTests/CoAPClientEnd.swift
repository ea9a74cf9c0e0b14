import CoAP
import LwM2M
import LwM2MOverCoAP

/// A client that answers over CoAP, with some Resources of Objects 1, 3 and 5.
struct CoAPClientEnd {
    private let device: FixtureDevice

    init() throws {
        device = try FixtureDevice([
            ObjectDefinition(
                id: 3, name: "Device", isMultiple: false, isMandatory: true,
                resources: [
                    ResourceDefinition(id: 0, name: "Manufacturer", operations: .read, type: .string),
                    ResourceDefinition(id: 4, name: "Reboot", operations: .execute, type: .none),
                    ResourceDefinition(id: 9, name: "Battery Level", operations: .read, type: .integer),
                    ResourceDefinition(id: 14, name: "UTC Offset", operations: [.read, .write], type: .string),
                ]),
            ObjectDefinition(
                id: 1, name: "LwM2M Server", isMultiple: true, isMandatory: true,
                resources: [
                    ResourceDefinition(id: 1, name: "Lifetime", operations: [.read, .write], type: .integer),
                    ResourceDefinition(id: 8, name: "Registration Update Trigger", operations: .execute, type: .none),
                ]),
            ObjectDefinition(
                id: 5, name: "Firmware Update", isMultiple: false, isMandatory: false,
                resources: [ResourceDefinition(id: 0, name: "Package", operations: .write, type: .opaque)]),
        ])
        try device.make(
            Path(3, 0),
            [
                Resource(id: 0, value: .string("ACME")), Resource(id: 9, value: .integer(100)),
                Resource(id: 14, value: .string("+02")),
            ])
        try device.make(Path(1, 0), [Resource(id: 1, value: .integer(86400))])
        try device.make(Path(5, 0), [Resource(id: 0, value: .opaque([]))])
    }

    /// What goes back for a datagram that comes once or several times, before any time passes.
    func replies(to datagram: [UInt8], times: Int = 1) throws -> [Message] {
        var sent: [[UInt8]] = []
        var management = DeviceManagement(device.host)
        let endpoint = Endpoint(seed: 1) { sent.append($0) }
        for _ in 0..<times {
            endpoint.receive(datagram, at: 0) { incoming in
                .respond(CoAPResponse(management.answer(incoming.request, from: 101)))
            }
        }
        return try sent.map { try Message(decoding: $0) }
    }
}
