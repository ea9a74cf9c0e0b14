package import LwM2M
package import LwM2MClient
package import ObjectHost
package import Storage

/// Something that happened in the module unsolicited, or in addition to an answer.
package enum ModuleEvent: Hashable, Sendable {
    /// The life cycle has moved on; this is the new state.
    case state(LifeCycleState)
    /// What the client as a whole reports, `+ULWM2MSTAT` with the events 4 and 5.
    case client(ClientEvent)
    /// What happens with a server, `+ULWM2MSTAT` with the events 0 to 3 and 6.
    case server(ServerEvent)
    /// What happens with a firmware update, `+UFOTASTAT` and the old form of `+ULWM2MSTAT`.
    case update(UpdateEvent)
    /// `lua_send_urc`: the bytes after `+ULWM2MNOTIFY: `.
    case notify([UInt8])
    /// Any other URC, as printed on the AT line. It comes from the AT side; the module itself never emits it.
    case urc(String)
    /// `lua_send_pulse`: the GPIO id.
    case pulse(pin: Int64)
    /// `print` of a script, with the file and line that called it.
    case print(text: String, file: String, line: Int)
    /// A fault of a script or of the flash, for people.
    case log(String)
    /// `lua_system_factory_reset`: the next boot returns to the factory profile.
    case factoryReset
    /// The module switches off, to boot again.
    case restart(RestartReason)
    /// The Objects changed.
    case changed(DataModelChange)
    /// A different SIM card is in the module, or none.
    case simChanged
    /// The result of loading an Object file, if it is to be reported.
    case load(LoadReport)
    /// NVM has its factory values again: anything read from `settings` is invalid.
    case settingsErased
}

/// A listener to the events of a module; to be kept for `removeListener`.
package struct ModuleListener: Hashable, Sendable {
    fileprivate let number: Int
}

/// The listeners that receive the events of a module, in the order in which they were added.
struct ModuleListeners {
    private(set) var all: [(id: ModuleListener, body: (ModuleEvent) -> Void)] = []
    private var count = 0

    mutating func add(_ body: @escaping (ModuleEvent) -> Void) -> ModuleListener {
        count += 1
        let listener = ModuleListener(number: count)
        all.append((listener, body))
        return listener
    }

    mutating func remove(_ listener: ModuleListener) { all.removeAll { $0.id == listener } }
}

/// Why a module cannot be created.
package enum ModuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The limits leave no room for any script.
    case host(ObjectHostError)
    /// The database cannot be opened, read or written.
    case store(StoreError)

    /// Why, for people.
    package var description: String {
        switch self {
        case .host(let error): error.description
        case .store(let error): error.description
        }
    }
}

/// The result of loading one file.
package struct LoadReport: Hashable, Sendable {
    /// The possible results.
    package enum Result: Hashable, Sendable {
        /// The Object is served.
        case loaded(ObjectID)
        /// The Object is served from the new text; nil for instances that were kept, otherwise why they were not.
        case reloaded(ObjectID, instancesDropped: String?)
        /// The text is the same as before.
        case unchanged(ObjectID)
        /// The file is gone, and its Object with it.
        case removed
        /// The file could not be loaded; whether an older version of its text is still served.
        case failed(reason: String, keepsOld: Bool)
    }

    /// As the user named it, or as it is named in the folder.
    package var fileName: String
    /// What happened to it.
    package var result: Result

    /// The result for the file with this name.
    package init(fileName: String, result: Result) {
        self.fileName = fileName
        self.result = result
    }

    /// Whether the file could not be loaded.
    package var isFailure: Bool { if case .failed = result { true } else { false } }
}

extension LoadReport: CustomStringConvertible {
    /// `object_x.lua: loaded /3300`. The reason of a failure names the file itself.
    package var description: String {
        switch result {
        case .loaded(let id): "\(fileName): loaded /\(id)"
        case .reloaded(let id, nil): "\(fileName): reloaded /\(id), instances kept"
        case .reloaded(let id, let why?): "\(fileName): reloaded /\(id), instances dropped: \(why)"
        case .unchanged(let id): "\(fileName): unchanged /\(id)"
        case .removed: "\(fileName): removed"
        case .failed(let reason, let keepsOld): reason + (keepsOld ? "\nthe old \(fileName) is still served" : "")
        }
    }
}
