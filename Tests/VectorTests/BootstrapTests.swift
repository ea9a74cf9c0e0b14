import CoAP
import LwM2M
import LwM2MOverCoAP
import Testing

/// Bootstrap beyond the vectors: what Finish takes away, what it refuses, and what comes back.
struct BootstrapTests {
    private static let objects = [
        ObjectDefinition(
            id: 0, name: "LwM2M Security", isMultiple: true, isMandatory: true,
            resources: [
                ResourceDefinition(id: 0, name: "Server URI", operations: [], isMandatory: true, type: .string),
                ResourceDefinition(id: 1, name: "Bootstrap-Server", operations: [], isMandatory: true, type: .boolean),
                ResourceDefinition(id: 2, name: "Security Mode", operations: [], isMandatory: true, type: .integer),
                ResourceDefinition(id: 3, name: "Identity", operations: [], isMandatory: true, type: .opaque),
                ResourceDefinition(id: 5, name: "Secret Key", operations: [], isMandatory: true, type: .opaque),
                ResourceDefinition(id: 10, name: "Short Server ID", operations: [], type: .integer),
            ]),
        ObjectDefinition(
            id: 1, name: "LwM2M Server", isMultiple: true, isMandatory: true,
            resources: [
                ResourceDefinition(
                    id: 0, name: "Short Server ID", operations: .read, isMandatory: true, type: .integer),
                ResourceDefinition(
                    id: 1, name: "Lifetime", operations: [.read, .write], isMandatory: true, type: .integer),
                ResourceDefinition(id: 2, name: "Minimum", operations: [.read, .write], type: .integer),
            ]),
        AccessScene.accessControlObject,
        ObjectDefinition(
            id: 3, name: "Device", isMultiple: false, isMandatory: true,
            resources: [ResourceDefinition(id: 0, name: "Manufacturer", operations: .read, type: .string)]),
        ObjectDefinition(
            id: 33000, name: "Own", isMultiple: true, isMandatory: false,
            resources: [ResourceDefinition(id: 1, name: "Value", operations: [.read, .write], type: .integer)]),
        ObjectDefinition(
            id: 33100, name: "Whole", isMultiple: true, isMandatory: false,
            resources: [
                ResourceDefinition(
                    id: 1, name: "Limit", operations: [.read, .write], isMandatory: true, type: .integer),
                ResourceDefinition(id: 2, name: "Extra", operations: [.read, .write], type: .integer),
            ]),
    ]

    /// Servers 101 and 102, a bootstrap account in /0/2, and /33000/0 of 102 alone, /33000/1 of 102 that 101 may write.
    private static func device() throws -> FixtureDevice {
        let device = try FixtureDevice(objects)
        try device.make(Path(0, 0), security("coap://192.0.2.1", 101))
        try device.make(Path(0, 1), security("coap://192.0.2.2", 102))
        try device.make(Path(0, 2), security("coap://192.0.2.9", nil))
        try device.make(Path(1, 7), [integer(0, 101), integer(1, 60)])
        try device.make(Path(1, 8), [integer(0, 102), integer(1, 60)])
        try device.make(Path(3, 0), [Resource(id: 0, value: .string("ACME"))])
        for instance in UInt16(0)...1 { try device.make(Path(33000, instance), [integer(1, 5)]) }
        let entries = [
            AccessControlEntry(object: 33000, instance: 0, owner: 102, rights: [102: .owner]),
            AccessControlEntry(object: 33000, instance: 1, owner: 102, rights: [101: .write]),
            AccessControlEntry(object: 1, instance: 8, owner: 102, rights: [:]),
        ]
        for (id, entry) in entries.enumerated() { try device.make(Path(2, UInt16(id)), entry.resources) }
        return device
    }

    private static func integer(_ id: UInt16, _ number: Int64) -> Resource { Resource(id: id, value: .integer(number)) }

    private static func security(_ uri: String, _ server: Int64?) -> [Resource] {
        [Resource(id: 0, value: .string(uri)), Resource(id: 1, value: .boolean(server == nil)), integer(2, 3)]
            + [Resource(id: 3, value: .opaque([])), Resource(id: 5, value: .opaque([]))]
            + (server.map { [integer(10, $0)] } ?? [])
    }

    private static func put(_ path: String, _ resources: [Resource]) -> CoAPRequest {
        let instance = ObjectInstance(id: 0, resources: resources)
        return CoAPRequest(
            .put, path: path.split(separator: "/").map(String.init), contentFormat: 11542,
            payload: TLVEncoder.bytes(of: Node.instance(instance)))
    }

    private static func delete(_ path: String) -> CoAPRequest {
        CoAPRequest(.delete, path: path.split(separator: "/").map(String.init))
    }

