import Emulator
import Products

extension ATCommandTable {
    /// The radio cell: its signal, its bands, and what the module reports about it.
    ///
    /// - Source: UBX-17003787 R13, chapter 7.
    static let cellCommands: [ATCommand] = [
        .action("+CSQ", "signal") { call in
            call.answer(call.module.signal.map { "\($0.power),\($0.quality)" } ?? "99,99")
        },
        .action("+CESQ", "signal, extended") { call in
            call.answer(
                "99,99,255,255,"
                    + (call.module.signal.map { "\($0.referenceQuality),\($0.referencePower)" } ?? "255,255"))
        },
        .action("+CEER", "why a connection ended") { call in call.answer("\"No cause information available\"") },
        kept("+CTZU", "clock from the network", "0", takes: ATSyntax(.flag("onoff"))),
        kept(
            "+URAT", "radio access technology", "7",
            takes: .of { module in
                // SARA-R412M also supports GPRS.
                let technologies = [7, 8] + (module.product.name.hasPrefix("SARA-R412M") ? [9] : [])
                return [ATField.choice("first", technologies)]
                    + technologies.dropFirst().map { _ in ATField.choice("next", technologies).optional }
            }, in: .technology),
        ATCommand(
            "+UBANDMASK", "bands",
            takes: .of { module in
                [ATField.flag("rat"), ATField.mask("bands")]
                    + (module.product.group.isR5 ? [ATField.mask("upper_bands").optional] : [])
            },
            set: { call in try setBands(call) }, read: { call in call.answer(call.module.bands.joined(separator: ",")) }
        ),
        kept("+CEMODE", "mode of operation", "0", takes: ATSyntax(.number("mode", 0...3)), in: .operation),
        kept(
            "+CGEREP", "URCs of the packet domain", "0,0",
            takes: ATSyntax(.number("mode", 0...2).optional, .flag("bfr").optional)),
        ATCommand(
            "+UCGED", "information on the cell", takes: ATSyntax(.choice("mode", [0, 2, 5])),
            set: { call in call.keep(over: "0") }, read: { call in readCell(call) }),
        kept("+CMGF", "format of messages", "0", takes: ATSyntax(.flag("mode").optional)),
    ]

    /// Sets the bands of one technology; those of the other stay.
    private static func setBands(_ call: ATCall) throws(ATError) {
        let technology = try call.parameters.integer(0, "rat")
        var bands = call.module.bands
        let first = technology * bands.count / 2
        for (index, parameter) in call.parameters.list.enumerated().dropFirst() where !parameter.text.isEmpty {
            bands[first + index] = parameter.text
        }
        call.module.nvm[.bands] = bands.joined(separator: ",")
    }

    private static func readCell(_ call: ATCall) {
        let mode = call.kept() ?? (call.product.group.isR5 ? ATAssumptions.cellInformationOnR5 : "0")
        let signal = CellSignal(call.module.device.connectivity)
        if mode == "5" {
            call.print("+RSRP: 162,5110,\"\(signal.paddedStrength).00\",")
            return call.print("+RSRQ: 162,5110,\"-10.00\",")
        }
        call.answer(mode)
        guard mode == "2" else { return }
        call.print("6,4,001,01")
        let shared = "5110,4,50,25,\(Radio.area)"
        guard call.product.group.isR5 else {
            return call.print("\(shared),162,\(signal.strength),-10,131,-1,3,255,128,\"01A2D001\"")
        }
        call.print(
            "\(shared),1a2d001,162,00000000,ffff,ff,\(signal.strengthIndex),20,1.00,255,255,255,67,11,255,0,255,255,0,0"
        )
    }
}

extension ATModule {
    /// The number and masks of each technology: one mask on SARA-R4, two on SARA-R5.
    var bands: [String] {
        if let kept = nvm[.bands] { return kept.split(separator: ",").map(String.init) }
        let masks = [ATAssumptions.bands] + (product.group.isR5 ? [ATAssumptions.upperBands] : [])
        return ["0"] + masks + ["1"] + masks
    }
}
