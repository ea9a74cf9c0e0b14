import LwM2M
import Products

/// The Firmware Update Object, and what the module does when a server requests an update through it.
///
/// It follows the State of the Object on the module's clock, and keeps the progress of an installation in NVM across
/// boots.
final class FirmwareUpdater {
    /// The progress of an installation.
    enum Phase: String, NVMValue {
        /// A server executed Update: the next boot installs the package.
        case ordered
        /// The boot that installs it is in progress.
        case installing
        /// It was installed, and the servers must be told.
        case installed
    }

    /// What was written to the Object and has not been followed yet.
    private struct Request {
        var hasContent = false
        var hasURI = false
    }

    private static let object = Path(.firmwareUpdate, 0)

    private var update = FirmwareUpdate()
    private var request: Request?
    /// Whether the boot before the last start of the client installed new firmware.
    private(set) var hasNewFirmware = false
    private let objects: ObjectShelf
    private let nvm: NVM

    /// Receives what the host and the servers must be told.
    var onEvent: (UpdateEvent) -> Void = { _ in }
    /// Called when the module must be reset for the installation.
    var onReset: () -> Void = {}

    init(_ objects: ObjectShelf, _ nvm: NVM) {
        self.objects = objects
        self.nvm = nvm
    }

    // MARK: - Download

    /// When something next happens on its own, in seconds; nil if nothing is due.
    var nextDeadline: Double? { update.nextDeadline }

    /// Does everything that is due.
    func advance(to time: Double) {
        if let effects = update.step(to: time) { perform(effects) }
    }

    /// Whether the module can reach its network, so that a download proceeds.
    var isOnline: Bool { update.isOnline }

    /// The module found its network or lost it.
    func setOnline(_ isOnline: Bool, at time: Double) { perform(update.setOnline(isOnline, at: time)) }

    /// Cancels a download. False if there is none.
    func cancelDownload() -> Bool {
        guard let effects = update.cancel() else { return false }
        perform(effects)
        return true
    }

    // MARK: - Object

    /// Whether a request changed the Object and has not been followed yet.
    var isRequested: Bool { request != nil }

    /// Records a change to the Object; what follows from it must not be done within the request.
    func recordChange(_ change: DataModelChange) {
        guard change.path.object == Self.object.object, change.path.depth >= 2 else { return }
        var request = request ?? Request()
        switch change.path.resource {
        case FirmwareUpdateResource.package?: request.hasContent = true
        case FirmwareUpdateResource.packageURI?, nil: request.hasURI = change.kind == .written
        default: break
        }
        self.request = request
    }

    /// Carries out what requests to the Object asked for.
    func followRequests(at time: Double) {
        // What is done here changes the Object again, but nothing follows from that.
        while let request {
            self.request = nil
            let package: FirmwareUpdate.Package? =
                request.hasContent ? .content : request.hasURI ? .uri(packageURI) : nil
            // Without the Object there is no request for an update.
            perform(update.follow(state ?? .idle, package, at: time))
        }
    }

    /// Discards requests that have not been followed.
    func forgetRequests() { request = nil }

    /// The client starts: completes what was in progress before the boot.
    func begin(at time: Double) {
        hasNewFirmware = nvm[.update] == .installed
        if hasNewFirmware { nvm[.update] = nil }
        request = nil
        guard let state else { return }
        perform(update.begin(state, isInstalled: hasNewFirmware, at: time))
        request = nil
    }

    /// The Objects are removed, and a download ends with them.
    func end() {
        update = FirmwareUpdate(isOnline: update.isOnline)
        request = nil
    }

    private func perform(_ effects: [FirmwareUpdateEffect]) {
        for effect in effects {
            switch effect {
            case .report(let event): onEvent(event)
            case .keepPackage: write(FirmwareUpdate.State.downloaded.rawValue, to: FirmwareUpdateResource.state)
            case .end(let result):
                write(Int64(result), to: FirmwareUpdateResource.updateResult)
                // For a script that does not handle the result itself.
                if state != .idle { write(FirmwareUpdate.State.idle.rawValue, to: FirmwareUpdateResource.state) }
            case .order: nvm[.update] = .ordered
            case .reset: onReset()
            }
        }
    }

    private func write(_ number: Int64, to resource: ResourceID) {
        objects.make(FactoryInstance(.firmwareUpdate, 0, [resource: .integer(number)]))
    }

    private var state: FirmwareUpdate.State? {
        guard case .integer(let number)? = objects.value(at: Self.object.appending(FirmwareUpdateResource.state)) else {
            return nil
        }
        return FirmwareUpdate.State(rawValue: number)
    }

    private var packageURI: String {
        guard case .string(let text)? = objects.value(at: Self.object.appending(FirmwareUpdateResource.packageURI))
        else { return "" }
        return text
    }

    // MARK: - Boots

    /// The seconds that the boot takes longer because it installs a package; 0 if there is none to install.
    var installationTime: Double {
        guard let phase = nvm[.update], phase != .installed else { return 0 }
        return UpdateAssumptions.installation
    }

    /// A boot begins.
    func beginInstallation() {
        guard installationTime > 0 else { return }
        nvm[.update] = .installing
        onEvent(.installing)
    }

    /// The boot is complete.
    func endInstallation() { if nvm[.update] == .installing { nvm[.update] = .installed } }
}
