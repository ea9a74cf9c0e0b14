import Modem

extension ATCall {
    var product: Product { module.product }

    /// Takes values that have no effect on the emulated module but can be read back; what is left out is as new.
    ///
    /// - Parameters:
    ///   - new: what the read form answers on a new module; it says how many values there are.
    ///   - setting: where NVM keeps them; nil for what a reset ends.
    func keep(over new: String = "", in setting: ATModule.Setting? = nil) {
        var fields = new.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for (index, parameter) in parameters.list.enumerated() where !parameter.text.isEmpty {
            while fields.count <= index { fields.append("") }
            fields[index] = parameter.text
        }
        let text = fields.joined(separator: ",")
        if let setting { module.set(setting, to: text) } else { module.network.kept[command.name] = text }
    }

    /// What `keep` took; nil before it did.
    func kept(in setting: ATModule.Setting? = nil) -> String? {
        setting.map { module.text($0) } ?? module.network.kept[command.name]
    }
}

extension ATCommandTable {
    /// A command whose values are kept and have no effect on the emulated network.
    ///
    /// - Parameter setting: where NVM keeps them; nil for what a reset ends.
    static func kept(
        _ name: String, _ summary: String, _ new: String, takes syntax: ATSyntax,
        in setting: ATModule.Setting? = nil
    ) -> ATCommand {
        ATCommand(
            name, summary, takes: syntax, set: { call in call.keep(over: new, in: setting) },
            read: { call in call.answer(call.kept(in: setting) ?? new) })
    }
}

extension ATParameter {
    /// As it would be typed.
    var text: String {
        switch value {
        case .omitted: ""
        case .number(let text), .word(let text): text
        case .string(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
        }
    }
}
