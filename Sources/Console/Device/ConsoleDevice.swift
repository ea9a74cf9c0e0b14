public import FileSystem
import Lua
import LwM2M
public import Modem
public import ObjectHost

/// The device behind the console: Objects from files, served by a host that can be replaced when a script hangs.
///
/// The instances and their values are kept outside of the scripts after each change, as the module keeps them in flash.
public final class ConsoleDevice {
    /// Receives what happens beside the answers, as it happens.
    public var onEvent: ((ConsoleEvent) -> Void)?
    public private(set) var host: ObjectHost

    var settings: DeviceSettings
    var sources: [ObjectSource] = []
    var saved = SavedState()
    /// Events of a start that may have to be made again; nil while they go out at once.
    private var held: [ConsoleEvent]?
    /// Why the module restarts as soon as the request is answered.
    private var restartReason: String?
    private var forgetsInstances = false

    /// A device without Objects; `start` loads them.
    ///
    /// - throws: `.setup` where the limits are too small for any host.
    public init(_ settings: DeviceSettings) throws(ObjectHostError) {
        self.settings = settings
        host = try Self.makeHost(settings)
        connect()
    }

    /// The module that this is.
    public var product: Product { Product.named(settings.bindings.product) ?? .default }

    /// The number of the operator profile.
    public var profile: Int { settings.profile ?? product.factoryProfile }

    /// The Objects, sorted by id.
    public var objects: [ObjectSummary] {
        host.objects.values.sorted { $0.id < $1.id }.map { object in
            ObjectSummary(
                definition: object.definition, fileName: object.fileName,
                instances: host.instances(of: object.id).sorted())
        }
    }

    /// Loads what the settings name, with the instances that an earlier run kept.
    ///
    /// - throws: where the folder cannot be listed.
    public func start() throws(FileSystemError) -> [LoadReport] {
        takeKeptProfile()
        takeKeptInstances()
        if let folder = settings.folder {
            if Files.status(folder)?.kind == .file {
                sources = [ObjectSource(path: folder, fileName: Paths.name(of: folder), isSingle: true)]
            } else {
                sources = try ObjectSource.folder(folder)
            }
        } else {
            sources = ObjectSource.builtIn(for: product, under: settings.profile)
        }
        var reports: [LoadReport] = []
        for index in sources.indices { reports.append(loadSource(at: index)) }
        return reports
    }

    // MARK: - Requests

    /// What a request may have changed.
    enum Change {
        case nothing
        /// The instance that it named.
        case instance(Path)
        /// Anything in an Object: an Execute does what its script likes.
        case object(ObjectID?)
    }

    /// Runs a request on the host and keeps what it changed. `settle` follows when it has been answered.
    func request<Result>(
        changing change: Change = .nothing, _ body: (ObjectHost) throws(LwM2MError) -> Result
    ) throws(LwM2MError) -> Result {
        let result = try body(host)
        switch change {
        case .nothing: break
        case .instance(let path): save(path)
        case .object(let id): if let id { save(id) }
        }
        return result
    }

    // Up to this many instances all of an Object is saved at each change, so that what a script does to its other
    // instances is kept as well; beyond it that would take too long, and the instance named is saved.
    private static let fewInstances = 64

    /// Keeps an instance as it is now, or all of its Object where that has few.
    func save(_ path: Path) {
        guard let id = path.object, let instance = path.instance, !host.isDead else { return }
        guard saved.instances(of: id).count > Self.fewInstances else { return save(id) }
        do throws(LuaError) {
            try saved.save(id, instance: instance, of: host)
        } catch {
            return emit(.fault("\(path) could not be saved: \(error)"))
        }
        keep(id, instance)
    }

    /// Keeps the instances of an Object as they are now.
    func save(_ id: ObjectID) {
        guard !host.isDead else { return }
        do throws(LuaError) {
            try saved.save(id, of: host)
        } catch {
            return emit(.fault("the instances of /\(id) could not be saved: \(error)"))
        }
        keep(id)
    }

    /// Forgets an instance that was deleted.
    func forget(_ path: Path) {
        guard let id = path.object, let instance = path.instance else { return }
        guard saved.instances(of: id).count > Self.fewInstances else { return save(id) }
        saved.drop(id, instance: instance)
        keep(id, instance)
    }

    /// Forgets all instances of an Object.
    func forget(_ id: ObjectID) {
        saved.drop(id)
        keep(id)
    }

    /// Restarts the module where a request asked for it or left a script that hangs.
    public func settle() {
        if host.isDead { restartReason = "the watchdog ended a script that hung" }
        guard let reason = restartReason else { return }
        restart(reason: reason)
    }

    /// Restarts the module as soon as the command is answered, without its instances.
    func restartAfresh(reason: String) {
        restartReason = reason
        forgetsInstances = true
    }

    /// Starts the module again: a new host, the same files, the saved instances.
    private func restart(reason: String) {
        restartReason = nil
        emit(.restart(reason: reason))
        if forgetsInstances { forgetAll() }
        forgetsInstances = false
        var broken: Set<Int> = []
        while !rebuild(without: &broken) {}
        restartReason = nil
    }

    /// Builds a host from the texts that were served; false where a script hung and it has to be done again.
    private func rebuild(without broken: inout Set<Int>) -> Bool {
        held = []
        defer {
            let events = held ?? []
            held = nil
            for event in events { onEvent?(event) }
        }
        guard let fresh = try? Self.makeHost(settings) else {
            emit(.fault("there is no memory for a new start"))
            return true
        }
        host = fresh
        connect()
        for index in sources.indices where !broken.contains(index) {
            guard let text = sources[index].text else { continue }
            sources[index].object = nil
            do throws(ObjectHostError) {
                let source = sources[index]
                sources[index].object = try host.load(text, fileName: source.fileName, offering: source.offered).id
            } catch {
                emit(
                    .load(
                        LoadReport(
                            fileName: sources[index].fileName, result: .failed(reason: error.report, keepsOld: false))))
                broken.insert(index)
            }
            if host.isDead { return false }
            guard let id = sources[index].object else { continue }
            giveBack(id)
            if host.isDead { return false }
        }
        return true
    }

    // MARK: - Events

    func emit(_ event: ConsoleEvent) {
        if held != nil { held?.append(event) } else { onEvent?(event) }
    }

    func connect() {
        host.onEvent = { [unowned self] event in
            switch event {
            case .urc(let text): emit(.urc(text))
            case .pulse(let pin): emit(.pulse(pin: pin))
            case .reboot: restartReason = "lua_system_reboot"
            case .factoryReset:
                forgetsInstances = true
                emit(.factoryReset)
            case .print(let text, let file, let line): emit(.print(file: file, line: line, text: text))
            case .log(let text): emit(.fault(text))
            }
        }
    }

    private static func makeHost(_ settings: DeviceSettings) throws(ObjectHostError) -> ObjectHost {
        try ObjectHost(bindings: settings.bindings, clock: SystemClock(), limits: settings.limits)
    }
}

extension ObjectHostError {
    /// The error with the calls that led to it, where there are any of the script's.
    var report: String {
        let calls = cause?.traceback ?? ""
        return calls.split(separator: "\n").contains { $0.hasPrefix("\t\(file):") }
            ? description + "\n" + calls : description
    }
}
