import EmbeddedFiles
import Emulator
import FileSystem
import Lua
import LwM2M
import Randomness
import ValueSources

/// What the devices of a fleet do, as defined by a Lua script alongside the Objects: `on_start(device)`,
/// `every(seconds, f)`, `timeline(text)`.
///
/// All devices share one Lua state, with the same sandbox and limits as Object scripts. An error in a call for a device
/// stops that device; the others go on.
package final class FleetScript {
    /// What the script passed to `timeline`.
    package private(set) var timeline = FleetTimeline()
    private let onPrint: (String) -> Void
    weak var fleet: Fleet?

    private let lua: LuaState
    private let file: String
    private let folder: String
    private var makeDevice: LuaFunction?
    private var onStart: LuaFunction?
    private var forAll: [(seconds: Double, function: LuaFunction)] = []
    private var running: [Int: Running] = [:]
    /// The device for which the script is running; nil while it is being loaded.
    private var current: FleetDevice?
    private var sources: [String: [ValueSource]] = [:]

    /// A device known to the script.
    private struct Running {
        let device: FleetDevice
        let table: LuaReference
        var random: SeededSequence
    }

    /// Runs the script, which declares what it wants.
    ///
    /// - Parameters:
    ///   - path: the path of the file.
    ///   - onPrint: receives what the script prints.
    /// - throws: what is wrong with it, with file and line.
    package init(_ path: String, onPrint: @escaping (String) -> Void) throws(FleetError) {
        self.onPrint = onPrint
        file = Paths.name(of: path)
        folder = Paths.directory(of: path)
        let text: [UInt8]
        do throws(FileSystemError) { text = try Files.read(path, limit: 4 << 20) } catch {
            throw FleetError("\(error)")
        }
        do throws(LuaError) {
            lua = try LuaState(limits: LuaLimits(memory: 256 << 20))
            try begin(text)
        } catch {
            throw FleetError("\(error)")
        }
    }

    private func begin(_ text: [UInt8]) throws(LuaError) {
        lua.world.printed = { [unowned self] text, file, line in onPrint("\(file):\(line): \(text)") }
        try registerWords()
        let words = EmbeddedFiles.bytes(of: "Sources/Tools/Fleet/Lua/fleet.lua") ?? []
        if case .function(let made)? = try lua.call(try lua.load(words, named: "fleet words")).first {
            makeDevice = made
        }
        try lua.call(try lua.load(text, named: file))
        switch try lua.global("on_start") {
        case .function(let function): onStart = function
        case .nil: break
        case let other:
            throw LuaError(.runtime, "\(file): on_start is a \(other.typeName); it has to be a function of a device")
        }
    }

    // MARK: - Devices

    /// Handles a device that has booted.
    func begin(_ device: FleetDevice) {
        guard let makeDevice, onStart != nil || !forAll.isEmpty else { return }
        do throws(LuaError) {
            let table = try lua.callKeeping(
                makeDevice,
                [
                    .integer(Int64(device.index)), .text(device.identity.endpoint), .text(device.identity.imei),
                ])
            running[device.index] = Running(
                device: device, table: table,
                random: SeededSequence(seed: device.fleet.plan.seed(of: device.index, purpose: 3)))
        } catch {
            return device.fleet.stop(device, "\(error)")
        }
        for period in forAll { device.call(period.function, every: period.seconds) }
        if let onStart { call(onStart, for: device) }
    }

    /// Calls a function of the script for a device; an error stops that device.
    func call(_ function: LuaFunction, for device: FleetDevice) {
        guard let table = running[device.index]?.table else { return }
        let outer = current
        current = device
        defer { current = outer }
        do throws(LuaError) { try lua.call(function, [.kept(table)]) } catch {
            running[device.index] = nil
            device.fleet.stop(device, "\(error)")
        }
    }

    // MARK: - Words

    private func registerWords() throws(LuaError) {
        try lua.register("every") { [unowned self] (arguments) throws(LuaError) in
            let seconds = try Self.seconds(arguments, 1)
            guard case .function(let function) = try arguments.value(2) else {
                throw try arguments.refusal(2, "a function")
            }
            if let current { current.call(function, every: seconds) } else { forAll.append((seconds, function)) }
            return []
        }
        try lua.register("timeline") { [unowned self] (arguments) throws(LuaError) in
            let text = try arguments.text(1)
            guard current == nil else { throw LuaError(.runtime, "timeline stands outside of functions") }
            do throws(FleetError) { timeline = try FleetTimeline(parsing: text, file: "timeline") } catch {
                throw LuaError(.runtime, "\(error)")
            }
            return []
        }
        try register("write") { [unowned self] (device, arguments) throws(LuaError) in
            try write(try arguments.value(3), to: try arguments.text(2), of: device)
            return []
        }
        try register("read") { (device, arguments) throws(LuaError) in
            [try Self.read(try arguments.text(2), of: device)]
        }
        try register("create") { (device, arguments) throws(LuaError) in
            [try Self.create(try arguments.text(2), of: device)]
        }
        try register("values") { [unowned self] (device, arguments) throws(LuaError) in
            device.add(try sources(try arguments.text(2), for: device))
            return []
        }
        try register("power_cut") { (device, arguments) throws(LuaError) in
            device.cut(.power, seconds: try Self.seconds(arguments, 2))
            return []
        }
        try register("network_loss") { (device, arguments) throws(LuaError) in
            device.cut(.network, seconds: try Self.seconds(arguments, 2))
            return []
        }
        try register("reset") { (device, _) in
            device.reset()
            return []
        }
        try register("register") { (device, _) in
            device.renew()
            return []
        }
        try register("deregister") { (device, _) in
            device.deregister()
            return []
        }
        try register("random") { [unowned self] (device, _) in
            [.number(running[device.index]?.random.nextFraction() ?? 0)]
        }
    }

    /// Registers a method of a device, whose table is its first argument.
    private func register(
        _ name: String, _ body: @escaping (FleetDevice, LuaArguments) throws(LuaError) -> [LuaValue]
    ) throws(LuaError) {
        try lua.register(name, in: "fleet_host") { [unowned self] (arguments) throws(LuaError) in
            guard let number = try arguments.value(1)["number"]?.integer, let device = running[Int(number)]?.device
            else {
                throw LuaError(.runtime, "there is no such device: call its methods as device:\(name)(...)")
            }
            return try body(device, arguments)
        }
    }

    private static func seconds(_ arguments: LuaArguments, _ position: Int) throws(LuaError) -> Double {
        let seconds: Double
        switch try arguments.value(position) {
        case .integer(let value): seconds = Double(value)
        case .number(let value): seconds = value
        default: throw try arguments.refusal(position, "a number of seconds")
        }
        guard seconds >= 0.001, seconds <= 31_536_000 else {
            throw LuaError(.runtime, "bad argument #\(position) (seconds from 0.001 to a year)")
        }
        return seconds
    }

    private func sources(_ text: String, for device: FleetDevice) throws(LuaError) -> [ValueSource] {
        if sources[text] == nil {
            do throws(ValueSourceError) {
                sources[text] = try ValueSourceReader.parse(Array(text.utf8), file: "values", folder: folder)
            } catch {
                throw LuaError(.runtime, "\(error)")
            }
        }
        let seed = device.fleet.plan.seed(of: device.index, purpose: 4)
        return (sources[text] ?? []).map { $0.reseeded(seed) }
    }
}

