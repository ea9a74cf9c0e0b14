import Emulator
import Modem

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
                guard mode == 0 else { throw ATError(.gpioWrite, "pin \(id) is in mode \(mode); output is 0") }
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
        set(.pins, to: pins.text.isEmpty ? nil : pins.text)
        set(.pulses, to: pins.pulseText.isEmpty ? nil : pins.pulseText)
    }

    /// The level of a pin, 0 or 1; nil for one that the product does not have.
    public func level(ofPin id: Int) -> Int? { pins.pins[id]?.level }
}
