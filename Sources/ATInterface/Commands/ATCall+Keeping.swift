import Modem

extension ATCall {
    var product: Product { module.product }

    /// Takes a set form whose value has no effect on the emulated module but can be read back.
    func keep() throws(ATError) { try keep(1...9) }

    /// The same with a number of parameters.
    ///
    /// - Parameter setting: where NVM keeps it; nil for what a reset ends.
    func keep(_ counts: ClosedRange<Int>, in setting: ATModule.Setting? = nil) throws(ATError) {
        try parameters.expect(counts)
        let text = parameters.list.map(\.text).joined(separator: ",")
        if let setting { module.set(setting, to: text) } else { module.network.kept[command.name] = text }
    }

    /// What `keep` took; nil before it did.
    func kept(in setting: ATModule.Setting? = nil) -> String? {
        setting.map { module.text($0) } ?? module.network.kept[command.name]
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
