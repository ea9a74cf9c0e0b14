import Emulator
import Products

extension ATCommandTable {
    /// Power, resets, radio, and the sleep of the port.
    ///
    /// - Source: UBX-17003787 R13, chapters 5.1 and 5.2; UBX-20009652 R02 §11.
    static let powerCommands: [ATCommand] = [
        ATCommand(
            "+CFUN", "radio, reset",
            takes: .of { module in
                [.choice("fun", functionalities(of: module.product)), ATField.number("rst", 0...1).optional]
            },
            set: { call in try setFunctionality(call) },
            read: { call in
                let mode = call.module.radio.functionality
                call.answer(call.product.group.isR41 ? "\(mode)" : "\(mode),0")
            }),
        .action("+CPWROFF", "off") { call in
            call.outcome = .last { call.module.switchOff() }
        },
        ATCommand(
            "+UFACTORY", "factory state, from the next boot on",
            takes: ATSyntax(.number("fs_op", 0...2), .number("nvm_op", 0...2)),
            set: { call in
                let files = try call.parameters.integer(0, "fs_op")
                let settings = try call.parameters.integer(1, "nvm_op")
                call.module.device.orderFactoryReset(files: erases(files), settings: erases(settings))
                call.module.radio.kept["+UFACTORY"] = "\(files),\(settings)"
            },
            read: { call in
                let order = call.module.device.cycle.settings
                let kept = call.module.radio.kept["+UFACTORY"]
                call.answer(kept ?? "\(order.erasesFiles ? 2 : 0),\(order.erasesSettings ? 2 : 0)")
            }),
        ATCommand(
            "+UPSV", "sleep of the port",
            takes: ATSyntax(.number("mode", 0...4), .number("timeout", 40...65_000).optional),
            set: { call in call.keep(over: "0") }, read: { call in call.answer(call.kept() ?? "0") }),
    ]

    /// Whether a value of `+UFACTORY` erases what it is for.
    private static func erases(_ operation: Int) -> Bool {
        operation == 2 || (operation == 1 && ATAssumptions.partialFactoryResetErasesAll)
    }

    /// The values that `+CFUN` accepts.
    private static func functionalities(of product: Product) -> [Int] {
        if product.group.isR41 { return [0, 1, 4, 15] }
        return product.group.isR5 ? [0, 1, 4, 6, 7, 8, 9, 10, 15, 16, 19, 126, 127] : [0, 1, 4, 15, 16, 19, 127]
    }

    private static func setFunctionality(_ call: ATCall) throws(ATError) {
        let mode = try call.parameters.integer(0, "fun")
        let resets = try call.parameters.integerIfGiven(1, "rst") == 1
        let module = call.module
        if mode == 15 || mode == 16 { return call.outcome = .last { module.device.reset() } }
        if mode == 10 { return call.outcome = .last { module.switchOff() } }
        guard !resets || [1, 4, 19].contains(mode) else {
            throw .syntax("<rst> goes with <fun> 1, 4 and 19 alone", column: call.parameters.list[1].column)
        }
        // 6 to 9 and 126 control SIM toolkit and tests: nothing here depends on them.
        guard ![6, 7, 8, 9, 126].contains(mode) else { return }
        if resets {
            module.nvm[.functionality] = mode == 4 ? 4 : nil
            return call.outcome = .last { module.device.reset() }
        }
        module.setFunctionality(mode)
        if mode == 127 { call.outcome = .last {} }
    }
}

extension ATModule {
    /// Switches off by command, without a URC.
    func switchOff() {
        updateDisabledContexts()
        isGoingOff = true
        device.switchOff()
        isGoingOff = false
    }

    /// `+CFUN` without a reset: 4 survives a reset, 0 does not.
    func setFunctionality(_ mode: Int) {
        radio.functionality = mode
        nvm[.functionality] = mode == 4 ? 4 : nil
        updateRadio()
    }
}
