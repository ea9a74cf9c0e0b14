import Lua

/// What the scripts see of the module they run on.
///
/// - Source: UBX-18068860 R09 §6.
package struct ScriptBindings: Hashable, Sendable {
    /// How `lua_send_urc` is called.
    ///
    /// - Source: UBX-18068860 R09 §5.4.
    package enum URCForm: Hashable, Sendable {
        /// `lua_send_urc(length, text)`: SARA-R4, SARA-R422, LEXI-R4.
        case lengthAndText
        /// `lua_send_urc(text)`: SARA-R5 00B types.
        case text
        /// Both: the other SARA-R5 types.
        case either
    }

    /// The name of the product, for messages.
    package var product: String
    /// Which form of `lua_send_urc` the product accepts.
    package var urcForm: URCForm
    /// Whether `lua_send_pulse` exists; not on SARA-R5.
    package var hasPulse: Bool
    /// What `lua_modem_get_imei` returns, 15 digits.
    package var imei: String
    /// What `lua_modem_get_msisdn` returns.
    package var msisdn: String
    /// What `lua_modem_get_carrier_id` returns: the number of the MNO profile.
    package var carrierID: Int

    package init(
        product: String, urcForm: URCForm, hasPulse: Bool, imei: String = "004999010640000",
        msisdn: String = "+10000000000", carrierID: Int = 90
    ) {
        self.product = product
        self.urcForm = urcForm
        self.hasPulse = hasPulse
        self.imei = imei
        self.msisdn = msisdn
        self.carrierID = carrierID
    }
}

/// The functions that the client registers for the scripts.
///
/// - Source: UBX-18068860 R09 §5.4, §5.5, §6.
extension ObjectHost {
    private struct Binding {
        let name: String
        let body: (LuaArguments) throws(LuaError) -> [LuaValue]

        init(_ name: String, _ body: @escaping (LuaArguments) throws(LuaError) -> [LuaValue]) {
            (self.name, self.body) = (name, body)
        }
    }

    func registerBindings() throws(LuaError) {
        for binding in plainBindings { try lua.register(binding.name, binding.body) }
        if bindings.hasPulse { try lua.register(pulse.name, pulse.body) }
    }

    /// Provides the functions that a state from an image has registered.
    func provideBindings() {
        for binding in plainBindings { lua.provide(binding.body) }
        if bindings.hasPulse { lua.provide(pulse.body) }
    }

    func bindingsChanged(from old: ScriptBindings) {
        guard bindings.hasPulse != old.hasPulse else { return }
        // If there is no memory for it, the script's next call reports that.
        if bindings.hasPulse {
            try? lua.register(pulse.name, pulse.body)
        } else {
            try? lua.setGlobal(pulse.name, .nil)
        }
    }

    /// All but the pulse, in the order in which they are registered.
    private var plainBindings: [Binding] {
        [
            Binding("lua_send_urc") { [unowned self] (arguments) throws(LuaError) in
                let text = try urcText(arguments)
                try count(text.bytes.count)
                emit(.urc(text))
                return []
            },
            Binding("lua_modem_get_imei") { [unowned self] _ in
                hasToldIMEI = true
                return [.text(bindings.imei)]
            },
            Binding("lua_modem_get_msisdn") { [unowned self] _ in [.text(bindings.msisdn)] },
            Binding("lua_modem_get_carrier_id") { [unowned self] _ in [.integer(Int64(bindings.carrierID))] },
            Binding("lua_system_reboot") { [unowned self] (_) throws(LuaError) in
                try count(0)
                emit(.reboot)
                return []
            },
            Binding("lua_system_factory_reset") { [unowned self] (_) throws(LuaError) in
                try count(0)
                emit(.factoryReset)
                return []
            },
        ]
    }

    private var pulse: Binding {
        Binding("lua_send_pulse") { [unowned self] (arguments) throws(LuaError) in
            let pin = try arguments.integer(1)
            try count(0)
            emit(.pulse(pin: pin))
            return []
        }
    }

    /// The text of a URC, if the call has the form that the product accepts.
    private func urcText(_ arguments: LuaArguments) throws(LuaError) -> LuaString {
        switch (bindings.urcForm, arguments.count) {
        case (.text, 1), (.either, 1):
            if let text = try arguments.bytes(1) { return text }
        case (.lengthAndText, 2), (.either, 2):
            let first = try arguments.value(1)
            guard let text = try arguments.bytes(2) else { break }
            if case .number(let length) = first, first.integer == nil {
                throw LuaError(.runtime, "lua_send_urc takes a whole number as the length, and not \(length)")
            }
            guard let length = first.integer else { break }
            // Only the first bytes are used.
            guard length < text.bytes.count else { return text }
            return LuaString(Array(text.bytes.prefix(Int(max(0, length)))))
        default: break
        }
        let wanted =
            switch bindings.urcForm {
            case .lengthAndText: "(length, text)"
            case .text: "(text)"
            case .either: "(text) or (length, text)"
            }
        var given: [String] = []
        for position in 1..<(arguments.count + 1) { given.append(try arguments.value(position).typeName) }
        throw LuaError(
            .runtime,
            "lua_send_urc takes \(wanted) on \(bindings.product), and was called with (\(given.joined(separator: ", ")))"
        )
    }
}
