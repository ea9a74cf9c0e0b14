import Emulator
import Modem

extension ATModule {
    /// Something that decides about the registration changed.
    func updateNetwork() {
        network.isBarred = isAttachBarred
        let wasSignalling = network.isSignalling
        if network.update(at: device.now) { announceRegistration() }
        if wasSignalling, !network.isSignalling { announceSignalling(false) }
    }

    /// `+CSCON`, where its URC is on.
    func announceSignalling(_ isOn: Bool) {
        if network.reporting["+CSCON"] == 1 { raise("+CSCON: \(isOn ? 1 : 0)") }
    }

    /// The network of a test or a scenario: out of reach, or a foreign one.
    public func setCoverage(isOutOfReach: Bool = false, isRoaming: Bool = false) {
        let wasRegistered = network.isRegistered
        let wasRoaming = network.isRoaming
        network.isOutOfReach = isOutOfReach
        network.isRoaming = isRoaming
        updateNetwork()
        if wasRegistered, network.isRegistered, wasRoaming != isRoaming { announceRegistration() }
    }

    /// Whether the module is registered with its network.
    public var isRegistered: Bool { network.isRegistered }

    /// The registration began or ended.
    func announceRegistration() {
        for command in ["+CREG", "+CGREG", "+CEREG"] {
            guard let mode = network.reporting[command], mode > 0 else { continue }
            raise("\(command): \(registrationText(command, mode))")
        }
        tellOfNetwork()
    }

    /// Tells the client and the module whether there is a network.
    func tellOfNetwork() {
        device.isOnline = network.isRegistered
        servers?.networkChanged(isAvailable: network.isRegistered, isRoaming: network.isRoaming)
    }

    /// What stands behind the name of `+CREG`, `+CGREG` and `+CEREG`, without `<n>`.
    ///
    /// - Parameter mode: what the command set; from 2 on the cell is named.
    func registrationText(_ command: String, _ mode: Int) -> String {
        let isPacketDomain = command == "+CGREG"
        let status = network.isRegistered && isPacketDomain ? ATAssumptions.packetDomainStatus : network.status
        guard mode >= 2, network.isRegistered, !isPacketDomain else { return "\(status)" }
        let has02B = product.group == .r41Version02B || product.group == .r41UpdatesOnly
        let namesEntity = command == "+CEREG" && mode == 4 && has02B
        let entity = namesEntity ? "\"\(ATAssumptions.mobilityEntity)\"," : ""
        return "\(status),\"\(Network.area)\",\(entity)\"\(Network.cell)\",\(Network.technology)"
    }

    /// `+UMNOPROF: 1,2`: the profile that the SIM selected.
    func announceSelectedProfile() {
        guard device.cycle.settings.profile == 1, let selected = device.cycle.profileOfSIM,
            text(.profileSelection)?.hasSuffix(",1") == true
        else { return }
        raise("+UMNOPROF: 1,\(selected)", after: 0)
    }
}
