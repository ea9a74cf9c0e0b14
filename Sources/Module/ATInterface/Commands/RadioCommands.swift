import Emulator
import Products

extension ATCommandTable {
    /// The registration with the network.
    ///
    /// - Source: UBX-17003787 R13, chapter 7; 3GPP TS 27.007 §7.2, §7.3.
    static let radioCommands: [ATCommand] = [
        ATCommand(
            "+COPS", "network operator", takes: selection, set: { call in try selectOperator(call) },
            read: { call in readOperator(call) },
            test: .answers { call in
                try call.search { call in
                    let radio = call.module.radio
                    let name = "\"\(Radio.name)\",\"\(Radio.name)\",\"\(Radio.number)\""
                    // 1 is available, 2 is in use.
                    let state = radio.isRegistered ? 2 : 1
                    let found = radio.isOutOfReach ? "" : "(\(state),\(name),\(Radio.technology)),"
                    call.answer("\(found),\(selection.shown(on: call.module))")
                }
            }),
        registration("+CREG", "registration") { _ in 2 }, registration("+CGREG", "registration for packets") { _ in 2 },
        registration("+CEREG", "registration on LTE") { $0.group.isR5 ? 5 : 4 },
        ATCommand(
            "+CSCON", "signalling connection", takes: ATSyntax(.flag("n").optional),
            set: { call in
                call.module.radio.reporting["+CSCON"] = try call.parameters.integerIfGiven(0, "n") ?? 0
            },
            read: { call in
                let radio = call.module.radio
                call.answer("\(radio.reporting["+CSCON"] ?? 0),\(radio.isSignalling ? 1 : 0)")
            }),
        ATCommand(
            "+UREG", "registration for packets, in detail", takes: ATSyntax(.flag("n")),
            set: { call in call.keep(over: "0") },
            read: { call in call.answer("\(call.kept() ?? "0"),\(call.module.isRegistered ? 7 : 0)") }),
    ]

    /// - Parameter highest: the highest `<n>` that a product accepts.
    private static func registration(
        _ name: String, _ summary: String, _ highest: @escaping @Sendable (Product) -> Int
    ) -> ATCommand {
        ATCommand(
            name, summary, takes: .of { module in [ATField.number("n", 0...highest(module.product)).optional] },
            set: { call in
                call.module.radio.reporting[name] = try call.parameters.integerIfGiven(0, "n") ?? 0
            },
            read: { call in
                let mode = call.module.radio.reporting[name] ?? 0
                call.answer("\(mode),\(call.module.registrationText(name, mode))")
            })
    }

    // MARK: - +COPS

    private static let selection = ATSyntax.of { module in
        let modes = [0, 1, 2, 3, 4] + (module.product.group.isR5 ? [ATAssumptions.deepSearchMode] : [])
        return [
            ATField.choice("mode", modes).optional, ATField.choice("format", [0, 1, 2]).optional,
            ATField.text("oper", 0...64).optional.hidden, ATField.choice("AcT", [0, 7, 8, 9]).optional.hidden,
        ]
    }

    private static func selectOperator(_ call: ATCall) throws(ATError) {
        let mode = try call.parameters.integerIfGiven(0, "mode") ?? 0
        let format = try call.parameters.integerIfGiven(1, "format")
        let name = try call.parameters.stringIfGiven(2, "oper")
        let module = call.module
        switch mode {
        case 2:
            module.radio.mode = 2
            module.updateRadio()
        case 3:
            module.radio.format = format ?? 0
        case ATAssumptions.deepSearchMode:
            try call.search { call in
                guard !call.module.radio.isOutOfReach else { return }
                call.print(
                    "MCC:001, MNC:01, TAC:\(Radio.area), CI:\(UInt32(Radio.cell, radix: 16) ?? 0), DLF: 5110, ULF:23110, PCI:162, "
                        + "RSRP LEV:50, RSRQ LEV:20")
            }
        default:
            if mode != 0 { guard name != nil else { throw .syntax("<oper> is missing") } }
            if let format { module.radio.format = format }
            let isKnown = name == nil || name == Radio.name || name == Radio.number
            module.radio.mode = mode == 1 ? 1 : 0
            // Mode 4 falls back to automatic selection if the named network is not available.
            module.radio.selectsNone = mode == 1 && !isKnown
            module.updateRadio()
            guard !module.radio.selectsNone else {
                throw ATError(.noNetworkService, "there is no network '\(name ?? "")'")
            }
            call.awaitRegistration()
        }
    }

    private static func readOperator(_ call: ATCall) {
        let radio = call.module.radio
        guard radio.isRegistered else { return call.answer("\(radio.mode)") }
        let name = radio.format == 2 ? Radio.number : Radio.name
        call.answer("\(radio.mode),\(radio.format),\"\(name)\",\(Radio.technology)")
    }
}

extension ATCall {
    /// Answers when a search for networks has ended; a character ends it early.
    ///
    /// - throws: if the radio is off.
    func search(_ finish: @escaping (ATCall) -> Void) throws(ATError) {
        guard module.radio.hasRadio else { throw .notAllowed("the radio is off: AT+CFUN=1 first") }
        outcome = .wait(
            ATWait(
                until: time + ATAssumptions.networkSearchTime, abortableFrom: time + ATAssumptions.unabortableTime,
                finish: finish))
    }

    /// Answers when the registration in progress is complete.
    func awaitRegistration(then finish: @escaping (ATCall) throws(ATError) -> Void = { _ throws(ATError) in }) {
        guard !module.isRegistered, let ready = module.radio.registrationDue else { return }
        outcome = .wait(
            ATWait(until: ready, abortableFrom: time + ATAssumptions.unabortableTime, finish: finish))
    }
}