    private static let finish = CoAPRequest(.post, path: ["bs"])

    @Test func theRestOfAnAccountGoesWithFinish() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.delete("/0/1")).code == .deleted)
        #expect(device.host.instances(of: 1).count == 2)
        let response = bootstrap.answer(Self.finish)
        #expect(response.code == .changed && bootstrap.isFinished, "\(response.reason)")
        #expect(device.host.instances(of: 1) == [7])
        #expect(device.host.instances(of: 33000) == [1])
        let entries = AccessControlEntry.all(in: device.host)
        #expect(entries == [AccessControlEntry(object: 33000, instance: 1, owner: 101, rights: [101: .write], id: 1)])
    }

    @Test func finishSaysWhatIsMissingAndLetsTheServerRepairIt() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.delete("/0/1")).code == .deleted)
        #expect(bootstrap.answer(Self.put("/1/8", [Self.integer(0, 102), Self.integer(1, 90)])).code == .changed)
        let before = device.state
        let refusal = bootstrap.answer(Self.finish)
        #expect(refusal.code == .notAcceptable && refusal.reason == "/1/8 has no Security Instance for server 102")
        #expect(device.state == before && !bootstrap.isFinished)
        #expect(bootstrap.answer(Self.put("/0/5", Self.security("coap://192.0.2.2", 102))).code == .changed)
        #expect(bootstrap.answer(Self.finish).code == .changed)
        #expect(device.host.instances(of: 33000).sorted() == [0, 1])
    }

    @Test func deleteSparesTheBootstrapAccountAndTheDevice() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.delete("/0/2")).code == .badRequest)
        #expect(bootstrap.answer(Self.delete("/3/0")).code == .badRequest)
        #expect(bootstrap.answer(Self.delete("/3")).code == .deleted)
        #expect(bootstrap.answer(Self.delete("/")).code == .deleted)
        let left = device.host.objectIDs.flatMap { id in device.host.instances(of: id).map { Path(id, $0) } }
        #expect(Set(left) == [Path(0, 2), Path(3, 0)])
        #expect(bootstrap.bootstrapAccount == Path(0, 2))
    }

    @Test func aNewInstanceHasWhatTheServerGave() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.put("/1/9", [Self.integer(0, 103), Self.integer(1, 60)])).code == .changed)
        let node = try device.host.read(Path(1, 9), from: .bootstrap)
        #expect(
            node == .instance(ObjectInstance(id: 9, resources: [Self.integer(0, 103), Self.integer(1, 60)])))
        #expect(bootstrap.answer(Self.put("/1/9", [Self.integer(2, 5)])).code == .changed)
        #expect(try device.host.read(Path(1, 9, 1), from: .bootstrap) == .resource(Self.integer(1, 60)))
    }

    @Test func severalInstancesAreWrittenOrNone() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        let before = device.state
        let json = #"{"bn":"/1/","e":[{"n":"7/1","v":1},{"n":"9/0","v":103},{"n":"9/1","sv":"x"}]}"#
        let request = CoAPRequest(.put, path: ["1"], contentFormat: 11543, payload: Array(json.utf8))
        #expect(bootstrap.answer(request).code == .badRequest)
        // The Device has one instance, so that its script refuses the second one after the first is written.
        let device3 = #"{"bn":"/3/","e":[{"n":"0/0","sv":"other"},{"n":"1/0","sv":"more"}]}"#
        let second = CoAPRequest(.put, path: ["3"], contentFormat: 11543, payload: Array(device3.utf8))
        #expect(bootstrap.answer(second).code == .badRequest)
        #expect(device.state == before)
    }

    @Test func whatFailsComesBack() throws {
        let device = try Self.device()
        let before = device.state
        let backups = [Path(0, 2), Path(1, 7), Path(1, 20)].map { InstanceBackup(of: $0, in: device.host) }
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.put("/0/2", Self.security("coap://192.0.2.77", nil))).code == .changed)
        #expect(bootstrap.answer(Self.delete("/1/7")).code == .deleted)
        #expect(bootstrap.answer(Self.put("/1/20", [Self.integer(0, 5), Self.integer(1, 6)])).code == .changed)
        for backup in backups { try backup.restore(in: device.host) }
        #expect(device.state == before)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout AccountConsistency) -> Void

        init(_ testDescription: String, _ change: @escaping @Sendable (inout AccountConsistency) -> Void) {
            self.testDescription = testDescription
            self.change = change
        }
    }

    static let faults: [Fault] = [
        Fault("/0/0/10 names no server") { $0.securities[0].shortServerID = nil },
        Fault("/0/1/10: two accounts have the Short Server ID 101") { $0.securities[1].shortServerID = 101 },
        Fault("/0/0: the server URI is missing") { $0.securities[0].serverURI = "" },
        Fault("/0/0: the URI is coap and the security mode 0; NoSec is 3") { $0.securities[0].securityMode = 0 },
        Fault("/0/0: the URI is coaps and the security mode 3, NoSec") { $0.securities[0].serverURI = "coaps://a" },
        Fault("/0/0: the URI has the scheme 'http'; coap and coaps are supported") {
            $0.securities[0].serverURI = "http://a"
        },
        Fault("/0/0: the URI names no host") { $0.securities[0].serverURI = "coap://" },
        Fault("/0/0: the security mode 2 is not supported; 0, a pre-shared key, and 3, none, are") {
            $0.securities[0].serverURI = "coaps://a"
            $0.securities[0].securityMode = 2
        },
        Fault("/1/7: the Lifetime is 0, and at least 1 s is needed") {
            $0.servers[0].fault = ServerResource.fault(of: .integer(0), in: 1)
        },
        Fault("/0/0: the identity or the key is missing") {
            $0.securities[0].serverURI = "coaps://a"
            $0.securities[0].securityMode = 0
        },
        Fault("/1/8/0: two Server Instances have the Short Server ID 101") { $0.servers[1].shortServerID = 101 },
        Fault("/1/7 has no Security Instance for server 9") { $0.servers[0].shortServerID = 9 },
        Fault("/1/7/0 names no server") { $0.servers[0].shortServerID = nil },
        Fault("there is no server account") { $0.servers = [] },
        Fault("there are several servers and no Access Control Object") { $0.accessControl = nil },
        Fault("/2/0 names server 55, which has no account") { accounts in
            accounts.accessControl?.set(
                AccessControlEntry(object: 33000, instance: 0, owner: 102, rights: [55: .read], id: 0))
        },
        Fault("there are 2 bootstrap accounts") { accounts in
            accounts.securities[1].isBootstrapServer = true
            accounts.servers.removeLast()
        },
    ]

    @Test(arguments: faults) func names(_ fault: Fault) throws {
        var accounts = AccountConsistency(of: try Self.device().host)
        #expect(accounts.fault == nil)
        accounts.securities.sort { $0.id < $1.id }
        accounts.servers.sort { $0.id < $1.id }
        fault.change(&accounts)
        #expect(accounts.fault == fault.testDescription)
    }

    /// A Write is taken, so that the server may repair it, and Finish says what is wrong.
    @Test(arguments: [Int64(0), -1]) func finishRefusesALifetimeThatIsNone(_ lifetime: Int64) throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.put("/1/8", [Self.integer(0, 102), Self.integer(1, lifetime)])).code == .changed)
        let refusal = bootstrap.answer(Self.finish)
        #expect(refusal.code == .notAcceptable && refusal.reason.hasPrefix("/1/8: the Lifetime is \(lifetime)"))
        #expect(bootstrap.answer(Self.put("/1/8", [Self.integer(1, 60)])).code == .changed)
        #expect(bootstrap.answer(Self.finish).code == .changed)
    }

    @Test func theBootstrapAccountMovesToAnotherInstance() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.delete("/0")).code == .deleted)
        #expect(device.host.instances(of: 0) == [2])
        #expect(bootstrap.answer(Self.put("/0/7", Self.security("coap://192.0.2.10", nil))).code == .changed)
        #expect(bootstrap.answer(Self.put("/0/1", Self.security("coap://192.0.2.1", 101))).code == .changed)
        let response = bootstrap.answer(Self.finish)
        #expect(response.code == .changed, "\(response.reason)")
        #expect(Set(device.host.instances(of: 0)) == [1, 7] && bootstrap.bootstrapAccount == Path(0, 7))
    }

    @Test func twoNewBootstrapAccountsAreRefused() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        for instance in 7...8 {
            #expect(
                bootstrap.answer(Self.put("/0/\(instance)", Self.security("coap://192.0.2.10", nil))).code == .changed)
        }
        #expect(bootstrap.answer(Self.finish).reason == "there are 3 bootstrap accounts")
        #expect(device.host.instances(of: 0).contains(2))
    }

    @Test func finishRefusesAnIncompleteInstanceOfAnyObject() throws {
        let device = try Self.device()
        var bootstrap = BootstrapManagement(device.host)
        #expect(bootstrap.answer(Self.put("/33100/4", [Self.integer(2, 5)])).code == .changed)
        let refusal = bootstrap.answer(Self.finish)
        #expect(
            refusal.code == .notAcceptable && refusal.reason == "/33100/4 lacks Resource 1, Limit, which is mandatory")
        #expect(bootstrap.answer(Self.put("/33100/4", [Self.integer(1, 5)])).code == .changed)
        #expect(bootstrap.answer(Self.finish).code == .changed)
    }
}
