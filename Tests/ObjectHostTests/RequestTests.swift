import LwM2M
import ObjectHost
import Testing

/// Requests against an Object in the vendor's form.
struct RequestTests {
    static let server = Requester.server(123)

    @Test func createsReadsWritesExecutesAndDeletes() throws {
        let device = try HostedDevice()
        let host = device.host
        #expect(
            try host.create(Path(3300), with: [Resource(id: 5750, value: .string("Temperature"))], from: Self.server)
                == 0)
        #expect(device.events == [.urc("Application type changed in sensor 0")])
        #expect(try device.read(Path(3300, 0, 5750)) == .single(.string("Temperature")))
        try host.write([Resource(id: 5700, value: .float(100.5))], to: Path(3300, 0), mode: .partialUpdate, from: .host)
        #expect(try device.read(Path(3300, 0, 5700), from: Self.server) == .single(.float(100.5)))
        try host.execute(Path(3300, 0, 5605), arguments: "0='x'", from: Self.server)
        #expect(
            device.events.last
                == .print(
                    text: "RES_O_RESET_MIN_AND_MAX_MEASURED_VALUES\t0='x'\t5", file: "object_generic_sensor.lua",
                    line: 114))
        try host.delete(Path(3300, 0), from: Self.server)
        #expect(host.instances(of: 3300) == [])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let requester: Requester
        let code: String
        let request: @Sendable (ObjectHost, Requester) throws -> Void
        init(
            _ name: String, _ requester: Requester, _ code: String,
            _ request: @escaping @Sendable (ObjectHost, Requester) throws -> Void
        ) {
            (testDescription, self.requester, self.code, self.request) = (name, requester, code, request)
        }
    }

    static let refusals: [Refusal] = [
        Refusal("unknown Object", server, "4.04") { _ = try $0.read(Path(9), from: $1) },
        Refusal("unknown Object Instance", server, "4.04") { _ = try $0.read(Path(3300, 7, 5700), from: $1) },
        Refusal("unknown Object Instance whole", server, "4.04") { _ = try $0.read(Path(3300, 7), from: $1) },
        Refusal("unknown Resource", server, "4.04") { _ = try $0.read(Path(3300, 0, 1), from: $1) },
        Refusal("unknown Resource Instance", server, "4.04") { _ = try $0.read(Path(3300, 0, 5751, 9), from: $1) },
        Refusal("Execute is not readable", server, "4.05") { _ = try $0.read(Path(3300, 0, 5605), from: $1) },
        Refusal("read-only is not writable for a server", server, "4.05") {
            try $0.write([Resource(id: 5700, value: .float(1))], to: Path(3300, 0, 5700), mode: .replace, from: $1)
        },
        Refusal("read-only is writable for the host", .host, "ok") {
            try $0.write([Resource(id: 5700, value: .float(1))], to: Path(3300, 0, 5700), mode: .replace, from: $1)
        },
        Refusal("wrong type", .host, "4.00") {
            try $0.write([Resource(id: 5700, value: .string("x"))], to: Path(3300, 0, 5700), mode: .replace, from: $1)
        },
        Refusal("one value for a multiple Resource", server, "4.00") {
            try $0.write([Resource(id: 5751, value: .integer(1))], to: Path(3300, 0, 5751), mode: .replace, from: $1)
        },
        Refusal("Write on an Object", server, "4.05") { try $0.write([], to: Path(3300), mode: .replace, from: $1) },
        Refusal("instance that exists", server, "4.00") { try $0.create(Path(3300, 0), with: [], from: $1) },
        Refusal("instance 65535", server, "4.00") { try $0.create(Path(3300, 65535), with: [], from: $1) },
        Refusal("Execute of what is not executable", server, "4.05") {
            try $0.execute(Path(3300, 0, 5700), arguments: "", from: $1)
        },
        Refusal("the same from the host: the script's word", .host, "4.04") {
            try $0.execute(Path(3300, 0, 5700), arguments: "", from: $1)
        },
        Refusal("Execute arguments that are none", server, "4.00") {
            try $0.execute(Path(3300, 0, 5605), arguments: "a", from: $1)
        },
        Refusal("Delete on an Object", server, "4.05") { try $0.delete(Path(3300), from: $1) },
        Refusal("Delete of what is not there", server, "4.04") { try $0.delete(Path(3300, 9), from: $1) },
        Refusal("Object 0", server, "4.01") { _ = try $0.read(Path(0, 0, 0), from: $1) },
        Refusal("Discover of what is not there", server, "4.04") { _ = try $0.discover(Path(3300, 4), from: $1) },
    ]

    @Test(arguments: refusals) func refuses(_ refusal: Refusal) throws {
        let device = try HostedDevice()
        try device.host.create(Path(3300, 0), with: [], from: .host)
        #expect(device.code { try refusal.request(device.host, refusal.requester) } == refusal.code)
    }

    @Test func readsAnInstanceInTheOrderOfItsTable() throws {
        let device = try HostedDevice()
        try device.host.create(Path(3300, 0), with: [], from: .host)
        guard case .instance(let instance) = try device.host.read(Path(3300, 0), from: .host) else { return }
        // 5605 is executable; `pairs` of Lua 5.3 over a constructor with these keys.
        #expect(Set(instance.resources.map(\.id)) == [5601, 5700, 5701, 5750, 5751, 5850, 5851, 5852])
        #expect(instance.resources.first { $0.id == 5850 }?.content == .single(.boolean(false)))
        #expect(instance.resources.first { $0.id == 5851 }?.content == .single(.objectLink(.null)))
        #expect(instance.resources.first { $0.id == 5751 }?.content == .multiple([]))
    }

    @Test func writesMultipleResources() throws {
        let device = try HostedDevice()
        let host = device.host
        try host.create(Path(3300, 0), with: [], from: .host)
        func write(_ values: [(UInt16, Int64)], _ mode: WriteMode) throws {
            let instances = values.map { ResourceInstance(id: $0.0, value: .integer($0.1)) }
            try host.write(
                [Resource(id: 5751, content: .multiple(instances))], to: Path(3300, 0, 5751), mode: mode,
                from: Self.server)
        }
        func stored() throws -> [UInt16: ResourceValue] {
            guard case .multiple(let instances)? = try device.read(Path(3300, 0, 5751)) else { return [:] }
            return Dictionary(uniqueKeysWithValues: instances.map { ($0.id, $0.value) })
        }
        try write([(0, 5), (721, 6)], .replace)
        try write([(1, 7)], .partialUpdate)
        #expect(try stored() == [0: .integer(5), 1: .integer(7), 721: .integer(6)])
        try write([(2, 8)], .replace)
        #expect(try stored() == [2: .integer(8)])
        #expect(
            try host.read(Path(3300, 0, 5751, 2), from: Self.server)
                == .resourceInstance(ResourceInstance(id: 2, value: .integer(8))))
    }

    @Test func writesAllOrNothing() throws {
        let script = HostedDevice.changed(
            "if type(val) == \"table\" then", to: "if val == 'bad' then error('no') end if type(val) == \"table\" then")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [Resource(id: 5750, value: .string("old"))], from: .host)
        let events = device.events.count
        let code = device.code {
            try device.host.write(
                [
                    Resource(id: 5750, value: .string("new")), Resource(id: 5850, value: .boolean(true)),
                    Resource(id: 5701, value: .string("bad")),
                ], to: Path(3300, 0), mode: .partialUpdate, from: .host)
        }
        #expect(code == "5.00")
        #expect(try device.read(Path(3300, 0, 5750)) == .single(.string("old")))
        #expect(try device.read(Path(3300, 0, 5850)) == .single(.boolean(false)))
        #expect(device.events.dropFirst(events).allSatisfy { if case .log = $0 { true } else { false } })
        #expect(device.log.last == "object_generic_sensor.lua:76: /3300/0/5701 written by at: no")
    }

    @Test func createsAllOrNothing() throws {
        let script = HostedDevice.changed(
            "if type(val) == \"table\" then", to: "if val == 'bad' then error('no') end if type(val) == \"table\" then")
        let device = try HostedDevice(script: script)
        #expect(
            device.code {
                try device.host.create(Path(3300), with: [Resource(id: 5750, value: .string("bad"))], from: .host)
            } == "5.00")
        #expect(device.host.instances(of: 3300) == [])
    }

    @Test func discovers() throws {
        let device = try HostedDevice()
        try device.host.create(Path(3300, 0), with: [], from: .host)
        try device.host.write(
            [Resource(id: 5751, content: .multiple([ResourceInstance(id: 3, value: .integer(1))]))], to: Path(3300, 0),
            mode: .partialUpdate, from: .host)
        let links = try device.host.discover(Path(3300), from: Self.server)
        #expect(
            links.prefix(2) == [DiscoveredPath(path: Path(3300), version: "1.1"), DiscoveredPath(path: Path(3300, 0))])
        #expect(links.count == 11)
        #expect(links.contains(DiscoveredPath(path: Path(3300, 0, 5751), dimension: 1)))
        #expect(
            try device.host.discover(Path(3300, 0, 5605), from: Self.server) == [
                DiscoveredPath(path: Path(3300, 0, 5605))
            ])
        #expect(try device.host.discover(.root, from: .host) == [DiscoveredPath(path: Path(3300, 0))])
    }

    /// What a script does not let be read is listed all the same: Discover needs no right to read.
    @Test(arguments: ["COAP_405_METHOD_NOT_ALLOWED", "COAP_401_UNAUTHORIZED"])
    func discoversWhatCannotBeRead(_ code: String) throws {
        let script = HostedDevice.changed(
            "function object_generic_sensor.read(inst, res, dm)\n",
            to: "function object_generic_sensor.read(inst, res, dm)\n  if res == 5601 then return coap.\(code) end\n")
        let device = try HostedDevice(script: script)
        try device.host.create(Path(3300, 0), with: [], from: .host)
        let links = try device.host.discover(Path(3300, 0), from: Self.server)
        #expect(links.contains(DiscoveredPath(path: Path(3300, 0, 5601))))
    }

    @Test func severalServersNeedRights() throws {
        let device = try HostedDevice()
        let host = device.host
        host.accessControl.servers = [1, 2]
        #expect(device.code { try host.create(Path(3300), with: [], from: .server(1)) } == "4.01")
        host.accessControl.set(AccessControlEntry(object: 3300, instance: maxID, owner: maxID, rights: [1: .create]))
        #expect(try host.create(Path(3300), with: [], from: .server(1)) == 0)
        #expect(try device.read(Path(3300, 0, 5700), from: .server(1)) == .single(.float(0)))
        #expect(device.code { _ = try host.read(Path(3300, 0, 5700), from: .server(2)) } == "4.01")
        #expect(device.code { _ = try host.read(Path(3300, 5, 5700), from: .server(2)) } == "4.04")
        #expect(try host.read(Path(3300), from: .server(2)) == .object(3300, []))
        host.accessControl.set(AccessControlEntry(object: 3300, instance: 0, owner: 1, rights: [1: .owner, 2: .read]))
        #expect(try device.read(Path(3300, 0, 5700), from: .server(2)) == .single(.float(0)))
        #expect(device.code { try host.delete(Path(3300, 0), from: .server(2)) } == "4.01")
        try host.delete(Path(3300, 0), from: .server(1))
        #expect(host.accessControl.entry(object: 3300, instance: 0) == nil)
    }
}
