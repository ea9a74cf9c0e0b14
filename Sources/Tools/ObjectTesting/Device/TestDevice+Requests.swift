import Lua
import LwM2M
import ObjectHost
import Wording

/// The requests of `device.server(...)`, `device.host` and `device.bootstrap`.
extension TestDevice {
    /// The global table of host functions that `device.lua` takes over.
    static let functionTable = "xlwm2m_host"

    func registerRequests() throws(LuaError) {
        try host.lua.setGlobal(
            Self.functionTable,
            .table([
                LuaField(key: .text("content"), value: .integer(Int64(ResponseCode.content.rawValue))),
                LuaField(key: .text("code_names"), value: Self.codeNames),
                LuaField(key: .text("records"), value: .boolean(options.recordsRequests)),
            ]))
        try host.lua.register("ran_short", in: Self.functionTable) { [unowned self] _ in
            [.boolean(host.lua.hasCaughtShortage)]
        }
        try host.lua.register("columns", in: Self.functionTable) { (arguments) throws(LuaError) in
            [.integer(Int64(try arguments.text(1).columns))]
        }
        try registerReading()
        try registerWriting()
        try registerInstances()
        try registerRights()
        try registerServers()
    }

    /// The named codes by their numbers, `[132] = "4.04 Not Found"`.
    private static let codeNames = LuaValue.table(
        (UInt8.min...UInt8.max).map { ResponseCode(rawValue: $0) }.filter { !$0.name.isEmpty }.map { code in
            LuaField(key: .integer(Int64(code.rawValue)), value: .text("\(code) \(code.name)"))
        })

    private func registerReading() throws(LuaError) {
        try register("read") { [unowned self] (who, path, _) throws(LwM2MError) in
            if case .server(let server) = who { return try read(path, from: server) }
            return [TestValue.script(try model.read(path, from: who)), Self.code(.content)]
        }
        try register("discover") { [unowned self] (who, path, _) throws(LwM2MError) in
            if case .server(let server) = who { return try discover(path, from: server) }
            let paths = try model.discover(path, from: who)
            return [.list(paths.map { .text($0.path.description) }), Self.code(.content)]
        }
    }

    private func registerWriting() throws(LuaError) {
        try host.lua.register("write", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let value = try arguments.value(3)
            let mode: WriteMode = try arguments.value(4) == .boolean(true) ? .replace : .partialUpdate
            return try answer(arguments, refusal: 0) { (who, path) throws(RequestFailure) in
                let resources = try RequestFailure.misuse { () throws(LuaError) in try self.resources(value, at: path) }
                return try RequestFailure.refusal { () throws(LwM2MError) in
                    if case .server(let server) = who {
                        return try write(resources, to: path, mode: mode, from: server)
                    }
                    try model.write(resources, to: path, mode: mode, from: who)
                    return [Self.code(.changed)]
                }
            }
        }
        try host.lua.register("execute", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let text = arguments.count < 3 ? "" : try arguments.value(3) == .nil ? "" : try arguments.text(3)
            return try answer(arguments, refusal: 0) { (who, path) throws(RequestFailure) in
                try RequestFailure.refusal { () throws(LwM2MError) in
                    if case .server(let server) = who { return try execute(path, text, from: server) }
                    try model.execute(path, arguments: text, from: who)
                    return [Self.code(.changed)]
                }
            }
        }
    }

    private func registerInstances() throws(LuaError) {
        try host.lua.register("create", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let value = try arguments.value(3)
            return try answer(arguments, refusal: 0) { (who, path) throws(RequestFailure) in
                let definition = path.object.flatMap { host.objects[$0]?.definition }
                let resources = try RequestFailure.misuse { () throws(LuaError) in
                    value == .nil ? [] : try TestValue.resources(value, of: definition)
                }
                return try RequestFailure.refusal { () throws(LwM2MError) in
                    if case .server(let server) = who { return try create(path, with: resources, from: server) }
                    let instance = try model.create(path, with: resources, from: who)
                    return [Self.code(.created), .text(Path(path.object ?? 0, instance).description)]
                }
            }
        }
        try register("delete", refusal: 0) { [unowned self] (who, path, _) throws(LwM2MError) in
            if case .server(let server) = who { return try delete(path, from: server) }
            try model.delete(path, from: who)
            return [Self.code(.deleted)]
        }
    }

