import Emulator
import Products

extension ATCommandTable {
    /// The LwM2M client as a whole.
    ///
    /// - Source: UBX-18068860 R09 §3.2, §4.1, appendix D; UBX-17003787 R13 §14.9.
    static let clientCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2M", "client on, off, reset", on: .having { product in !cancelsDownload(product) },
            takes: .of { module in
                [
                    .number("activation_mode", 0...(module.product.commands.hasDoCoMoSwitch ? 4 : 2)),
                    ATField.flag("persistent").optional.hidden,
                ]
            },
            set: { call in try switchClient(call) },
            read: { call in call.answer(call.module.isClientEnabled ? "0" : "1") }),
        ATCommand(
            "+ULWM2M", "cancels a download of firmware", on: .having(cancelsDownload),
            takes: ATSyntax(.choice("activation_mode", [0])),
            set: { call in
                guard call.module.device.cancelDownload() || !ATAssumptions.refusesCancellingNothing else {
                    throw ATError.notAllowed("there is no download to cancel")
                }
            }, test: .none),
        ATCommand(
            "+ULWM2MSTAT", "URCs of the client",
            takes: .of { module in
                [.flag("n")]
                    + (module.product.status.hasVerbosityMask ? [.number("verbosity_mask", 1...7).optional] : [])
            },
            set: { call in try setStatus(call) },
            read: { call in
                try call.requireStatus()
                let status = call.module.status
                call.answer("\(status.isOn ? 1 : 0)" + (call.product.status.hasVerbosityMask ? ",\(status.mask)" : ""))
            }),
        ATCommand(
            "+UFOTASTAT", "URCs of firmware updates", on: .having { product in product.commands.updates.hasCommand },
            takes: ATSyntax(.flag("n")),
            set: { call in
                let isOn = try call.parameters.integer(0, "n")
                call.module.nvm[.updateStatus] = isOn == 1 ? 1 : nil
            }, read: { call in call.answer("\(call.module.nvm[.updateStatus] ?? 0)") }),
    ]

    private static func cancelsDownload(_ product: Product) -> Bool {
        product.commands.clientSwitch == .cancelsDownload
    }

    private static func switchClient(_ call: ATCall) throws(ATError) {
        let features = call.product.commands
        let mode = try call.parameters.integer(0, "activation_mode")
        let persists = try call.parameters.integerIfGiven(1, "persistent") == 1
        let module = call.module
        if persists {
            // Appendix D prints 1,1 and §4.1 prints 2,1 for the same purpose.
            guard features.hasPersistentDisable, mode == 1 || mode == 2 else {
                throw .syntax(
                    "<persistent> is not supported by \(call.product.orderingCodes[0])",
                    column: call.parameters.list[1].column)
            }
            return module.device.disableClient(forGood: true)
        }
        switch mode {
        case 0: module.device.enableClient()
        case 1: module.device.disableClient()
        case 2:
            module.device.resetClient()
            module.forgetHostDevice()
            if features.configurationReset == .clientReset { module.device.configurations.forgetAll() }
        default:
            guard module.profile == 20 else {
                throw .notAllowed("<activation_mode> \(mode) is for operator profile 20, NTT DoCoMo, alone")
            }
            if mode == 4 { module.device.enableClient() } else { module.device.disableClient(forGood: true) }
        }
    }

    private static func setStatus(_ call: ATCall) throws(ATError) {
        try call.requireStatus()
        let isOn = try call.parameters.integer(0, "n")
        let mask = try call.parameters.integerIfGiven(1, "verbosity_mask") ?? ATAssumptions.omittedMask
        call.module.nvm[.status] = "\(isOn),\(mask)"
    }
}

extension ATCall {
    /// - throws: if `+ULWM2MSTAT` wants a SIM and there is none.
    fileprivate func requireStatus() throws(ATError) { if product.status.needsSIM { _ = try sim } }
}

extension ATModule {
    /// What `+ULWM2M?` answers; a stop by command that takes effect at once counts too.
    var isClientEnabled: Bool {
        guard device.cycle.settings.isEnabled else { return false }
        switch device.cycle.state {
        case .stopping, .stopped(.command): return product.commands.clientSwitch != .stopsUntilReset
        default: return true
        }
    }
}

extension ATCommandTable {
    /// The operator profile.
    ///
    /// - Source: UBX-17003787 R13 §7.15; UBX-20009652 R02 §6.
    static let profileCommands: [ATCommand] = [
        ATCommand(
            "+UMNOPROF", "operator profile, from the next boot on",
            takes: .unshown(
                .choice("MNO", MNOProfile.all.map(\.number)), .number("auto_reset", 0...1).optional,
                .number("urc_enable", 0...1).optional),
            set: { call in try setProfile(call) },
            read: { call in
                let cycle = call.module.device.cycle
                let number = cycle.settings.nextProfile ?? cycle.settings.profile
                guard number == 1, let selected = cycle.profileOfSIM else { return call.answer("\(number)") }
                call.answer("1,\(selected),\(call.module.nvm[.profileSelection] ?? "1,1")")
            },
            test: .answers { call in
                call.print("+UMNOPROF:")
                for profile in MNOProfile.all { call.print("\(profile.number): \(profile.name)") }
            })
    ]

    private static func setProfile(_ call: ATCall) throws(ATError) {
        _ = try call.sim
        let number = try call.parameters.integer(0, "MNO")
        let reset = try call.parameters.integerIfGiven(1, "auto_reset")
        let urc = try call.parameters.integerIfGiven(2, "urc_enable")
        if number == 1, call.product.group.isR5, reset == nil || urc == nil {
            throw .syntax("profile 1 takes <auto_reset> and <urc_enable> as well")
        }
        guard !call.module.isRegistered else {
            throw .notAllowed("the module is registered: AT+COPS=2 or AT+CFUN=0 first")
        }
        call.module.nvm[.profileSelection] = number == 1 ? "\(reset ?? 1),\(urc ?? 1)" : nil
        call.module.device.changeProfile(to: number)
    }
}
