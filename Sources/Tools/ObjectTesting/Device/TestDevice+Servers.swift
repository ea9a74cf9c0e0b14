import CoAP
import Lua
import LwM2M
import LwM2MClient
import LwM2MOverCoAP
import ObjectHost

/// The requests of `device.server(...)`, as messages over the whole path to the Objects.
extension TestDevice {
    /// The client and its servers, created when a test needs them.
    func connected() -> TestWire {
        if let wire { return wire }
        let made = TestWire(of: host, as: model, clock: clock)
        wire = made
        // What was observed once the file had been loaded is observed in each of its tests.
        for (server, path) in keptObservations {
            _ = made.observe(path, as: .observe(path, as: .tlv), from: server)
        }
        return made
    }

    func registerServers() throws(LuaError) {
        try registerBytes()
        try host.lua.register("observe", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            try ask(arguments) { [self] (server, path) throws(LwM2MError) in
                let request = Request.observe(path, as: .tlv)
                let emulated = connected().observe(path, as: request, from: server)
                let (response, reason) = try compared(emulated, request, on: .observe(path))
                return try content(response, at: path, reason)
            }
        }
        try host.lua.register("cancel", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let server = ShortServerID(truncatingIfNeeded: try arguments.integer(1))
            guard let path = try? Path(parsing: try arguments.text(2)) else { return [.boolean(false)] }
            let wasObserved = withObjectLimits { connected().cancel(path, from: server) }
            let wasThere = target?.cancel(path)
            if let failure = target?.takeFailure() { throw failure }
            return [.boolean(wasThere ?? wasObserved)]
        }
        try host.lua.register("told", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let server = ShortServerID(truncatingIfNeeded: try arguments.integer(1))
            let told = withObjectLimits { wire?.told(server) ?? [] }
            guard let target, !target.isCollecting, target.module.whyUnserved(server) == nil else {
                return [.list(told.map(notification))]
            }
            do throws(TargetError) {
                let there = try target.module.takeNotifications(atLeast: told.count)
                return [
                    .list(there.map { notification(TestWire.Told(path: $0.path, answer: CoAPResponse($0.response))) })
                ]
            } catch { throw target.note(error) }
        }
        try host.lua.register("attributes", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let queries = try Self.queries(try arguments.value(3))
            return try ask(arguments, refusal: 0) { [self] (server, path) throws(LwM2MError) in
                let request = Request.writeAttributes(path, queries)
                return [try success(try exchange(request, from: server))]
            }
        }
    }

    // MARK: - Requests

    /// The answer to a request of a server, and why it was refused: that of the module, if there is one.
    func exchange(
        _ request: Request, from server: ShortServerID
    ) throws(LwM2MError) -> (response: CoAPResponse, reason: String) {
        try compared(connected().ask(request, from: server), request, on: .request(request))
    }

    private func compared(
        _ emulated: (response: CoAPResponse, reason: String), _ request: Request, on step: TargetDevice.Step
    ) throws(LwM2MError) -> (response: CoAPResponse, reason: String) {
        guard let target, let response = try target.response(to: step) else { return emulated }
        let module = CoAPResponse(response)
        let what = "\(Self.word(request.operation))(\(request.path)) by a server"
        if module.code != emulated.response.code {
            target.differs("\(what): the emulator answers \(emulated.response.code), the module \(module.code)")
        } else if module.code.isSuccess, module.payload != emulated.response.payload {
            let (one, other) = (Self.brief(emulated.response.payload), Self.brief(module.payload))
            target.differs("\(what): the emulator answers \(one), the module \(other)")
        }
        return (module, response.reason.isEmpty ? "refused by the module" : response.reason)
    }

    private static func word(_ operation: ManagementOperation) -> String {
        switch operation {
        case .write: "write"
        default: "\(operation)"
        }
    }

    private static func brief(_ payload: [UInt8]) -> String {
        payload.prefix(24).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            + (payload.count > 24 ? " ..." : "")
    }

