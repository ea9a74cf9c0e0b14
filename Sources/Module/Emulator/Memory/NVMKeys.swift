import Products

// What the module itself stores in NVM.

extension NVMKey<Int> {
    /// The operator profile that was chosen; if missing, that of a new module.
    static var profile: Self { Self("module.profile") }
    /// The operator profile to which the next boot switches.
    static var nextProfile: Self { Self("module.next.profile") }
    /// The operator profile for which the database was created; if missing, there is no database.
    static var database: Self { Self("module.database") }
}

extension NVMKey<Bool> {
    /// Whether the client is enabled, if that differs from a new module under the profile.
    static var isEnabled: Self { Self("module.enabled") }
    static var productionMode: Self { Self("module.production_mode") }
    /// Whether the next boot erases all files.
    static var erasesFiles: Self { Self("module.next.erases_files") }
    /// Whether the next boot resets NVM to its factory values.
    static var erasesSettings: Self { Self("module.next.erases_settings") }
}

extension NVMKey<String> {
    /// What the host said of itself, by `+ODIS` and `+UHOSTDEV`: it goes with the files and with the profile.
    package static var hostDevice: Self { Self("at.odis") }
    static var productionSIM: Self { Self("module.production_sim") }
    /// Present once the contexts differ from those of the profile.
    static var hasContexts: Self { Self("module.contexts") }
}

extension NVMKey<[String]> {
    /// The built-in Objects that are replaced by files of the flash.
    static var replacedObjects: Self { Self("module.replaced_objects") }
    /// The built-in Objects that were deleted, on products where they are files.
    static var deletedFiles: Self { Self("module.deleted_files") }
}

extension NVMKey<FirmwareUpdater.Phase> {
    static var update: Self { Self("module.update") }
}

extension NVM {
    /// The stored settings of the life cycle.
    ///
    /// - Parameter first: those of a new module.
    func lifeCycleSettings(
        of product: Product, newModule: NewModule, first: LifeCycleSettings
    ) -> LifeCycleSettings {
        var kept = first
        if let profile = self[.profile] { kept = LifeCycleSettings(product, profile: profile, newModule: newModule) }
        if let isEnabled = self[.isEnabled] { kept.isEnabled = isEnabled }
        if kept.productionMode != nil, let isOn = self[.productionMode] {
            kept.productionMode = ProductionMode(isOn: isOn, sim: self[.productionSIM] ?? "")
        }
        kept.nextProfile = self[.nextProfile]
        kept.erasesFiles = self[.erasesFiles] ?? false
        kept.erasesSettings = self[.erasesSettings] ?? false
        return kept
    }

    /// Stores what differs from a new module under the profile.
    func keep(_ settings: LifeCycleSettings, of product: Product, newModule: NewModule) {
        let first = LifeCycleSettings(product, newModule: newModule)
        if settings.profile != first.profile || holds(.profile) { self[.profile] = settings.profile }
        let under = LifeCycleSettings(product, profile: settings.profile, newModule: newModule)
        self[.isEnabled] = settings.isEnabled == under.isEnabled ? nil : settings.isEnabled
        let mode = settings.productionMode == under.productionMode ? nil : settings.productionMode
        self[.productionMode] = mode?.isOn
        self[.productionSIM] = mode?.sim
        self[.nextProfile] = settings.nextProfile
        self[.erasesFiles] = settings.erasesFiles ? true : nil
        self[.erasesSettings] = settings.erasesSettings ? true : nil
    }
}
