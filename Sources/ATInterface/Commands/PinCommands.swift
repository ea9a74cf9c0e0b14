import Emulator
import Modem

extension ATCommandTable {
    /// GPIO pins and the pulse that Objects can send.
    ///
    /// - Source: UBX-17003787 R13, chapter 15; UBX-18068860 R09 §5.5.
    static let pinCommands: [ATCommand] = [
        ATCommand(
            "+UGPIOC", "modes of the pins", set: { call in try configure(call) },
            read: { call in
                call.print("+UGPIOC:")
                call.printPins()
            },
            test: { call in
                let pins = call.module.pins
                let ids = pins.ids.map(String.init).joined(separator: ",")
                call.answer("(\(ids)),(\(pins.modes.map(String.init).joined(separator: ","))),(0-2)")
                call.printPins()
            }),
        ATCommand(
            "+UGPIOR", "level of a pin",
            set: { call in
                try call.parameters.expect(1...1)
                let id = try call.pin()
                let pin = call.module.pins.pins[id] ?? Pins.Pin()
                guard [0, 1, Pins.lwm2mPulse].contains(pin.mode) else {
                    throw ATError(.gpioRead, "pin \(id) is in mode \(pin.mode); input is 1, output 0")
                }
                call.answer("\(id),\(pin.level)")
            },
            test: { call in call.answer("(\(call.module.pins.ids.map(String.init).joined(separator: ",")))") }),
        ATCommand(
            "+UGPIOW", "sets a pin",
            set: { call in
                try call.parameters.expect(2...2)
                let id = try call.pin()
                let level = try call.parameters.integer(1, "level", in: 0...1)
                let mode = call.module.pins.pins[id]?.mode ?? Pins.disabled
                guard mode == 0 else { throw ATError(.gpioWrite, "pin \(id) is in mode \(mode); output is 0") }
                call.module.pins.write(id, level)
                call.module.savePins()
            },
            test: { call in call.answer("(\(call.module.pins.ids.map(String.init).joined(separator: ","))),(0-1)") }),
        ATCommand(
            "+ULWM2MPULSE", "pulse of lua_send_pulse", on: .having { product in product.hasPulse },
            set: { call in try setPulse(call) }, read: { call in call.printPulses() },
            test: { call in call.printPulses() }),
    ]

    private static func configure(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(2...3)
        let id = try call.pin()
        let mode = try call.parameters.integer(1, "gpio_mode")
        let value = try call.parameters.integerIfGiven(2, "gpio_out_val", in: 0...2) ?? 0
        guard call.module.pins.modes.contains(mode), mode != Pins.lwm2mPulse || call.module.pins.takesPulse(id) else {
            throw ATError(.gpioMode, "pin \(id) has no mode \(mode)", column: call.parameters.list[1].column)
        }
        call.module.pins.configure(id, mode: mode, level: value)
        call.module.savePins()
    }

    private static func setPulse(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(4...4)
        let id = try call.pin()
        guard call.module.pins.pins[id]?.mode == Pins.lwm2mPulse else {
            throw ATError(ATAssumptions.pulseOnOtherMode, "pin \(id) is not in mode 25: AT+UGPIOC=\(id),25 first")
        }
        let level = try call.parameters.integer(1, "level", in: 0...1)
        let time = try call.parameters.integer(2, "time", in: 0...10_000)
        let persists = try call.parameters.integer(3, "persist", in: 0...1)
        call.module.pins.setPulse(id, Pins.Pulse(level: level, time: time, isPersistent: persists))
        call.module.savePins()
    }
}

extension ATCall {
    /// The pin that the first parameter names.
    func pin() throws(ATError) -> Int {
        let id = try parameters.integer(0, "gpio_id")
        guard module.pins.pins[id] != nil else {
            throw ATError(.wrongGPIO, "\(product.name) has no pin \(id)", column: parameters.list[0].column)
        }
        return id
    }

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
