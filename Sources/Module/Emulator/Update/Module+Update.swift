import LwM2M
import ObjectHost
import Products

/// The Firmware Update Object, and what the module does when a server asks it for an update.
extension Module {
    private static let object = Path(.firmwareUpdate, 0)

    /// How far an update of the firmware is, over the boots.
    enum UpdateKey {
        static let phase = "module.update"
        /// A server executed Update: the next boot installs the package.
        static let ordered = "ordered"
        /// The boot that installs it is under way.
        static let installing = "installing"
        /// It was installed, and the servers are to hear of it.
        static let installed = "installed"
    }

    // MARK: - Orders

    /// Whether the module reaches its network, so that a download goes on.
    public var isOnline: Bool {
        get { update.isOnline }
        set { perform(update.setOnline(newValue, at: now)) }
    }

    /// `AT+ULWM2M=0` of the types for updates alone: cancels a download. False where there is none.
    public func cancelDownload() -> Bool {
        settle()
        guard let effects = update.cancel() else { return false }
        perform(effects)
        return true
    }

    // MARK: - The Object

    /// Remembers that something of the Object changed; what follows must not be done inside of the request.
    func noteUpdate(_ change: DataModelChange) {
        guard change.path.object == Self.object.object, change.path.depth >= 2 else { return }
        var note = updateNote ?? UpdateNote()
        switch change.path.resource {
        case FirmwareUpdateResource.package?: note.hasContent = true
        case FirmwareUpdateResource.packageURI?, nil: note.hasURI = change.kind == .written
        default: break
        }
        updateNote = note
    }

    /// Follows what requests did to the Object.
    func followUpdate() {
        // What is done here changes the Object again, with nothing to follow from it.
        while let note = updateNote {
            updateNote = nil
            guard isRunning else { return }
            let package: FirmwareUpdate.Package? =
                note.hasContent ? .content : note.hasURI ? .uri(packageURI) : nil
            // Without the Object nobody wants an update.
            perform(update.follow(updateState ?? .idle, package, at: now))
        }
    }

    /// The client starts: what was before the boot comes to its end.
    func beginUpdate() {
        let isInstalled = settings[UpdateKey.phase] == UpdateKey.installed
        hasNewFirmware = isInstalled
        if isInstalled { set(UpdateKey.phase, to: nil) }
        updateNote = nil
        guard let state = updateState else { return }
        perform(update.begin(state, isInstalled: isInstalled, at: now))
        updateNote = nil
    }

    /// The Objects go, and a download with them.
    func endUpdate() {
        update = FirmwareUpdate(isOnline: update.isOnline)
        updateNote = nil
    }

    func perform(_ effects: [FirmwareUpdateEffect]) {
        for effect in effects {
            switch effect {
            case .report(let event): emit(.update(event))
            case .keepPackage: write(FirmwareUpdate.State.downloaded.rawValue, to: FirmwareUpdateResource.state)
            case .end(let result):
                write(Int64(result), to: FirmwareUpdateResource.updateResult)
                // A script that does not know what follows from the result.
                if updateState != .idle { write(FirmwareUpdate.State.idle.rawValue, to: FirmwareUpdateResource.state) }
            case .order: set(UpdateKey.phase, to: UpdateKey.ordered)
            case .reset: pendingRestart = .update
            }
        }
    }

    private func write(_ number: Int64, to resource: ResourceID) {
        make(FactoryInstance(.firmwareUpdate, 0, [resource: .integer(number)]))
    }

    private var updateState: FirmwareUpdate.State? {
        guard case .integer(let number)? = updateValue(FirmwareUpdateResource.state) else { return nil }
        return FirmwareUpdate.State(rawValue: number)
    }

    private var packageURI: String {
        guard case .string(let text)? = updateValue(FirmwareUpdateResource.packageURI) else { return "" }
        return text
    }

    private func updateValue(_ resource: ResourceID) -> ResourceValue? {
        guard host.instances(of: .firmwareUpdate).contains(0),
            case .resource(let resource)? = try? host.read(Self.object.appending(resource), from: .host),
            case .single(let value) = resource.content
        else { return nil }
        return value
    }

    // MARK: - Boots

    /// Seconds that the boot takes longer because it installs a package; 0 where none is to be installed.
    var installationTime: Double {
        guard let phase = settings[UpdateKey.phase], phase != UpdateKey.installed else { return 0 }
        return UpdateAssumptions.installation
    }

    /// A boot begins.
    func beginInstallation() {
        guard installationTime > 0 else { return }
        set(UpdateKey.phase, to: UpdateKey.installing)
        emit(.update(.installing))
    }

    /// The boot is over.
    func endInstallation() {
        guard isReady, settings[UpdateKey.phase] == UpdateKey.installing else { return }
        set(UpdateKey.phase, to: UpdateKey.installed)
    }
}

/// What was written to the Firmware Update Object and is not looked at yet.
struct UpdateNote: Hashable {
    var hasContent = false
    var hasURI = false
}
