import CoAP
import LwM2M
import LwM2MOverCoAP
import Randomness
import TestSupport
import Testing

/// Requests put together at random against real Objects: each is answered with a code of its operation, and what is
/// refused has changed nothing.
struct RequestFuzzTests {
    private static let definitions = [
        ObjectDefinition(
            id: 0, name: "LwM2M Security", isMultiple: true, isMandatory: true,
            resources: [
                ResourceDefinition(id: 0, name: "URI", operations: [], isMandatory: true, type: .string),
                ResourceDefinition(id: 1, name: "Bootstrap", operations: [], isMandatory: true, type: .boolean),
                ResourceDefinition(id: 2, name: "Mode", operations: [], isMandatory: true, type: .integer),
                ResourceDefinition(id: 10, name: "Short Server ID", operations: [], type: .integer),
            ]),
        ObjectDefinition(
            id: 1, name: "LwM2M Server", isMultiple: true, isMandatory: true,
            resources: [
                ResourceDefinition(
                    id: 0, name: "Short Server ID", operations: .read, isMandatory: true, type: .integer),
                ResourceDefinition(
                    id: 1, name: "Lifetime", operations: [.read, .write], isMandatory: true, type: .integer),
            ]),
        AccessScene.accessControlObject,
        ObjectDefinition(
            id: 33000, name: "Fuzz", isMultiple: true, isMandatory: false,
            resources: [
                ResourceDefinition(id: 0, name: "A", operations: .read, isMandatory: true, type: .integer),
                ResourceDefinition(id: 1, name: "B", operations: [.read, .write], isMandatory: true, type: .integer),
                ResourceDefinition(id: 2, name: "C", operations: [.read, .write], type: .string),
                ResourceDefinition(id: 8, name: "D", operations: [.read, .write], isMultiple: true, type: .float),
                ResourceDefinition(id: 9, name: "E", operations: .execute, type: .none),
            ]),
        ObjectDefinition(
            id: 33001, name: "Single", isMultiple: false, isMandatory: false,
            resources: [ResourceDefinition(id: 0, name: "A", operations: [.read, .write], type: .opaque)]),
    ]

    private static func device() throws -> FixtureDevice {
        let device = try FixtureDevice(definitions)
        func integer(_ id: UInt16, _ number: Int64) -> Resource { Resource(id: id, value: .integer(number)) }
        for (instance, server) in [(UInt16(0), Int64(101)), (1, 102)] {
            try device.make(
                Path(0, instance),
                [
                    Resource(id: 0, value: .string("coap://192.0.2.1")), Resource(id: 1, value: .boolean(false)),
                    integer(2, 3), integer(10, server),
                ])
            try device.make(Path(1, instance), [integer(0, server), integer(1, 60)])
        }
        for instance in UInt16(0)..<3 {
            try device.make(Path(33000, instance), [integer(0, 1), integer(1, 2)])
            let entry = AccessControlEntry(
                object: 33000, instance: instance, owner: 102,
                rights: [101: AccessRights(rawValue: [15, 5, 0][Int(instance)])])
            try device.make(Path(2, instance), entry.resources)
        }
        let creation = AccessControlEntry(object: 33000, instance: maxID, owner: maxID, rights: [101: .create])
        try device.make(Path(2, 3), creation.resources)
        return device
    }

    private static let allowed: [ResponseCode] = [
        .created, .deleted, .changed, .content, .badRequest, .unauthorized, .notFound, .methodNotAllowed,
        .notAcceptable, .unsupportedContentFormat,
    ]

    @Test(arguments: [false, true]) func refusalsChangeNothing(_ isBootstrap: Bool) throws {
        var generator = SeededSequence(seed: isBootstrap ? 11 : 7)
        var device = try Self.device()
        var outcomes: [ResponseCode: Int] = [:]
        for round in 0..<1500 {
            if round % 100 == 0 { device = try Self.device() }
            let before = device.state
            let request = Self.request(using: &generator)
            let response: Response
            if isBootstrap {
                var bootstrap = BootstrapManagement(device.host)
                response = bootstrap.answer(request)
            } else {
                var management = DeviceManagement(device.host)
                response = management.answer(request, from: 101)
            }
            outcomes[response.code, default: 0] += 1
            #expect(Self.allowed.contains(response.code), "\(request) -> \(response)")
            if !response.code.isSuccess || request.method == .get {
                #expect(device.state == before, "\(request) -> \(response)")
            }
        }
        #expect(outcomes.filter { $0.key.isSuccess }.count >= 3, "\(outcomes)")
    }

    private static func request(using generator: inout SeededSequence) -> CoAPRequest {
        func one<Element>(_ list: [Element], _ generator: inout SeededSequence) -> Element {
            list[Int.random(in: 0..<list.count, using: &generator)]
        }
        let path = one(
            [
                [], ["33000"], ["33000", "0"], ["33000", "1"], ["33000", "2"], ["33000", "0", "1"],
                ["33000", "0", "8"],
                ["33000", "0", "9"], ["33000", "1", "2"], ["33001"], ["33001", "0"], ["33001", "0", "0"], ["0"],
                ["0", "1"], ["2", "0"], ["2", "0", "2"], ["1", "0"], ["1", "5"], ["x"], ["1", "2", "3", "4"], ["bs"],
                ["33000", "65535"], ["99999"],
            ], &generator)
        let payload = one(
            [
                [], [0xC1, 1, 5], [0xC1, 2, 0x78, 0xC1, 1, 7], [0x03, 7, 0xC1, 1, 5], [0x03, 0, 0xC1, 1, 5],
                [0x86, 8, 0x41, 0, 1, 0x41, 1, 2],
                [0x88, 8, 0x0C] + Array(repeating: [0x44, 0, 0x3F, 0x80, 0, 0], count: 2).flatMap { $0 },
                Array("5".utf8), Array(#"{"bn":"/33000/0/","e":[{"n":"1","v":6},{"n":"8/3","v":1.5}]}"#.utf8),
                Array(#"{"e":[]}"#.utf8), Array("0='a'".utf8), [0x03, 7, 0xC1, 1, 5, 0x03, 0, 0xC1, 1, 5],
                [0xC1, 0, 0x66, 0xC1, 1, 60], [0xC1], [0xC4, 0, 1, 2, 3, 4],
            ] as [[UInt8]], &generator)
        let formats: [ContentFormat?] = [
            nil, .text, .tlv, .tlv, .json, .opaque, .linkFormat, ContentFormat(rawValue: 1542),
        ]
        return CoAPRequest(
            one([Code.get, .post, .put, .delete], &generator), path: path,
            queries: one([[], [], ["pmin=1"], ["gt=5", "x"]], &generator), accept: one(formats, &generator)?.rawValue,
            contentFormat: one(formats, &generator)?.rawValue, observe: one([nil, nil, 0, 1], &generator),
            payload: payload)
    }
}
