package import Lua
package import LwM2M

/// Runs the scripts of one device and serves its Objects.
///
/// It has one owner and works synchronously; the events of a request have been delivered when the request is answered.
package final class ObjectHost {
    /// The one Lua state of the device.
    package let lua: LuaState
    /// The time that the scripts see.
    package var clock: any HostClock
    /// What the scripts see of the module; a change takes effect immediately.
    package var bindings: ScriptBindings { didSet { bindingsChanged(from: oldValue) } }
    /// Which servers exist and what they may do.
    package var accessControl = AccessControl() { didSet { openTo = .init(accessControl.servers) } }
    /// Whether a single Write or a Create that a script refuses leaves no trace. On a module, what the script did
    /// before it refused remains; only a Write of several values is always undone.
    @exclusivity(unchecked) package var undoesRefusals = false
    /// Receives what the Objects do besides answering.
    package var onEvent: ((HostEvent) -> Void)?
    /// Receives each change of the Objects, once the operation that made it has succeeded.
    package var onChange: ((DataModelChange) -> Void)?
    /// Files that `require` finds in addition to the run-time modules, and before them.
    package var moduleSource: ((_ name: String) -> (text: [UInt8], file: String)?)?
    /// Called with each Object before it is served.
    package var prepareObject: ((LoadedObject) throws(LuaError) -> Void)?
    /// The Objects by id.
    package internal(set) var objects: [ObjectID: LoadedObject] = [:]

    let methods: ContractMethods
    let modules: RuntimeModules
    /// The requesters that need no rights, kept for the dispatch path.
    @exclusivity(unchecked) private(set) var openTo = Openness([])
    /// Events of a request that may still be undone; nil while they are sent immediately.
    var heldEvents: [HostEvent]?
    /// The number of bytes of the held events.
    private var heldBytes = 0
    /// Whether log lines have been left out since the last one.
    private var isLeavingOut = false
    /// The Object found last, because requests come in groups. The host is synchronous and has one owner, so two
    /// accesses never overlap; checking that at run time would cost a tenth of a request.
    @exclusivity(unchecked) var recentObject: LoadedObject? {
        didSet { recent = recentObject?.hidden.isEmpty == true ? recentObject?.served : nil }
    }
    /// The same without reference counting; nil if each Resource must be checked, because some are hidden.
    @exclusivity(unchecked) private(set) var recent: ServedObject?
    /// What it has in common with other hosts; nil for nothing.
    let shared: SharedObjects?
    /// Whether a script has asked for the IMEI.
    var hasToldIMEI = false
    /// Whether the entries are to be read again; nil while each change of Object 2 has that done at once.
    var hasNewEntries: Bool?
    var kept: [KeptState] = []
    /// What each instance of Object 2 protects.
    var entryInstances: [ObjectInstanceID: EntryTarget] = [:]
    /// The servers from Objects 0 and 1.
    var accounts: Set<ShortServerID> = []

    /// A host with the run-time modules and bindings in place, and no Objects.
    ///
    /// - throws: `.setup` if the limits are too small for that.
    package init(
        bindings: ScriptBindings, clock: any HostClock = SystemClock(), limits: LuaLimits = LuaLimits(),
        shared: SharedObjects? = nil
    ) throws(ObjectHostError) {
        do throws(LuaError) {
            lua = try LuaState(limits: limits)
            lua.sharedCode = shared?.code
            self.shared = shared
            self.bindings = bindings
            self.clock = clock
            modules = try RuntimeModules(in: lua)
            methods = try ContractMethods(in: lua)
            try lua.keepWords(TypeWords.words)
            connect()
            try registerBindings()
        } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
    }

    /// A host that begins as another one was when its image was made, and shares with it the memory that it does not
    /// write.
    ///
    /// - throws: `.setup` if the system has no memory for it.
    package init(from image: HostImage, clock: any HostClock, seed: UInt64) throws(ObjectHostError) {
        let origin = image.host
        do throws(LuaError) { lua = try LuaState(from: image.scripts, seed: seed) } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
        (shared, bindings, self.clock) = (origin.shared, origin.bindings, clock)
        (modules, methods) = (origin.modules, origin.methods)
        (objects, accessControl) = (origin.objects, origin.accessControl)
        (entryInstances, accounts) = (origin.entryInstances, origin.accounts)
        undoesRefusals = origin.undoesRefusals
        openTo = origin.openTo
        connect()
        provideBindings()
    }

    /// The ids of all Objects, in the order in which the module lists them.
    ///
    /// The module walks one Lua table, into which the Objects were entered as their files were loaded.
    package var objectIDs: [ObjectID] {
        guard let ids = try? modules.objectIDs(in: lua) else { return objects.keys.sorted() }
        return ids.filter { objects[$0] != nil }
    }

    /// The definition of an Object as stated by its script; nil if it is not loaded.
    package func definition(of id: ObjectID) -> ObjectDefinition? { objects[id]?.definition }

    /// Passes an event on, or keeps it until the request is certain to succeed.
    func emit(_ event: HostEvent) {
        if heldEvents != nil {
            heldEvents?.append(event)
        } else {
            onEvent?(event)
        }
    }

    /// Logs a line, truncated if it is long. Lines beyond what a call may output are left out.
    func log(_ line: String) {
        if (try? lua.countEmission(of: line.utf8.count)) != nil {
            isLeavingOut = false
            emit(.log(Excerpt.of(line)))
        } else if !isLeavingOut {
            isLeavingOut = true
            emit(.log("one call gave out as many lines as it may: the others are left out"))
        }
    }

    /// Counts what a script is about to output.
    ///
    /// - throws: `.runtime`, naming the limit.
    func count(_ bytes: Int) throws(LuaError) {
        try lua.countEmission(of: bytes)
        guard hold(bytes) else {
            throw LuaError(.runtime, "one request may give out \(mostHeld) bytes of lines and URCs at most")
        }
    }

    private var mostHeld: Int { 4 * lua.limits.emission }

    /// Counts what is kept until a request is certain to succeed; false if it is too much.
    private func hold(_ bytes: Int) -> Bool {
        guard heldEvents != nil else { return true }
        heldBytes += bytes + 64
        return heldBytes <= mostHeld
    }

    /// Reports what changed, if there is a listener.
    func changed(_ kind: DataModelChange.Kind, _ path: Path, by requester: Requester) {
        if let object = path.object, object <= .accessControl, kind != .added { followRights(path) }
        if let onChange { onChange(DataModelChange(kind, path, by: requester)) }
    }

    /// Runs a part of a request whose events take effect only if all of it succeeds; the log is written in any case.
    func holdingEvents<Result>(_ body: () throws(LwM2MError) -> Result) throws(LwM2MError) -> Result {
        guard heldEvents == nil else { return try body() }
        heldEvents = []
        heldBytes = 0
        do throws(LwM2MError) {
            let result = try body()
            let events = heldEvents ?? []
            heldEvents = nil
            for event in events { emit(event) }
            return result
        } catch {
            let events = heldEvents ?? []
            heldEvents = nil
            for case .log(let line) in events { emit(.log(line)) }
            throw error
        }
    }

    /// The Object with an id.
    ///
    /// - throws: 4.04.
    func object(_ id: ObjectID?) throws(LwM2MError) -> LoadedObject {
        guard let id else { throw LwM2MError(.badRequest, "the path / names no Object") }
        if let recentObject, recentObject.id == id { return recentObject }
        guard let object = objects[id] else { throw LwM2MError(.notFound, "Object \(id) is not loaded") }
        recentObject = object
        return object
    }

    /// The Object of a path, provided that the Resource, if the path names one, is not hidden.
    ///
    /// - throws: 4.04.
    func object(at path: Path) throws(LwM2MError) -> LoadedObject {
        let object = try object(path.object)
        if !object.hidden.isEmpty, let resource = path.resource, object.hidden.contains(resource) {
            throw LwM2MError(.notFound, "\(path) is not part of \(bindings.product)")
        }
        return object
    }

    private func connect() {
        lua.world.unixTime = { [unowned self] in clock.unixTime }
        lua.world.processorTime = { [unowned self] in clock.uptime }
        lua.world.printed = { [unowned self] text, file, line in
            if hold(text.utf8.count) { emit(.print(text: text, file: file, line: line)) }
        }
        lua.world.module = { [unowned self] name in moduleSource?(name) ?? RuntimeModules.source(of: name) }
    }
}

/// Something that an Object did besides answering.
package enum HostEvent: Hashable, Sendable {
    /// `lua_send_urc`: the text after `+ULWM2MNOTIFY: `.
    case urc(LuaString)
    /// `lua_send_pulse`: the GPIO id.
    case pulse(pin: Int64)
    /// `lua_system_reboot`.
    case reboot
    /// `lua_system_factory_reset`.
    case factoryReset
    /// `print`, with the file and line that called it.
    case print(text: String, file: String, line: Int)
    /// A fault of a script or an oddity in what it returned, for the log: `object_x.lua:41: /3300/0/5700 read by ...`.
    case log(String)
}

/// An Object as the dispatch path passes it on.
struct ServedObject {
    let id: ObjectID
    let table: LuaSlot
    /// Whether one of its Resources is multiple.
    let hasMultiple: Bool
}

/// Who requested what, for the log.
struct RequestContext {
    /// The file of the Object.
    var file: String
    var path: Path
    var operation: ScriptOperation
    var requester: Requester
}