// MARK: - The Objects of a device

extension FleetScript {
    private func write(_ value: LuaValue, to text: String, of device: FleetDevice) throws(LuaError) {
        let model = try Self.module(of: device).dataModel
        do throws(LwM2MError) {
            let path = try Path(parsing: text)
            guard let object = path.object, let id = path.resource, let definition = model.definition(of: object),
                let resource = definition[id]
            else { throw LwM2MError(.notFound, "\(path) is not defined") }
            guard let given = Self.value(value, as: resource.type) else {
                throw LwM2MError(.badRequest, "a \(value.typeName) is no \(resource.type.rawValue)")
            }
            let content: ResourceContent =
                path.resourceInstance.map { .multiple([ResourceInstance(id: $0, value: given)]) } ?? .single(given)
            try model.write(
                [Resource(id: id, content: content)], to: path,
                mode: path.resourceInstance == nil ? .replace : .partialUpdate, from: .host)
        } catch {
            throw LuaError(.runtime, "\(text): \(error.message)")
        }
    }

    private static func module(of device: FleetDevice) throws(LuaError) -> Module {
        guard let module = device.module else { throw LuaError(.runtime, "the device is stopped") }
        return module
    }

    private static func value(_ value: LuaValue, as type: DataType) -> ResourceValue? {
        switch (value, type) {
        case (.integer(let number), .integer): .integer(number)
        case (.integer(let number), .time): .time(number)
        case (.integer(let number), _): ValueSource.Sample.number(Double(number)).value(as: type)
        case (.number(let number), _): ValueSource.Sample.number(number).value(as: type)
        case (.boolean(let value), .boolean): .boolean(value)
        case (.string(let string), .opaque): .opaque(string.bytes)
        case (.string(let string), _):
            String(utf8: string.bytes).flatMap { ValueSource.Sample.text($0).value(as: type) }
        default: nil
        }
    }

    private static func read(_ text: String, of device: FleetDevice) throws(LuaError) -> LuaValue {
        let model = try module(of: device).dataModel
        do throws(LwM2MError) {
            let value: ResourceValue?
            switch try model.read(try Path(parsing: text), from: .host) {
            case .resource(let resource):
                guard case .single(let single) = resource.content else {
                    throw LwM2MError(.badRequest, "it has several values: name one of them")
                }
                value = single
            case .resourceInstance(let instance): value = instance.value
            case .object, .instance: throw LwM2MError(.badRequest, "it is no Resource")
            }
            return value.map(luaValue) ?? .nil
        } catch {
            throw LuaError(.runtime, "\(text): \(error.message)")
        }
    }

    private static func luaValue(_ value: ResourceValue) -> LuaValue {
        switch value {
        case .string(let text), .corelnk(let text): .text(text)
        case .integer(let number), .time(let number): .integer(number)
        case .unsignedInteger(let number): Int64(exactly: number).map { .integer($0) } ?? .number(Double(number))
        case .float(let number): .number(number)
        case .boolean(let value): .boolean(value)
        case .opaque(let bytes): .string(LuaString(bytes))
        case .objectLink(let link): .text("\(link.object):\(link.instance)")
        }
    }

    private static func create(_ text: String, of device: FleetDevice) throws(LuaError) -> LuaValue {
        let model = try module(of: device).dataModel
        do throws(LwM2MError) {
            let path = try Path(parsing: text)
            let id = try model.create(path, with: [], from: .host)
            return .text(Path(path.object ?? 0, id).description)
        } catch {
            throw LuaError(.runtime, "\(text): \(error.message)")
        }
    }
}
