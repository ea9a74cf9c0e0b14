import LwM2M
import ObjectGenerator
import ObjectHost
import Testing

/// Every defined Object in the host, asked as a server and as the client's own side ask.
struct HostSweepTests {
    private static let server = Requester.server(123)

    @Test func servesEveryDefinition() throws {
        #expect(RegistryTests.definitions.count > 20)
        for (file, definition) in RegistryTests.definitions { try sweep(definition, file) }
    }

    private func sweep(_ definition: ObjectDefinition, _ file: String) throws {
        let host = try ObjectHost(
            bindings: ScriptBindings(product: "SARA-R422", urcForm: .lengthAndText, hasPulse: true))
        host.accessControl.servers = [123]
        let name = try ObjectName.name(for: definition)
        let object = try host.load(Script.emit(definition, name: name), fileName: "\(name).lua")
        #expect(object.name == name && Self.shape(object.definition) == Self.shape(definition), "\(file)")
        let requester = definition.id == 0 ? Requester.host : Self.server

        try host.create(Path(definition.id, 0), with: [], from: .host)
        expect(.badRequest, file) { try host.create(Path(definition.id, 0), with: [], from: .host) }
        expect(definition.isMultiple ? nil : .badRequest, file) {
            try host.create(Path(definition.id, 1), with: [], from: .host)
        }
        for resource in definition.resources { ask(host, definition.id, resource, requester, file) }
        let known = Set(definition.resources.map(\.id))
        let unknown = Path(definition.id, 0, (1...ResourceID.max).last { !known.contains($0) } ?? 0)
        expect(.notFound, file) { _ = try host.read(unknown, from: requester) }
        expect(.notFound, file) { _ = try host.read(Path(definition.id, 7, 0), from: requester) }
        try host.delete(Path(definition.id, 0), from: .host)
        expect(.notFound, file) { try host.delete(Path(definition.id, 0), from: .host) }
    }

    private func ask(
        _ host: ObjectHost, _ object: ObjectID, _ resource: ResourceDefinition, _ requester: Requester, _ file: String
    ) {
        let path = Path(object, 0, resource.id)
        let isServer = requester == Self.server
        let place = "\(file) \(path)"
        expect(isServer && !resource.operations.contains(.read) ? .methodNotAllowed : nil, place) {
            _ = try host.read(path, from: requester)
        }
        if resource.operations == .execute {
            expect(nil, place) { try host.execute(path, arguments: "0='x'", from: requester) }
            return
        }
        expect(isServer ? .methodNotAllowed : nil, place, orAny: !isServer) {
            try host.execute(path, arguments: "", from: requester)
        }
        let content = Self.content(of: resource, in: object)
        expect(isServer && !resource.operations.contains(.write) ? .methodNotAllowed : nil, place) {
            try host.write([Resource(id: resource.id, content: content)], to: path, mode: .replace, from: requester)
        }
        expect(nil, place) {
            try host.write([Resource(id: resource.id, content: content)], to: path, mode: .replace, from: .host)
            let node = try host.read(path, from: .host)
            #expect(node == .resource(Resource(id: resource.id, content: content)), "\(place)")
        }
    }

    private func expect(
        _ code: ResponseCode?, _ place: String, orAny: Bool = false, _ body: () throws -> Void
    ) {
        do {
            try body()
            #expect(code == nil || orAny, "\(place) was allowed")
        } catch let error as LwM2MError {
            #expect(error.code == code || orAny, "\(place): \(error)")
        } catch {
            Issue.record("\(place): \(error)")
        }
    }

    /// What a script states of an Object: no descriptions, no ranges, the order of its tables.
    private static func shape(_ definition: ObjectDefinition) -> ObjectDefinition {
        var shape = definition
        shape.description = ""
        shape.urn = ""
        shape.resources = definition.resources.sorted { $0.id < $1.id }.map { resource in
            var resource = resource
            (resource.description, resource.rangeEnumeration, resource.units) = ("", "", "")
            return resource
        }
        return shape
    }

    /// A value that the Resource may have. The Server Object takes no Lifetime below 1 and no word but a Binding.
    private static func content(of resource: ResourceDefinition, in object: ObjectID) -> ResourceContent {
        let isServer = object == 1
        let value: ResourceValue =
            switch resource.type {
            case .string, .none: .string(isServer && resource.id == 7 ? "U" : "text")
            case .integer: .integer(isServer ? 42 : -42)
            case .unsignedInteger: .unsignedInteger(42)
            case .float: .float(21.5)
            case .boolean: .boolean(true)
            case .opaque: .opaque([0, 1, 255])
            case .time: .time(1_500_000_000)
            case .objectLink: .objectLink(ObjectLink(object: 3, instance: 0))
            case .corelnk: .corelnk("</3/0>")
            }
        return resource.isMultiple ? .multiple([ResourceInstance(id: 0, value: value)]) : .single(value)
    }
}
