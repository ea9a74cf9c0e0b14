package import LwM2M
package import Products
package import Storage

/// What commands order; most of it takes effect at the next boot.
extension Module {
    /// `AT+ULWM2M=0`.
    package func enableClient() { order { $0.enable() } }

    /// `AT+ULWM2M=1`; with `forGood` `AT+ULWM2M=1,1`.
    package func disableClient(forGood: Bool = false) {
        followRequests()
        apply { $0.disable(at: now, forGood: forGood) }
    }

    /// `AT+ULWM2M=2`: removes the database; the next start creates a new one.
    package func resetClient() {
        followRequests()
        apply { $0.reset(at: now) }
    }

    /// `AT+UMNOPROF`: another operator profile from the next boot on.
    package func changeProfile(to number: Int) {
        // The profile has been chosen explicitly: a different desk or factory state does not change that.
        nvm[.profile] = cycle.settings.profile
        order { $0.changeProfile(to: number) }
    }

    /// The boot applied the ordered profile: settings that belong to it return to that profile's values.
    ///
    /// - Source: UBX-18068860 R09 §3.7, §4.1 for `+ULWM2MCONFIG`.
    func forgetSettingsOfProfile(_ old: Int) {
        let new = cycle.settings.profile
        switch product.commands.configurationReset {
        case .profileAndBack: if new != old { configurations.forgetAll() }
        case .clientReset: configurations.forgetAll()
        case .factoryReset, .none: break
        }
        if PDPContext.first(on: product, profile: old) != PDPContext.first(on: product, profile: new) {
            contextTable.forgetAll()
        }
    }

    /// `AT+UFACTORY`: what the next boot erases.
    package func orderFactoryReset(files: Bool, settings: Bool) {
        order { $0.orderFactoryReset(files: files, settings: settings) }
    }

    /// `+ULWM2MCONFIGEXT`: the client's row; its production mode takes effect at the next boot.
    package func configure(_ row: ClientConfiguration) {
        configurations.keep(row)
        if let mode = row.productionMode { setProductionMode(mode) }
    }

    /// The production mode, from the next boot on.
    package func setProductionMode(_ mode: ProductionMode) { order { $0.settings.productionMode = mode } }

    /// Removes a file; object.db is deleted at once and created again at the next boot.
    ///
    /// - throws: as `Flash.delete`.
    package func deleteFile(_ name: String, _ tag: FlashTag = .user) throws(FlashError) {
        let files = files
        if tag == .client, name == Store.fileName, try files.isInFlash(name, tag) {
            database.closeForRemoval()
            apply { cycle in
                cycle.databaseRemoved()
                return nil
            }
        }
        try files.delete(name, tag)
    }
}

/// Objects that are added and removed while the client is running.
extension Module {
    /// `+ULWM2MADD`: loads an Object from a file in the flash; it has no instances.
    ///
    /// - throws: 5.03 if the client is not running; 4.05 if the product does not accept Objects; 4.04 if there is no
    ///   such file; 4.00 if it cannot be loaded, which will also stop the next start as long as the file exists.
    @discardableResult
    package func addObject(file name: String) throws(LwM2MError) -> ObjectID {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        if let why = product.whyNoLua { throw LwM2MError(.methodNotAllowed, why) }
        let text: [UInt8]
        do throws(FlashError) { text = try files.read(name, .objects) } catch {
            throw LwM2MError(.notFound, error.description)
        }
        return try objects.add(name, text)
    }

    /// `+ULWM2MREMOVE`: removes an Object and its instances from memory; its file stays.
    ///
    /// - throws: 5.03 if the client is not running, 4.04 for an Object that does not exist.
    package func removeObject(_ id: ObjectID) throws(LwM2MError) {
        guard isRunning else { throw LwM2MError(.serviceUnavailable, whyNotRunning) }
        try objects.remove(id)
    }
}

/// Saving while a caller waits for it.
extension Module {
    /// `AT+ULWM2MWRITE=""`: saves now. False if the product does not accept it.
    ///
    /// - throws: why it cannot be saved; nothing is lost, and the next save tries again.
    package func saveNow() throws(StoreError) -> Bool {
        followRequests()
        let before = database.failureCount
        guard apply({ $0.commit() }) else { return false }
        // This cannot wait for a change: NVM values that an earlier command could not store.
        if database.failureCount == before { database.flush() }
        if database.failureCount != before, let failure = database.failure { throw failure }
        return true
    }

    /// Saves before a request is answered, if each change is saved at once. Retries whatever an earlier save could not
    /// store.
    ///
    /// - throws: 5.00 if it cannot be saved: the change stays in place, and the next save tries again.
    func saveIfAlways() throws(LwM2MError) {
        guard cycle.policy.delay == 0 else { return }
        copyChangedInstances()
        let before = database.failureCount
        while isRunning, apply({ $0.commitAtOnce() }) {
            guard database.failureCount == before else {
                throw LwM2MError(.internalServerError, "changed, but not saved: \(database.whyNotSaved)")
            }
        }
    }

    /// The same at the end of a command, for changes that it made beyond its request.
    ///
    /// - throws: as above.
    package func saveWhatCommandChanged() throws(LwM2MError) {
        if database.copies.isBehind { try saveIfAlways() }
    }
}

/// Updates of the firmware.
extension Module {
    /// Whether the module can reach its network, so that a download proceeds.
    package var isOnline: Bool {
        get { updater.isOnline }
        set { updater.setOnline(newValue, at: now) }
    }

    /// `AT+ULWM2M=0` on the types that have it only for updates: cancels a download. False if there is none.
    package func cancelDownload() -> Bool {
        followRequests()
        return updater.cancelDownload()
    }
}
