import Emulator
import LwM2M
import ObjectHost
import Products
import Storage

extension ATCommandTable {
    /// Objects, their instances and values. Neither access rights nor the operations of definitions apply to the host.
    ///
    /// - Source: UBX-18068860 R09 §4.2, §4.5, §5.1, §5.3.
    static let objectCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2MLIST", "Objects and instances", on: .reachingObjects, takes: path,
            set: { call in try list(call, try call.path(0)) }, read: { call in try list(call, .root) }),
        ATCommand(
            "+ULWM2MADD", "loads an Object from a file", on: .reachingObjects, takes: .unshown(.text("filename")),
            set: { call in try add(call, try call.parameters.string(0, "filename")) }),
        ATCommand(
            "+ULWM2MREMOVE", "takes an Object out of the memory", on: .reachingObjects, takes: path,
            set: { call in
                try call.requireClient()
                let path = try call.path(0, depth: 1...1, "an Object, as \"/3300\"")
                try call.module.device.removeObject(path.object ?? 0)
            }),
        ATCommand(
            "+ULWM2MCREATE", "makes an instance and its owner", on: .reachingObjects,
            takes: .unshown(.text("JSON"), .number("server_id", 0...65534)), set: { call in try create(call) }),
        ATCommand(
            "+ULWM2MDELETE", "removes an instance", on: .reachingObjects, takes: path,
            set: { call in
                try call.requireClient()
                let path = try call.path(0, depth: 2...2, "an Object Instance, as \"/3300/0\"")
                try call.module.device.dataModel.delete(path, from: .host)
            }),
        ATCommand("+ULWM2MREAD", "reads", on: .reachingObjects, takes: path, set: { call in try read(call) }),
        ATCommand(
            "+ULWM2MWRITE", "writes; with \"\" saves", on: .reachingObjects, takes: .unshown(.text("JSON")),
            set: { call in try write(call) }),
    ]

    private static let path = ATSyntax.unshown(.text("path"))

    /// Lists the instances; an Object without instances is listed itself, in the order of the module's tables.
    private static func list(_ call: ATCall, _ path: Path) throws(ATError) {
        try call.requireClient()
        let model = call.module.device.dataModel
        var paths: [Path] = []
        for object in model.objectIDs where path.depth == 0 || path.object == object {
            let instances = model.instances(of: object).map { Path(object, $0) }
            paths += instances.isEmpty && path.depth < 2 ? [Path(object)] : instances
        }
        if path.depth == 2 { paths = paths.filter { $0 == path } }
        guard path.depth <= 2, !paths.isEmpty || path.depth == 0 else {
            throw ATError(ATAssumptions.refusedByModel, "\(path) is not there", column: call.parameters.list[0].column)
        }
        call.answer(paths.map { "\"\($0)\"" }.joined(separator: ","))
    }

    private static func add(_ call: ATCall, _ name: String) throws {
        try call.requireClient()
        let device = call.module.device
        if let problem = FlashName.refusal(name, call.product.limits) {
            throw ATError(.invalidFileName, problem.message, column: call.parameters.list[0].column)
        }
        try device.addObject(file: name)
    }

    private static func create(_ call: ATCall) throws {
        try call.requireClient()
        let owner = try call.parameters.integer(1, "server_id")
        let (path, resources) = try call.payload(0, isNew: true)
        let device = call.module.device
        try device.dataModel.create(path, with: resources, from: .host)
        guard owner > 0 else { return }
        try device.host.grant(path, to: ShortServerID(owner))
    }

    private static func read(_ call: ATCall) throws {
        try call.requireClient()
        let path = try call.path(0, depth: 1...3, "an Object, an Object Instance or a Resource")
        guard path.object != .security else {
            throw ATError(ATAssumptions.refusedByModel, "Object 0 holds keys and cannot be read")
        }
        let node = try call.module.device.dataModel.read(path, from: .host)
        call.answer(try ATReadEncoder().text(of: node, at: path))
    }

    private static func write(_ call: ATCall) throws {
        try call.requireClient()
        let device = call.module.device
        if try call.parameters.bytes(0, "JSON").isEmpty {
            let isTaken: Bool
            do throws(StoreError) { isTaken = try device.saveNow() } catch {
                throw ATError(ATAssumptions.notSaved, "not saved: \(error)")
            }
            guard isTaken else { throw ATError.syntax("\(call.product.name) saves by itself and takes no empty text") }
            return
        }
        let (path, resources) = try call.payload(0)
        if path.object == .server, resources.contains(where: { $0.id == ServerResource.lifetime }),
            MNOProfile.numbered(call.module.profile)?.writesLifetime(on: call.product) == false
        {
            throw ATError.notAllowed("the lifetime cannot be written under operator profile \(call.module.profile)")
        }
        try device.dataModel.write(resources, to: path, mode: .partialUpdate, from: .host)
    }
}

extension ATCall {
    /// A path in quotes.
    ///
    /// - Parameters:
    ///   - depth: how many ids it may have.
    ///   - words: what the command expects, for the log.
    func path(_ index: Int, depth: ClosedRange<UInt8> = 0...4, _ words: String = "a path") throws(ATError) -> Path {
        let text = try parameters.string(index, "path")
        let column = parameters.list[index].column
        let path: Path
        do throws(LwM2MError) { path = try Path(parsing: text) } catch {
            throw ATError(ATAssumptions.refusedByModel, error.message, column: column)
        }
        guard depth.contains(path.depth) else {
            throw ATError(ATAssumptions.refusedByModel, "'\(text)' is not \(words)", column: column)
        }
        return path
    }

    /// The Object Instance and the Resources that a JSON text names.
    ///
    /// - Parameter isNew: whether the instance is being created with them. If so, Resources that the product does not
    ///   have are left out, because the note creates servers with `/1/x/6` on products without it (UBX-18068860 R09
    ///   §5.1.2).
    func payload(_ index: Int, isNew: Bool = false) throws(ATError) -> (path: Path, resources: [Resource]) {
        let text = try parameters.string(index, "JSON")
        let parameter = parameters.list[index]
        do throws(LwM2MError) {
            var payload = try ATWritePayload(parsing: text)
            guard let object = payload.path.object, let definition = module.device.dataModel.definition(of: object)
            else {
                throw LwM2MError(.notFound, "Object \(payload.path.object ?? 0) is not loaded")
            }
            if isNew, let loaded = module.device.host.objects[object] {
                for resource in payload.resources where loaded.hides(resource.id) {
                    explain("\(product.name) has no \(payload.path)/\(resource.id): it is left out")
                }
                payload.resources.removeAll { loaded.hides($0.id) }
            }
            return (payload.path, try payload.typed(by: definition))
        } catch {
            let (message, place) = Self.place(in: error.message)
            throw ATError(
                ATAssumptions.refusedByModel, message, column: place.map { parameter.column(of: $0) })
        }
    }

    /// Splits `JSON at byte 12: ...` into the message and the position, which counts from 0 within the text.
    private static func place(in message: String) -> (message: String, byte: Int?) {
        let mark = "JSON at byte "
        guard message.hasPrefix(mark) else { return (message, nil) }
        let rest = message.dropFirst(mark.count)
        let digits = rest.prefix { $0 != ":" }
        guard let byte = Int(digits) else { return (message, nil) }
        return ("JSON" + rest.dropFirst(digits.count), byte)
    }
}
