package import ObjectHost
import Products
import Storage

/// The current state of the module and its parts.
extension Module {
    /// Whether there is power.
    package var isOn: Bool { cycle.state != .off }

    /// Whether the client is running, so that the Objects can be accessed.
    package var isRunning: Bool { cycle.state == .running }

    /// Whether the AT port answers.
    package var isReady: Bool {
        switch cycle.state {
        case .off, .booting: false
        case .starting, .running, .stopping, .stopped: true
        }
    }

    /// Whether a boot, or a start or stop of the client, is in progress.
    package var isBooting: Bool {
        switch cycle.state {
        case .booting, .starting, .stopping: true
        case .off, .running, .stopped: false
        }
    }

    /// Why the client is not running, for people.
    package var whyNotRunning: String {
        switch cycle.state {
        case .off: "the module is off"
        case .booting: "the module boots"
        case .starting: "the LwM2M client is starting"
        case .running: "the LwM2M client runs"
        case .stopping: "the LwM2M client is stopping"
        case .stopped(.profile): "the LwM2M client never starts under operator profile \(profile)"
        case .stopped(.disabled):
            product.commands.clientSwitch == .cancelsDownload
                ? "the LwM2M client is disabled" : "the LwM2M client is disabled: AT+ULWM2M=0 and a reset enable it"
        case .stopped(.productionMode): "production mode: the LwM2M client does not start with this SIM"
        case .stopped(.badObject(let file)):
            "the LwM2M client did not start: \(file) cannot be loaded; remove the file and reset the module"
        case .stopped(.restless): "the LwM2M client never came to rest and was stopped: a reset starts it"
        case .stopped(.command): "the LwM2M client was stopped: a reset starts it"
        }
    }

    /// The number of the operator profile in use; with profile 1, the one that the SIM selects.
    package var profile: Int {
        let number = cycle.settings.profile
        return number == 1 ? cycle.profileOfSIM ?? number : number
    }

    /// The number of the operator profile after the next boot.
    package var profileOrdered: Int { cycle.settings.nextProfile ?? profile }

    /// The values that survive a loss of power.
    package var nvm: NVM { database.nvm }

    /// What `+ULWM2MCONFIG` and `+ULWM2MCONFIGEXT` set.
    package var configurations: ConfigurationTable {
        ConfigurationTable(nvm, of: product, profile: profile, productionMode: cycle.settings.productionMode)
    }

    /// The contexts of `+CGDCONT`, in order of their numbers.
    package var contexts: [PDPContext] { contextTable.all }

    var contextTable: ContextTable { ContextTable(nvm, of: product, profile: profile) }

    /// A new database for the profile, as it would be created now.
    var factoryDatabase: FactoryDatabase {
        FactoryDatabase(product, profile: profile, imei: imei, contexts: contexts, connectivity: connectivity)
    }

    /// The files as seen by the commands.
    package var files: ModuleFiles { ModuleFiles(configuration, nvm, profile: profile) }

    /// The folder or file with Objects in addition to those of the module; nil if there is none.
    package var folder: String? { configuration.folder }

    /// Whether it is a bench with every Object that the program carries.
    package var servesAllObjects: Bool { configuration.builtIns == .all }

    /// Serves the Objects; replaced at each start of the client. External requests go to `dataModel`.
    package var host: ObjectHost { objects.host }

    /// Whether the last boot installed new firmware.
    var hasNewFirmware: Bool { updater.hasNewFirmware }
}