    func read(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> [LuaValue] {
        // A server reads all instances of a Resource together.
        let asked = path.depth > 3 ? Path(path.object ?? 0, path.instance ?? 0, path.resource ?? 0) : path
        let request = Request.read(asked, as: .tlv)
        let (response, reason) = try exchange(request, from: server)
        guard path.depth > 3 else { return try content(response, at: path, reason) }
        guard case .resource(let resource) = try node(response, at: asked, reason),
            case .multiple(let instances) = resource.content,
            let found = instances.first(where: { $0.id == path.resourceInstance })
        else { throw LwM2MError(.notFound, "\(path) does not exist") }
        return [TestValue.script(.resourceInstance(found)), Self.code(.content)]
    }

    func discover(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> [LuaValue] {
        let request = Request.discover(path)
        let (response, reason) = try exchange(request, from: server)
        try check(response, reason)
        let links = try LinkFormat.links(of: response.payload)
        return [.list(links.map { .text($0.target) }), Self.code(.content)]
    }

    func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from server: ShortServerID
    ) throws(LwM2MError) -> [LuaValue] {
        var target = path
        var isWhole = mode == .replace
        if path.depth > 2, case .multiple? = resources.first?.content, mode == .partialUpdate || path.depth > 3 {
            // Only a Write to the Object Instance leaves other Resource Instances unchanged.
            target = Path(path.object ?? 0, path.instance ?? 0)
            isWhole = false
        }
        let node: Node =
            if target.depth > 2, let resource = resources.first {
                .resource(resource)
            } else {
                .instance(ObjectInstance(id: path.instance ?? 0, resources: resources))
            }
        let request = Request.write(
            target, Representation.payload(of: node, at: target, as: .json), as: .json,
            mode: target.depth > 2 || isWhole || target.depth < 2 ? .replace : .partialUpdate)
        return [try success(try exchange(request, from: server))]
    }

    func execute(_ path: Path, _ arguments: String, from server: ShortServerID) throws(LwM2MError) -> [LuaValue] {
        let request = Request(.execute, path, payload: Array(arguments.utf8))
        return [try success(try exchange(request, from: server))]
    }

    func create(
        _ path: Path, with resources: [Resource], from server: ShortServerID
    ) throws(LwM2MError) -> [LuaValue] {
        var payload: [UInt8] = []
        if let instance = path.instance {
            payload = TLVEncoder.bytes(
                of: .object(path.object ?? 0, [ObjectInstance(id: instance, resources: resources)]))
        } else {
            payload = TLVEncoder.bytes(of: .instance(ObjectInstance(id: 0, resources: resources)))
        }
        let request = Request.create(path.object.map { Path($0) } ?? path, payload, as: .tlv)
        let (response, reason) = try exchange(request, from: server)
        try check(response, reason)
        return [Self.code(.created), .text("/" + response.location.joined(separator: "/"))]
    }

    func delete(_ path: Path, from server: ShortServerID) throws(LwM2MError) -> [LuaValue] {
        [try success(try exchange(.delete(path), from: server))]
    }

    // MARK: - Answers

    private func check(_ response: CoAPResponse, _ reason: String) throws(LwM2MError) {
        guard !response.code.isSuccess else { return }
        throw LwM2MError(Response(response).code, reason)
    }

    private func success(_ answer: (response: CoAPResponse, reason: String)) throws(LwM2MError) -> LuaValue {
        try check(answer.response, answer.reason)
        return Self.code(Response(answer.response).code)
    }

    private func content(_ response: CoAPResponse, at path: Path, _ reason: String) throws(LwM2MError) -> [LuaValue] {
        [TestValue.script(try node(response, at: path, reason)), Self.code(.content)]
    }

    private func node(_ response: CoAPResponse, at path: Path, _ reason: String) throws(LwM2MError) -> Node {
        try check(response, reason)
        guard let object = path.object, let definition = host.definition(of: object) else {
            throw LwM2MError(.internalServerError, "the answer is of an Object that is not there")
        }
        return try Node(tlv: response.payload, at: path, definition: definition)
    }

    private func notification(_ told: TestWire.Told) -> LuaValue {
        var fields = [
            LuaField(key: .text("path"), value: .text(told.path.description)),
            LuaField(key: .text("code"), value: .integer(Int64(told.answer.code.rawValue))),
        ]
        if let node = try? node(told.answer, at: told.path, "") {
            fields.append(LuaField(key: .text("value"), value: TestValue.script(node)))
        }
        return .table(fields)
    }

    /// `{ pmin = 10, gt = 25.5, st = false }`, where false removes an attribute.
    private static func queries(_ value: LuaValue) throws(LuaError) -> [String] {
        guard case .table(let fields) = value else {
            throw LuaError(.runtime, "attributes takes a table: attributes(path, { pmin = 10 })")
        }
        var queries: [String] = []
        for field in fields {
            guard let name = field.key.text else { throw LuaError(.runtime, "an attribute has a name as its key") }
            switch field.value {
            case .integer(let number): queries.append("\(name)=\(number)")
            case .number(let number): queries.append("\(name)=\(number)")
            case .boolean(false): queries.append(name)
            default: throw LuaError(.runtime, "the attribute \(name) is a number, or false to take it away")
            }
        }
        return queries.sorted()
    }
}

/// A server of a test: the far end of the client's connection.
final class TestServer: Connection {
    let endpoint = Endpoint(seed: 2)
    var observations: [Path: ExchangeID] = [:]
    /// The notifications since the test last asked.
    var told: [TestWire.Told] = []
    var onDatagram: (([UInt8]) -> Void)?
    var onState: ((ConnectionState) -> Void)?
    let state = ConnectionState.open
    let peer = "server"
    private var toClient: [[UInt8]] = []
    private var toServer: [[UInt8]] = []

    init() {
        endpoint.send = { [unowned self] datagram in toClient.append(datagram) }
    }

    /// Whether no message is in transit.
    var isQuiet: Bool { toClient.isEmpty && toServer.isEmpty }

    func send(_ datagram: [UInt8]) { toServer.append(datagram) }
    func close() {}

    func carry(at time: Double) {
        let requests = toClient
        toClient = []
        for datagram in requests { onDatagram?(datagram) }
        let answers = toServer
        toServer = []
        for datagram in answers {
            endpoint.receive(datagram, at: time) {
                .respond(CoAPResponse($0.request.method == .delete ? .deleted : .changed))
            }
        }
    }
}
