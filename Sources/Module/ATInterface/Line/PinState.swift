/// A GPIO pin as people see it.
package struct PinState: Hashable, Sendable {
    /// As in `+UGPIOC`.
    package var id: Int
    /// As in `+UGPIOC`: 0 for an output, 25 for the pulses of scripts, 255 if it is disabled.
    package var mode: Int
    /// 0 or 1.
    package var level: Int
    /// The level of a pulse of a script.
    package var pulseLevel: Int
    /// Milliseconds of a pulse of a script; 0 for no end.
    package var pulseTime: Int
}

extension ATModule {
    /// The pins, in the order in which they are listed.
    package var pinStates: [PinState] {
        pins.ids.map { id in
            let (pin, pulse) = (pins.pins[id] ?? Pins.Pin(), pins.pulses[id] ?? Pins.Pulse())
            return PinState(
                id: id, mode: pin.mode, level: pin.level, pulseLevel: pulse.level, pulseTime: pulse.time)
        }
    }
}