    private func registerRights() throws(LuaError) {
        try host.lua.register("add_server", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            host.accessControl.servers.insert(ShortServerID(truncatingIfNeeded: try arguments.integer(1)))
            return []
        }
        try host.lua.register("access", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let text = try arguments.text(1)
            guard let path = try? Path(parsing: text), let object = path.object, path.depth <= 2,
                case .table(let fields) = try arguments.value(2)
            else { throw LuaError(.runtime, "'\(text)' is not a path of an Object or an Object Instance") }
            var entry = AccessControlEntry(object: object, instance: path.instance ?? maxID, owner: maxID)
            for field in fields {
                guard let number = field.value.integer.flatMap({ UInt16(exactly: $0) }) else {
                    throw LuaError(.runtime, "rights are numbers: { owner = 123, [456] = 1 + 2 }")
                }
                if field.key == .text("owner") {
                    entry.owner = number
                } else if let server = field.key.integer.flatMap({ ShortServerID(exactly: $0) }) {
                    entry.rights[server] = AccessRights(rawValue: number)
                } else {
                    throw LuaError(
                        .runtime,
                        "rights have the key 'owner' or a Short Server ID, not \(field.key.text ?? field.key.typeName)")
                }
            }
            host.accessControl.set(entry)
            return []
        }
    }

    // MARK: - Answers

    /// Registers a request that needs only the requester and the path.
    private func register(
        _ name: String, refusal: Int = 1,
        _ body: @escaping (Requester, Path, LuaArguments) throws(LwM2MError) -> [LuaValue]
    ) throws(LuaError) {
        try host.lua.register(name, in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            try answer(arguments, refusal: refusal) { (who, path) throws(RequestFailure) in
                try RequestFailure.refusal { () throws(LwM2MError) in try body(who, path, arguments) }
            }
        }
    }

    /// Runs a request of a test's server; a refusal returns its code and reason after as many nils as `refusal` says.
    func ask(
        _ arguments: LuaArguments, refusal: Int = 1,
        _ body: @escaping (ShortServerID, Path) throws(LwM2MError) -> [LuaValue]
    ) throws(LuaError) -> [LuaValue] {
        let server = ShortServerID(truncatingIfNeeded: try arguments.integer(1))
        return try answer(arguments, refusal: refusal) { (_, path) throws(RequestFailure) in
            try RequestFailure.refusal { () throws(LwM2MError) in try body(server, path) }
        }
    }

    /// Runs a request of the test; a refusal returns its code and reason after as many nils as `refusal` says.
    private func answer(
        _ arguments: LuaArguments, refusal: Int,
        _ body: (Requester, Path) throws(RequestFailure) -> [LuaValue]
    ) throws(LuaError) -> [LuaValue] {
        let who = try requester(arguments)
        let text = try arguments.text(2)
        do throws(RequestFailure) {
            let path = try RequestFailure.refusal { () throws(LwM2MError) in try Path(parsing: text) }
            return try withObjectLimits { () throws(RequestFailure) in
                // Servers are notified of changes made on the device side.
                defer { if !who.isDeviceManagement { wire?.settle() } }
                return try body(who, path)
            }
        } catch {
            switch error {
            case .misuse(let error): throw error
            case .refusal(let error):
                if let failure = target?.takeFailure() { throw failure }
                return Array(repeating: .nil, count: refusal) + [Self.code(error.code), .text(error.message)]
            }
        }
    }

    private func requester(_ arguments: LuaArguments) throws(LuaError) -> Requester {
        let value = try arguments.value(1)
        if let server = value.integer { return .server(ShortServerID(truncatingIfNeeded: server)) }
        return value == .text("host") ? .host : .bootstrap
    }

    func resources(_ value: LuaValue, at path: Path) throws(LuaError) -> [Resource] {
        let definition = path.object.flatMap { host.objects[$0]?.definition }
        guard let resource = path.resource else { return try TestValue.resources(value, of: definition) }
        let type = definition?[resource]?.type
        if value == .nil { throw LuaError(.runtime, "write takes a value: write(\"\(path)\", 21.5)") }
        guard let id = path.resourceInstance else {
            return [Resource(id: resource, content: try TestValue.content(value, as: type))]
        }
        let single = ResourceInstance(id: id, value: try TestValue.resourceValue(value, as: type))
        return [Resource(id: resource, content: .multiple([single]))]
    }

    static func code(_ code: ResponseCode) -> LuaValue { .integer(Int64(code.rawValue)) }
}

/// How a request of a test can fail: the test used it wrongly, or the device refused it.
private enum RequestFailure: Error {
    case misuse(LuaError)
    case refusal(LwM2MError)

    static func misuse<Result>(_ body: () throws(LuaError) -> Result) throws(RequestFailure) -> Result {
        do throws(LuaError) { return try body() } catch { throw .misuse(error) }
    }

    static func refusal<Result>(_ body: () throws(LwM2MError) -> Result) throws(RequestFailure) -> Result {
        do throws(LwM2MError) { return try body() } catch { throw .refusal(error) }
    }
}
