import Modem

extension ATCall {
    var product: Product { module.product }

    /// Takes a set form whose value has no effect on the emulated module but can be read back.
    func keep() throws(ATError) { try keep(1...9) }

    /// The same with a number of parameters.
    func keep(_ counts: ClosedRange<Int>) throws(ATError) {
        try parameters.expect(counts)
        module.network.kept[command.name] = parameters.list.map(\.text).joined(separator: ",")
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
