import Emulator
import Modem

extension ATCommandTable {
    /// The registration with the network.
    ///
    /// - Source: UBX-17003787 R13, chapter 7.
    static let networkCommands: [ATCommand] = [
        ATCommand(
            "+COPS", "network operator", set: { call in try selectOperator(call) },
            read: { call in readOperator(call) },
            test: { call in
                let network = call.module.network
                call.outcome = .wait(
                    ATWait(until: call.time + ATAssumptions.networkSearchTime, isAbortable: true) { call in
                        let name = "\"\(Network.name)\",\"\(Network.name)\",\"\(Network.number)\""
                        let found = network.isOutOfReach ? "" : "(1,\(name),\(Network.technology)),"
                        call.answer(found + ",(0,1,2,3,4),(0,1,2)")
                    })
            }),
        registration("+CREG", "registration") { _ in 2 }, registration("+CGREG", "registration for packets") { _ in 2 },
        registration("+CEREG", "registration on LTE") { $0.group.isR5 ? 5 : 4 },
        .action("+CSQ", "signal") { call in call.answer(call.module.isRegistered ? "20,3" : "99,99") },
        .action("+CESQ", "signal, extended") { call in
            call.answer(call.module.isRegistered ? "99,99,255,255,20,50" : "99,99,255,255,255,255")
        },
        .action("+CEER", "why a connection ended") { call in call.answer("\"No cause information available\"") },
        kept("+CTZU", "clock from the network", "0", test: "(0,1)"),
        kept("+URAT", "radio access technology", "7", test: "(7,8)", in: .technology),
        ATCommand(
            "+UBANDMASK", "bands", set: { call in try setBands(call) },
            read: { call in call.answer(call.kept(in: .bands) ?? ATAssumptions.bands) },
            test: { call in call.answer("(0,1),(0-18446744073709551615)") }),
        kept("+CEMODE", "mode of operation", "0", test: "(0-3)", in: .operation),
        kept("+CGEREP", "URCs of the packet domain", "0,0", test: "(0-2),(0,1)"),
        ATCommand(
            "+UCGED", "information on the cell", set: { call in try call.keep(1...1) },
            read: { call in readCell(call) }, test: { call in call.answer("(0,2,5)") }),
        kept("+CMGF", "format of messages", "0", test: "(0,1)"),
        ATCommand(
            "+UREG", "registration for packets, in detail", set: { call in try call.keep(1...1) },
            read: { call in
                call.answer("\(call.module.network.kept["+UREG"] ?? "0"),\(call.module.isRegistered ? 7 : 0)")
            }, test: { call in call.answer("(0,1)") }),
    ]

    /// A command whose value is kept and has no effect on the emulated network.
    ///
    /// - Parameter setting: where NVM keeps it; nil for what a reset ends.
    static func kept(
        _ name: String, _ summary: String, _ value: String, test: String, in setting: ATModule.Setting? = nil
    ) -> ATCommand {
        ATCommand(
            name, summary, set: { call in try call.keep(0...4, in: setting) },
            read: { call in call.answer(call.kept(in: setting) ?? value) },
            test: { call in call.answer(test) })
    }

    /// The bands of one technology; those of the other stay.
    private static func setBands(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(2...3)
        let technology = try call.parameters.integer(0, "rat", in: 0...1)
        let mask = call.parameters.list[1].text
        guard UInt64(mask) != nil else {
            throw .syntax("<mask> '\(mask)' is no number", column: call.parameters.list[1].column)
        }
        var masks = (call.kept(in: .bands) ?? ATAssumptions.bands).split(separator: ",").map(String.init)
        masks += ["0", "0", "1", "0"].dropFirst(masks.count)
        masks[technology * 2 + 1] = mask
        call.module.set(.bands, to: masks.joined(separator: ","))
    }

    /// - Parameter highest: the highest `<n>` that a product takes.
    private static func registration(
        _ name: String, _ summary: String, _ highest: @escaping @Sendable (Product) -> Int
    ) -> ATCommand {
        ATCommand(
            name, summary,
            set: { call in
                try call.parameters.expect(1...1)
                let mode = try call.parameters.integerIfGiven(0, "n", in: 0...highest(call.product)) ?? 0
                call.module.network.reporting[name] = mode
            },
            read: { call in
                let mode = call.module.network.reporting[name] ?? 0
                call.answer("\(mode),\(call.module.registrationText(name, mode))")
            }, test: { call in call.answer("(0-\(highest(call.product)))") })
    }

    private static func selectOperator(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(0...4)
        let mode = try call.parameters.integerIfGiven(0, "mode", in: 0...4) ?? 0
        let format = try call.parameters.integerIfGiven(1, "format", in: 0...2)
        let name = try call.parameters.stringIfGiven(2, "oper")
        let module = call.module
        switch mode {
        case 2:
            module.network.mode = 2
            module.updateNetwork()
        case 3:
            module.network.format = format ?? 0
        default:
            if mode != 0 { guard name != nil else { throw .syntax("<oper> is missing") } }
            // A blind or wrong name leads nowhere, unless the mode allows to go on.
            let isKnown = name == nil || name == Network.name || name == Network.number
            guard isKnown || mode == 4 || mode == 0 else { throw .notAllowed("there is no network '\(name ?? "")'") }
            if let format { module.network.format = format }
            module.network.mode = mode == 4 ? 0 : mode
            module.updateNetwork()
            guard !module.isRegistered, let ready = module.network.nextDeadline else { return }
            call.outcome = .wait(ATWait(until: ready, isAbortable: true) { _ in })
        }
    }

    private static func readOperator(_ call: ATCall) {
        let network = call.module.network
        guard network.isRegistered else { return call.answer("\(network.mode)") }
        let name = network.format == 2 ? Network.number : Network.name
        call.answer("\(network.mode),\(network.format),\"\(name)\",\(Network.technology)")
    }

    private static func readCell(_ call: ATCall) {
        let mode = call.module.network.kept["+UCGED"] ?? "0"
        if mode == "5" {
            call.print("+RSRP: 162,5110,\"-080.00\",")
            return call.print("+RSRQ: 162,5110,\"-10.00\",")
        }
        call.answer(mode)
        guard mode == "2" else { return }
        call.print("6,4,001,01")
        let shared = "5110,4,50,25,\(Network.area)"
        guard call.product.group.isR5 else {
            return call.print("\(shared),162,-80,-10,131,-1,3,255,128,\"01A2D001\"")
        }
        call.print("\(shared),1a2d001,162,00000000,ffff,ff,60,20,1.00,255,255,255,67,11,255,0,255,255,0,0")
    }
}
