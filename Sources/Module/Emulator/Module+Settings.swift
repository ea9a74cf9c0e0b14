import ObjectHost
import Products
import Storage

/// NVM: values by name.
///
/// The names that begin with `module.` are the module's own. In the flash they stand in the table `setting` of
/// object.db, committed at once; without a flash they live as long as the module.
extension Module {
    /// Sets a value of NVM; nil forgets it.
    ///
    /// - Parameter isVolatile: whether it goes with the power instead of being stored.
    public func set(_ name: String, to value: String?, isVolatile: Bool = false) {
        // The same again is how a host repeats what could not be stored.
        let isStored = !unstored.settings.contains(name) || isVolatile
        guard settings[name] != value || volatileSettings.contains(name) != isVolatile || !isStored else { return }
        settings[name] = value
        if isVolatile, value != nil { volatileSettings.insert(name) } else { volatileSettings.remove(name) }
        guard !isVolatile else { return }
        unstored.settings.insert(name)
        flush()
    }

    /// The number of the operator profile in use; behind profile 1 the one that the SIM selects.
    public var profile: Int {
        let number = cycle.settings.profile
        return number == 1 ? cycle.profileOfSIM ?? number : number
    }

    // MARK: - What the life cycle keeps

    enum Key {
        static let profile = "module.profile"
        static let isEnabled = "module.enabled"
        static let productionMode = "module.production_mode"
        static let productionSIM = "module.production_sim"
        static let nextProfile = "module.next.profile"
        static let erasesFiles = "module.next.erases_files"
        static let erasesSettings = "module.next.erases_settings"
        /// The profile for which the database was made; without it there is none.
        static let database = "module.database"
        static let replaced = "module.replaced_objects"
        static let deleted = "module.deleted_files"
    }

    /// Begins with what the flash has.
    func takeSettings() {
        guard let store else { return }
        do throws(StoreError) {
            let state = try store.state()
            settings = state.settings
            registrationsHere = state.registrations
            keeping.saved = state.instances
            keeping.current = state.instances
        } catch {
            emit(.log("the flash: \(error)"))
        }
        var kept = cycle.settings
        if let profile = settings[Key.profile].flatMap({ Int($0) }) {
            kept = LifeCycleSettings(product, profile: profile, newModule: configuration.newModule)
        }
        if let isEnabled = settings[Key.isEnabled] { kept.isEnabled = isEnabled == "1" }
        if kept.productionMode != nil, let isOn = settings[Key.productionMode] {
            kept.productionMode = ProductionMode(isOn: isOn == "1", sim: settings[Key.productionSIM] ?? "")
        }
        kept.nextProfile = settings[Key.nextProfile].flatMap { Int($0) }
        kept.erasesFiles = settings[Key.erasesFiles] == "1"
        kept.erasesSettings = settings[Key.erasesSettings] == "1"
        cycle.settings = kept
    }

    /// Another profile than the kept one was asked for: it holds from the first boot on, with a new database.
    func takeProfile() {
        guard let asked = configuration.profile else { return }
        if asked != cycle.settings.profile {
            cycle.settings = LifeCycleSettings(product, profile: asked, newModule: configuration.newModule)
            removeDatabase()
        }
        set(Key.profile, to: String(asked))
        keepCycle()
    }

    /// Keeps what differs from a new module under the profile.
    func keepCycle() {
        let kept = cycle.settings
        let first = LifeCycleSettings(product, newModule: configuration.newModule)
        if kept.profile != first.profile || settings[Key.profile] != nil {
            set(Key.profile, to: String(kept.profile))
        }
        let under = LifeCycleSettings(product, profile: kept.profile, newModule: configuration.newModule)
        set(Key.isEnabled, to: kept.isEnabled == under.isEnabled ? nil : kept.isEnabled ? "1" : "0")
        let mode = kept.productionMode == under.productionMode ? nil : kept.productionMode
        set(Key.productionMode, to: mode.map { $0.isOn ? "1" : "0" })
        set(Key.productionSIM, to: mode?.sim)
        set(Key.nextProfile, to: kept.nextProfile.map { String($0) })
        set(Key.erasesFiles, to: kept.erasesFiles ? "1" : nil)
        set(Key.erasesSettings, to: kept.erasesSettings ? "1" : nil)
        if boundProfile != profile { bindingsChanged() }
    }

    func eraseSettings() {
        for name in settings.keys.sorted() where name != Key.database { set(name, to: nil) }
        emit(.settingsErased)
    }

    // MARK: - What scripts see

    func bindingsChanged() {
        boundProfile = profile
        host.bindings = bindings
    }

    func simChanged() {
        cycle.imsi = sim?.imsi ?? ""
        bindingsChanged()
    }

    /// What scripts see of the module now.
    var bindings: ScriptBindings {
        var bindings = product.bindings
        bindings.imei = imei
        bindings.msisdn = sim?.msisdn ?? ""
        bindings.carrierID = carrierID ?? profile
        if configuration.takesEitherURCForm { bindings.urcForm = .either }
        return bindings
    }
}
