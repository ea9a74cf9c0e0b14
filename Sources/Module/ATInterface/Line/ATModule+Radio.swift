import Emulator
import LwM2M
import Products

extension ATModule {
    /// Updates the radio after a change that affects the registration.
    func updateRadio() {
        radio.isBarred = isAttachBarred
        let wasSignalling = radio.isSignalling
        if radio.update(at: device.now) { announceRegistration() }
        if wasSignalling, !radio.isSignalling { announceSignalling(false) }
    }

    /// A card was put in or taken out: without one there is no registration.
    func updateSIM() {
        guard isAnswering else { return }
        radio.hasSIM = device.sim != nil
        updateRadio()
    }

    /// Sends `+CSCON`, if its URC is on.
    func announceSignalling(_ isOn: Bool) {
        if radio.reporting["+CSCON"] == 1 { raise("+CSCON: \(isOn ? 1 : 0)") }
    }

    /// The network conditions of a test or a scenario: out of range, or roaming.
    package func setCoverage(isOutOfReach: Bool = false, isRoaming: Bool = false) {
        let wasRegistered = radio.isRegistered
        let wasRoaming = radio.isRoaming
        radio.isOutOfReach = isOutOfReach
        radio.isRoaming = isRoaming
        updateRadio()
        if wasRegistered, radio.isRegistered, wasRoaming != isRoaming { announceRegistration() }
    }

    /// Whether the module is registered with its network.
    package var isRegistered: Bool { radio.isRegistered }

    /// Announces that the registration began or ended.
    func announceRegistration() {
        for command in ["+CREG", "+CGREG", "+CEREG"] {
            guard let mode = radio.reporting[command], mode > 0 else { continue }
            raise("\(command): \(registrationText(command, mode))")
        }
        announceService()
    }

    /// Tells the client and the module whether there is service.
    func announceService() {
        device.isOnline = radio.isRegistered
        client?.service = radio.isRegistered ? radio.isRoaming ? .roaming : .home : .none
    }

    /// What follows the name of `+CREG`, `+CGREG` and `+CEREG`, without `<n>`.
    ///
    /// - Parameter mode: what the command set; from 2 on, the cell is included.
    func registrationText(_ command: String, _ mode: Int) -> String {
        let isPacketDomain = command == "+CGREG"
        let status = radio.isRegistered && isPacketDomain ? ATAssumptions.packetDomainStatus : radio.status
        guard mode >= 2, radio.isRegistered, !isPacketDomain else { return "\(status)" }
        let has02B = product.group == .r41Version02B || product.group == .r41UpdatesOnly
        let namesEntity = command == "+CEREG" && mode == 4 && has02B
        let entity = namesEntity ? "\"\(ATAssumptions.mobilityEntity)\"," : ""
        return "\(status),\"\(Radio.area)\",\(entity)\"\(Radio.cell)\",\(Radio.technology)"
    }

    /// `+UMNOPROF: 1,2`: the profile that the SIM selected.
    func announceSelectedProfile() {
        guard device.cycle.settings.profile == 1, let selected = device.cycle.profileOfSIM,
            nvm[.profileSelection]?.hasSuffix(",1") == true
        else { return }
        raise("+UMNOPROF: 1,\(selected)", after: 0)
    }
}

/// Contexts: which ones exist, which are active, and their names.
extension ATModule {
    /// The context that the product hides under the current profile.
    var hiddenContext: Int? { MNOProfile.numbered(profile)?.hiddenContext(on: product) }

    var visibleContexts: [PDPContext] { device.contexts.filter { $0.id != hiddenContext } }

    /// Whether the module is attached to the packet domain.
    var isAttached: Bool { radio.wantsAttachment && isRegistered }

    func isActive(_ context: Int) -> Bool {
        isAttached && !radio.inactive.contains(context)
            && (context == attachContext || !disabledContexts.contains(context))
    }

    /// The context with which the module attaches.
    var attachContext: Int? { device.contexts.contains { $0.id == 1 } ? 1 : device.contexts.first?.id }

    // MARK: - Disabled access points

    /// The contexts whose access points a server or the host disabled, `/11/x/3` false, under AT&T (UBX-18068860 R09
    /// §2.1). They are also disabled before the client starts.
    var disabledContexts: Set<Int> {
        guard OperatorFamily(profile: profile) == .att else { return [] }
        updateDisabledContexts()
        return Set((nvm[.disabledContexts] ?? "").split(separator: " ").compactMap { Int($0) })
    }

    /// Whether the attach would use a disabled access point and the product has no other for it.
    var isAttachBarred: Bool {
        attachContext.map { disabledContexts.contains($0) } == true && !product.replacesDisabledAPN
    }

    /// Updates the disabled contexts, because Object 11 may have changed.
    func updateDisabledContexts() {
        guard hasNewContexts, device.isRunning else { return }
        hasNewContexts = false
        guard OperatorFamily(profile: profile) == .att else { return }
        let disabled = device.contexts.filter(device.isDisabled).map { String($0.id) }.joined(separator: " ")
        nvm[.disabledContexts] = disabled.isEmpty ? nil : disabled
    }

    // MARK: - Names

    /// The access point of an active context: the operator's if that of the attach is disabled, the network's if the
    /// host has set none.
    func activeAPN(of context: PDPContext) -> String {
        if context.id == attachContext, disabledContexts.contains(context.id), let apn = device.operatorAPN {
            return apn
        }
        return context.apn.isEmpty ? ATAssumptions.givenAPN : context.apn
    }

    /// The name that `+CGDCONT?` prints.
    func shownAPN(of context: PDPContext) -> String {
        guard isActive(context.id), context.id == attachContext else { return context.apn }
        let isGiven = context.apn.isEmpty && !disabledContexts.contains(context.id)
        if isGiven, !(product.group.isR5 && ATAssumptions.showsGivenAPNOnR5) { return "" }
        return activeAPN(of: context)
    }
}
