import Emulator
import Products

extension ATCommandTable {
    /// GPIO pins and the pulse that Objects can send.
    ///
    /// - Source: UBX-17003787 R13, chapter 15; UBX-18068860 R09 §5.5.
    static let pinCommands: [ATCommand] = [
        ATCommand(
            "+UGPIOC", "modes of the pins", takes: pinModes, set: { call in try configure(call) },
            read: { call in
                call.print("+UGPIOC:")
                call.printPins()
            },
            test: .answers { call in
                call.answer(pinModes.shown(on: call.module))
                call.printPins()
            }),
        ATCommand(
            "+UGPIOR", "level of a pin", takes: .of { module in [pin(of: module)] },
            set: { call in
                let id = try call.parameters.integer(0, "gpio_id")
                let pin = call.module.pins.pins[id] ?? Pins.Pin()
                guard [0, 1, Pins.lwm2mPulse].contains(pin.mode) else {
                    throw ATError(.gpioRead, "pin \(id) is in mode \(pin.mode); input is 1, output 0")
                }
                call.answer("\(id),\(pin.level)")
            }),
        ATCommand(
            "+UGPIOW", "sets a pin", takes: .of { module in [pin(of: module), .number("level", 0...1)] },
            set: { call in
                let id = try call.parameters.integer(0, "gpio_id")
                let level = try call.parameters.integer(1, "level")
                let mode = call.module.pins.pins[id]?.mode ?? Pins.disabled
                guard mode == Pins.output else {
                    throw ATError(.gpioWrite, "pin \(id) is in mode \(mode); output is 0")
                }
                call.module.pins.write(id, level)
                call.module.savePins()
            }),
        ATCommand(
            "+ULWM2MPULSE", "pulse of lua_send_pulse", on: .having { product in product.hasPulse },
            takes: .of { module in
                [pin(of: module), .number("level", 0...1), .number("time", 0...10_000), .number("persist", 0...1)]
            },
            set: { call in try setPulse(call) }, read: { call in call.printPulses() },
            test: .answers { call in call.printPulses() }),
    ]

    private static func pin(of module: ATModule) -> ATField {
        .choice("gpio_id", module.pins.ids).refused(with: .wrongGPIO)
    }

    private static let pinModes = ATSyntax.of { module in
        [
            pin(of: module), ATField.choice("gpio_mode", module.pins.modes).refused(with: .gpioMode),
            ATField.number("gpio_out_val", 0...2).optional,
        ]
    }

    private static func configure(_ call: ATCall) throws(ATError) {
        let id = try call.parameters.integer(0, "gpio_id")
        let mode = try call.parameters.integer(1, "gpio_mode")
        let value = try call.parameters.integerIfGiven(2, "gpio_out_val") ?? 0
        guard mode != Pins.lwm2mPulse || call.module.pins.takesPulse(id) else {
            throw ATError(.gpioMode, "pin \(id) has no mode \(mode)", column: call.parameters.list[1].column)
        }
        // 2 is a pull of an input.
        guard mode != Pins.output || value < 2 else {
            throw .syntax(
                "<gpio_out_val> of an output is \(value), not within 0 to 1", column: call.parameters.list[2].column)
        }
        call.module.pins.configure(id, mode: mode, level: value)
        call.module.savePins()
    }

    private static func setPulse(_ call: ATCall) throws(ATError) {
        let id = try call.parameters.integer(0, "gpio_id")
        guard call.module.pins.pins[id]?.mode == Pins.lwm2mPulse else {
            throw ATError(ATAssumptions.pulseOnOtherMode, "pin \(id) is not in mode 25: AT+UGPIOC=\(id),25 first")
        }
        let level = try call.parameters.integer(1, "level")
        let time = try call.parameters.integer(2, "time")
        let persists = try call.parameters.integer(3, "persist")
        call.module.pins.setPulse(id, Pins.Pulse(level: level, time: time, isPersistent: persists))
        call.module.savePins()
    }
}

extension ATCall {
    func printPins() {
        for id in module.pins.ids { print("\(id),\(module.pins.pins[id]?.mode ?? Pins.disabled)") }
    }

    /// A line for each pin in mode 25.
    func printPulses() {
        for id in module.pins.ids where module.pins.pins[id]?.mode == Pins.lwm2mPulse {
            let pulse = module.pins.pulses[id] ?? Pins.Pulse()
            answer("\(id),\(Pins.lwm2mPulse),\(pulse.level),\(pulse.time),\(pulse.isPersistent)")
        }
    }
}

extension ATModule {
    func savePins() {
        nvm[.pins] = pins.text.isEmpty ? nil : pins.text
        nvm[.pulses] = pins.pulseText.isEmpty ? nil : pins.pulseText
    }

    /// The level of a pin, 0 or 1; nil if the product does not have it.
    package func level(ofPin id: Int) -> Int? { pins.pins[id]?.level }
}

extension ATCommandTable {
    /// The files of the SIM.
    ///
    /// - Source: 3GPP TS 27.007 §8.18; 3GPP TS 51.011 §9.4, §10.
    static let simCommands: [ATCommand] = [
        ATCommand(
            "+CRSM", "access to the SIM",
            takes: .unshown(
                .choice("command", [176, 178, 192, 203, 214, 219, 220, 242]), .number("fileid", 0...65_535).optional,
                .number("P1", 0...255).optional, .number("P2", 0...255).optional, .number("P3", 0...255).optional,
                .text("data", 0...510).optional, .text("pathid", 0...12).optional),
            set: { call in try accessSIM(call) })
    ]

    private static func accessSIM(_ call: ATCall) throws(ATError) {
        var files = SIMFiles(try call.sim, forbidden: call.module.nvm[.forbiddenNetworks])
        let file = try call.parameters.integerIfGiven(1, "fileid") ?? 0
        let offset =
            (try call.parameters.integerIfGiven(2, "P1") ?? 0) << 8
            + (try call.parameters.integerIfGiven(3, "P2") ?? 0)
        let length = try call.parameters.integerIfGiven(4, "P3") ?? 0
        switch try call.parameters.integer(0, "command") {
        case 176: answer(call, files.read(file, at: offset, length))
        case 192: answer(call, files.describe(file))
        case 214:
            let text = try call.parameters.string(5, "data")
            guard let bytes = SIMFiles.bytes(text), bytes.count == length else {
                throw .syntax("<data> is not \(length) bytes in hexadecimal", column: call.parameters.list[5].column)
            }
            let result = files.write(bytes, to: file, at: offset)
            call.module.nvm[.forbiddenNetworks] = files.forbiddenText
            answer(call, result)
        case 242: answer(call, .done([]))
        default: answer(call, .refused(0x6D, 0x00))
        }
    }

    private static func answer(_ call: ATCall, _ result: SIMFiles.Result) {
        switch result {
        case .done(let bytes): call.answer("144,0" + (bytes.isEmpty ? "" : ",\"\(SIMFiles.text(bytes))\""))
        case .refused(let first, let second): call.answer("\(first),\(second)")
        }
    }
}
