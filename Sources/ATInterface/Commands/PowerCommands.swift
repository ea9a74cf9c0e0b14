import Emulator
import Modem

extension ATCommandTable {
    /// Power, resets, radio, and what saves power.
    ///
    /// - Source: UBX-17003787 R13, chapters 5.1 and 5.2; UBX-20009652 R02 §11.
    static let powerCommands: [ATCommand] = [
        ATCommand(
            "+CFUN", "radio, reset", set: { call in try setFunctionality(call) },
            read: { call in
                let mode = call.module.network.functionality
                call.answer(call.product.group.isR41 ? "\(mode)" : "\(mode),0")
            },
            test: { call in
                call.answer("(\(functionalities(of: call.product).map(String.init).joined(separator: ","))),(0-1)")
            }),
        .action("+CPWROFF", "off") { call in
            call.outcome = .last { call.module.switchOff() }
        },
        ATCommand(
            "+UFACTORY", "factory state, from the next boot on",
            set: { call in
                try call.parameters.expect(2...2)
                let files = try call.parameters.integer(0, "fs_op", in: 0...2)
                let settings = try call.parameters.integer(1, "nvm_op", in: 0...2)
                call.module.device.orderFactoryReset(files: files > 0, settings: settings > 0)
                call.module.network.kept["+UFACTORY"] = "\(files),\(settings)"
                if files == 2 { call.module.forgetHostDevice() }
            },
            read: { call in
                let order = call.module.device.cycle.settings
                let kept = call.module.network.kept["+UFACTORY"]
                call.answer(kept ?? "\(order.erasesFiles ? 2 : 0),\(order.erasesSettings ? 2 : 0)")
            }, test: { call in call.answer("(0-2),(0-2)") }),
        ATCommand(
            "+CPSMS", "power saving mode", set: { call in try call.keep(0...5) },
            read: { call in call.answer(call.module.network.kept["+CPSMS"] ?? "0,,,\"01000111\",\"00000000\"") },
            test: { call in call.answer("(0,1,2),(),(),(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")") },
            action: { _ in }),
        ATCommand(
            "+CEDRXS", "eDRX", set: { call in try call.keep(0...3) }, read: { _ in },
            test: { call in call.answer("(0-3),(4-5),(\"0000\"-\"1111\")") }),
        ATCommand(
            "+UPSV", "sleep of the port", set: { call in try call.keep(1...2) },
            read: { call in call.answer(call.module.network.kept["+UPSV"] ?? "0") },
            test: { call in call.answer("(0-4),(40-65000)") }),
        ATCommand(
            "+UPSMR", "URC of the power saving mode", on: .notOnR41, set: { call in try call.keep(1...1) },
            read: { call in call.answer(call.module.network.kept["+UPSMR"] ?? "0") },
            test: { call in call.answer("(0,1)") }),
    ]

    /// The values that `+CFUN` takes.
    private static func functionalities(of product: Product) -> [Int] {
        if product.group.isR41 { return [0, 1, 4, 15] }
        return product.group.isR5 ? [0, 1, 4, 6, 7, 8, 9, 10, 15, 16, 19, 126, 127] : [0, 1, 4, 15, 16, 19, 127]
    }

    private static func setFunctionality(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(1...2)
        let mode = try call.parameters.choice(0, "fun", of: functionalities(of: call.product)) ?? 1
        let resets = try call.parameters.integerIfGiven(1, "rst", in: 0...1) == 1
        let module = call.module
        if mode == 15 || mode == 16 { return call.outcome = .last { module.device.reset() } }
        if mode == 10 { return call.outcome = .last { module.switchOff() } }
        guard !resets || [1, 4, 19].contains(mode) else {
            throw .syntax("<rst> goes with <fun> 1, 4 and 19 alone", column: call.parameters.list[1].column)
        }
        // 6 to 9 and 126 choose what the module does with SIM toolkit and tests: nothing here depends on it.
        guard ![6, 7, 8, 9, 126].contains(mode) else { return }
        if resets {
            module.set(.functionality, to: mode == 4 ? "4" : nil)
            return call.outcome = .last { module.device.reset() }
        }
        module.setFunctionality(mode)
        if mode == 127 { call.outcome = .last {} }
    }
}

extension ATModule {
    /// Off by a command, without a word more.
    func switchOff() {
        isGoingOff = true
        device.switchOff()
        isGoingOff = false
    }

    /// `+CFUN` without a reset: 4 outlives one, 0 does not.
    func setFunctionality(_ mode: Int) {
        network.functionality = mode
        set(.functionality, to: mode == 4 ? "4" : nil)
        updateNetwork()
    }
}
