import Emulator
import Modem

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
                call.answer("1,\(selected),\(call.module.text(.profileSelection) ?? "1,1")")
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
        call.module.set(.profileSelection, to: number == 1 ? "\(reset ?? 1),\(urc ?? 1)" : nil)
        call.module.device.changeProfile(to: number)
        call.module.forgetHostDevice()
    }
}
