import Emulator
import Products

extension ATCommandTable {
    /// The identity of the module and its SIM, and the time.
    ///
    /// - Source: UBX-17003787 R13, chapters 4 and 5.6.
    static let identityCommands: [ATCommand] = [
        named("+CGMI", "manufacturer") { _ in "u-blox" }, named("+GMI", "manufacturer") { _ in "u-blox" },
        named("+CGMM", "model") { $0.product.modelName }, named("+GMM", "model") { $0.product.modelName },
        named("+CGMR", "firmware") { $0.product.firmware.modem },
        named("+GMR", "firmware") { $0.product.firmware.modem },
        ATCommand(
            "+CGSN", "IMEI", on: .onR5, takes: ATSyntax(.number("snt", 0...3, 255...255).optional),
            set: { call in try serialNumber(call) }, action: { call in call.print(call.module.device.imei) }),
        named("+CGSN", "IMEI", on: .notOnR5) { $0.module.device.imei },
        named("+GSN", "IMEI") { $0.module.device.imei },
        .action("+CIMI", "IMSI") { call in call.print(try call.sim.imsi) },
        ATCommand(
            "+CCID", "number of the SIM", read: { call in call.answer(try call.sim.iccid) },
            action: { call in call.answer(try call.sim.iccid) }),
        .action("+CNUM", "phone number") { call in
            let number = try call.sim.msisdn
            if !number.isEmpty { call.answer(",\"\(number)\",\(number.hasPrefix("+") ? 145 : 129)") }
        },
        ATCommand(
            "+CPIN", "PIN of the SIM", takes: .unshown(.text("pin", 0...8), .text("newpin", 0...8).optional),
            set: { call in
                _ = try call.sim
                throw ATError.notAllowed("the SIM wants no PIN")
            },
            read: { call in
                _ = try call.sim
                call.answer("READY")
            }),
        ATCommand(
            "+CCLK", "clock", takes: .unshown(.text("time")), set: { call in try setClock(call) },
            read: { call in
                let zone = call.module.nvm[.timeZone] ?? 0
                call.answer("\"\(LocalTime(call.module.device.unixTime, quarters: zone).text)\"")
            }),
    ]

    private static func named(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere,
        _ text: @escaping @Sendable (ATCall) -> String
    ) -> ATCommand {
        .action(name, summary, on: availability) { call in call.print(text(call)) }
    }

    /// `ATI`, `ATI0`, `ATI9`.
    static let identify: ATCommand.Handler = { call in
        let product = call.product
        switch try call.parameters.integerIfGiven(0, "value", in: 0...9) {
        case nil where !product.group.isR5:
            call.print("Manufacturer: u-blox")
            call.print("Model: \(product.modelName)")
            call.print("Revision: \(product.firmware.modem)")
            call.print("SVN: \(ATAssumptions.softwareVersionNumber)")
            call.print("IMEI: \(call.module.device.imei)")
        case nil, 0: call.print(product.orderingCodes[0])
        case 9: call.print("\(product.firmware.modem),\(product.firmware.application)")
        case 1: call.print(product.firmware.modem)
        default: throw ATError.syntax("there is no such information", column: call.parameters.list[0].column)
        }
    }

    private static func serialNumber(_ call: ATCall) throws(ATError) {
        let imei = call.module.device.imei
        switch try call.parameters.integerIfGiven(0, "snt") ?? 1 {
        case 2: call.print("\(imei.prefix(14))\(ATAssumptions.softwareVersionNumber)")
        case 3: call.print(ATAssumptions.softwareVersionNumber)
        case 255: call.print("\(imei)\(ATAssumptions.softwareVersionNumber)")
        default: call.print(imei)
        }
    }

    private static func setClock(_ call: ATCall) throws(ATError) {
        let text = try call.parameters.string(0, "time")
        guard let time = LocalTime(text) else {
            throw .syntax(
                "the time '\(text)' is not yy/MM/dd,hh:mm:ss+TZ within 2004 to 2099, the zone within -96 to +96",
                column: call.parameters.list[0].column)
        }
        call.module.device.unixTime = time.unixTime
        call.module.nvm[.timeZone] = time.quarters == 0 ? nil : time.quarters
    }
}

extension ATCall {
    /// The SIM card in the module.
    ///
    /// - throws: `SIM not inserted`.
    var sim: SIMCard {
        get throws(ATError) {
            guard let sim = module.device.sim else { throw ATError(.simNotInserted, "there is no SIM in the module") }
            return sim
        }
    }
}
