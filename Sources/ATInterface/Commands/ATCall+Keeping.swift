import Modem

extension Product {
    /// SARA-R410M and SARA-R412M.
    var isR41: Bool { group.isR41 }
    /// SARA-R422 and LEXI-R422.
    var isR422: Bool { group == .r422Version00B || group == .r422Version01B || group == .lexi }
}

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
