import CoAP
import LwM2M
import LwM2MOverCoAP

/// The Objects that a vector of access control speaks of, and its request.
struct AccessScene {
    let device: FixtureDevice
    private let path: Path
    private let operation: String
    private let server: ShortServerID?
    private let input: VectorField
    private let target: Target

    init(_ input: VectorField, _ control: AccessControl) throws {
        self.input = input
        let request = input["request"]
        path = try request["path"].path
        operation = try request["operation"].text
        server = request["server"].tree == .string("bootstrap") ? nil : try request["server"].id
        let object = path.object ?? 0
        target = try Target(input["target"])
        var definitions = [Self.accessControlObject]
        if target.hasObject, object != 2 { definitions.append(Self.definition(path, operation, target)) }
        device = try FixtureDevice(definitions)
        // The Object itself says who may do what, where it is there.
        device.host.accessControl.servers = control.servers
        for entry in control.entries {
            guard let id = entry.id else { throw input["acl"].fault("an entry has no iid") }
            try device.make(Path(2, id), entry.resources)
        }
        guard target.hasObject else { return }
        var instances = Set(control.entries.filter { $0.object == object && $0.instance != maxID }.map(\.instance))
        if let instance = path.instance, target.hasInstance { instances.insert(instance) }
        if operation == "create" { instances = [] }
        for instance in instances.sorted() where object != 2 {
            try device.make(Path(object, instance), Self.values(of: device, object))
        }
    }

    /// What exists of what is asked for; all of it, where nothing is said.
    private struct Target {
        let hasObject: Bool
        let hasInstance: Bool
        let hasResource: Bool
        let operations: Operations?
        let payloadHasReadOnly: Bool

        init(_ field: VectorField) throws {
            try field.allow("object", "instance", "resource", "ops", "payload_has_read_only")
            hasObject = try field["object"].optional { try $0.flag } ?? true
            hasInstance = try field["instance"].optional { try $0.flag } ?? true
            hasResource = try field["resource"].optional { try $0.flag } ?? true
            operations = try field["ops"].optional(Values.operations)
            payloadHasReadOnly = try field["payload_has_read_only"].optional { try $0.flag } ?? false
        }
    }

    static let accessControlObject = ObjectDefinition(
        id: 2, name: "LwM2M Access Control", isMultiple: true, isMandatory: false,
        resources: [
            ResourceDefinition(id: 0, name: "Object ID", operations: .read, isMandatory: true, type: .integer),
            ResourceDefinition(id: 1, name: "Object Instance ID", operations: .read, isMandatory: true, type: .integer),
            ResourceDefinition(id: 2, name: "ACL", operations: [.read, .write], isMultiple: true, type: .integer),
            ResourceDefinition(
                id: 3, name: "Access Control Owner", operations: [.read, .write], isMandatory: true, type: .integer),
        ])

    /// A Resource to write beside the one that the request names.
    private static let spare: ResourceID = 40000

    private static func definition(_ path: Path, _ operation: String, _ target: Target) -> ObjectDefinition {
        let object = path.object ?? 0
        let operations = target.operations ?? (operation == "execute" ? .execute : [.read, .write])
        var resources = [
            ResourceDefinition(id: spare, name: "Spare", operations: [.read, .write], type: .integer),
            ResourceDefinition(id: spare + 1, name: "Fixed", operations: .read, type: .integer),
        ]
        if let resource = path.resource, target.hasResource {
            resources.append(
                ResourceDefinition(
                    id: resource, name: "Target", operations: operations,
                    type: operations == .execute ? .none : .integer))
        }
        return ObjectDefinition(
            id: object, name: "Target \(object)", isMultiple: true, isMandatory: false, resources: resources)
    }

    private static func values(of device: FixtureDevice, _ object: ObjectID) -> [Resource] {
        (device.host.definition(of: object)?.resources ?? []).filter { !$0.operations.contains(.execute) }
            .map { Resource(id: $0.id, value: .integer(1)) }
    }

    func answer() throws -> Response {
        guard let server else {
            var bootstrap = BootstrapManagement(device.host)
            return bootstrap.answer(try request())
        }
        var management = DeviceManagement(device.host)
        if operation == "notify" {
            do throws(LwM2MError) {
                return try management.notification(of: path, as: .tlv, for: server).response
            } catch { return Response(error) }
        }
        let request = try request()
        guard operation == "observe" else { return management.answer(request, from: server) }
        do throws(LwM2MError) { return try management.observe(request, from: server).response } catch {
            return Response(error)
        }
    }

    private func request() throws -> CoAPRequest {
        let segments = "\(path)".split(separator: "/").map(String.init)
        func request(
            _ method: Code, accept: ContentFormat? = nil, content: [TLVEntry]? = nil, queries: [String] = [],
            observe: UInt32? = nil
        ) -> CoAPRequest {
            CoAPRequest(
                method, path: segments, queries: queries, accept: accept?.rawValue,
                contentFormat: content.map { _ in ContentFormat.tlv.rawValue },
                observe: observe, payload: content.map(TLVEncoder.bytes) ?? [])
        }
        switch operation {
        case "read": return request(.get, accept: .tlv)
        case "observe": return request(.get, accept: .tlv, observe: 0)
        case "discover": return request(.get, accept: .linkFormat)
        case "write": return request(.put, content: content)
        case "write-partial": return request(.post, content: content)
        case "write-attributes": return request(.put, queries: ["pmin=1"])
        case "execute": return request(.post)
        case "delete": return request(.delete)
        case "create":
            let ids = try input["created"].listIfAny.map { try $0.id }
            let content = [TLVEntry(.resource, Self.spare, value: [1])]
            return request(
                .post, content: ids.isEmpty ? content : ids.map { TLVEntry(.objectInstance, $0, children: content) })
        default: throw input["request"]["operation"].fault("is not known")
        }
    }

    /// What a Write brings: the Resource of the path, or one that the instance has.
    private var content: [TLVEntry] {
        if let resource = path.resource {
            if path.object == 2, resource == 2 {
                return [TLVEntry(.multipleResource, 2, children: [TLVEntry(.resourceInstance, 102, value: [1])])]
            }
            return [TLVEntry(.resource, resource, value: [102])]
        }
        if path.object == 2 { return [TLVEntry(.resource, 3, value: [102])] }
        var entries = [TLVEntry(.resource, Self.spare, value: [1])]
        if target.payloadHasReadOnly {
            entries.append(TLVEntry(.resource, Self.spare + 1, value: [1]))
        }
        return entries
    }
}
