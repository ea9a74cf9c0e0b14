import Emulator
import Modem

extension ATCommandTable {
    /// The commands of V.250, the form of errors, and what belongs to the port itself.
    ///
    /// - Source: UBX-17003787 R13, chapters 5.9 and 10.
    static let basicCommands: [ATCommand] = [
        .action("E", "echo") { call in
            let echoes = try call.basicNumber(of: [0, 1], default: 1) == 1
            call.session.settings.echoes = echoes
            if !call.product.group.isR5 { call.module.set(.echo, to: echoes ? nil : "0") }
        },
        .action("Q", "result codes") { call in
            call.session.settings.isQuiet = try call.basicNumber(of: [0, 1], default: 0) == 1
        },
        .action("V", "result codes as words") { call in
            call.session.settings.isVerbose = try call.basicNumber(of: [0, 1], default: 1) == 1
        },
        ATCommand("S", "registers", set: setRegister, read: readRegister, test: nil),
        .action("Z", "the stored settings again") { call in
            _ = try call.basicNumber(of: [0, 1], default: 0)
            call.session.settings = call.module.portSettings
        },
        .action("&F", "factory settings") { call in
            _ = try call.basicNumber(of: [0], default: 0)
            call.session.settings = PortSettings()
        },
        .action("&W", "stores the settings", on: .notOnR41) { call in
            _ = try call.basicNumber(of: [0, 1], default: 0)
            call.module.set(.echo, to: call.session.settings.echoes ? nil : "0")
        },
        .action("&V", "shows the settings", showSettings),
        ignored("X", "progress results", 0...4), ignored("L", "loudness", 0...3), ignored("M", "loudspeaker", 0...3),
        ignored("&C", "line DCD", 0...2), ignored("&D", "line DTR", 0...3), ignored("&S", "line DSR", 0...2),
        ignored("&K", "flow control", 0...6), ignored("&Y", "profile at power-on", 0...1),
        .action("I", "who the module is", identify),
        .action("D", "dials; there is no data mode") { call in call.outcome = .final(.noCarrier) },
        .action("H", "hangs up") { call in _ = try call.basicNumber(of: [0, 1], default: 0) },
        .action("O", "back to data mode") { call in call.outcome = .final(.noCarrier) },
        ATCommand(
            "+CMEE", "form of errors",
            set: { call in
                try call.parameters.expect(1...1)
                call.session.settings.errorMode = try call.parameters.integerIfGiven(0, "n", in: 0...2) ?? 0
            }, read: { call in call.answer("\(call.session.settings.errorMode)") },
            test: { call in call.answer("(0-2)") }),
        ATCommand(
            "+IPR", "speed of the port",
            set: { call in
                try call.parameters.expect(1...1)
                let speed = try call.parameters.choice(0, "rate", of: speeds) ?? 0
                call.module.set(.speed, to: "\(speed)")
            }, read: { call in call.answer("\(call.module.speed)") },
            test: { call in
                call.answer("(0,9600,19200,38400,57600,115200,230400,460800,921600),()")
            }),
        ATCommand(
            "+IFC", "flow control",
            set: { call in try call.keep(1...2) },
            read: { call in call.answer(call.module.network.kept["+IFC"] ?? "2,2") },
            test: { call in call.answer("(0-2),(0-2)") }),
        ATCommand(
            "+CSCS", "character set",
            set: { call in
                try call.parameters.expect(1...1)
                let name = try call.parameters.string(0, "chset")
                guard characterSets.contains(name) else {
                    throw ATError.syntax(
                        "<chset> '\(name)' is none of \(characterSets.joined(separator: ", "))",
                        column: call.parameters.list[0].column)
                }
                try call.keep(1...1)
            }, read: { call in call.answer(call.kept() ?? "\"\(characterSets[0])\"") },
            test: { call in call.answer("(\(characterSets.map { "\"\($0)\"" }.joined(separator: ",")))") }),
        .action("+GCAP", "what the module can do") { call in call.answer("+FCLASS,+CGSM") },
    ]

    /// Sets in which all texts of the module look the same: they are ASCII.
    private static let characterSets = ["IRA", "GSM", "8859-1"]

    private static let speeds = [
        0, 300, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 3_000_000,
    ]

    /// A command whose number has no effect on a port without lines.
    private static func ignored(_ name: String, _ summary: String, _ range: ClosedRange<Int>) -> ATCommand {
        .action(name, summary) { call in _ = try call.basicNumber(of: Array(range), default: 0) }
    }

    private static let setRegister: ATCommand.Handler = { call in
        let number = try call.register()
        let value = try call.parameters.integer(1, "value", in: 0...255)
        // The line end, the line feed and the backspace are ASCII (UBX-17003787 R13 §10.12 to §10.14).
        guard ![3, 4, 5].contains(number) || value <= 127 else {
            throw ATError.syntax(
                "register \(number) takes 0 to 127, not \(value)", column: call.parameters.list[1].column)
        }
        call.session.settings.registers[number] = UInt8(value)
    }

    private static let readRegister: ATCommand.Handler = { call in
        let number = try call.register()
        call.print(threeDigits(Int(call.session.settings.registers[number] ?? 0)))
    }

    private static func threeDigits(_ value: Int) -> String {
        String(repeating: "0", count: max(0, 3 - String(value).utf8.count)) + String(value)
    }

    private static let showSettings: ATCommand.Handler = { call in
        let settings = call.session.settings
        let registers = settings.registers.sorted { $0.key < $1.key }.map { number, value in
            "S\(number < 10 ? "0" : "")\(number):\(threeDigits(Int(value)))"
        }
        let flags = "E\(settings.echoes ? 1 : 0), Q\(settings.isQuiet ? 1 : 0), V\(settings.isVerbose ? 1 : 0), X4"
        call.print("ACTIVE PROFILE:")
        call.print("&C1, &D1, &S1, &K3, \(flags), \(registers.joined(separator: ", ")), +IPR:\(call.module.speed)")
    }
}

extension ATCall {
    /// The number of a basic command, `1` in `ATE1`.
    func basicNumber(of values: [Int], default number: Int) throws(ATError) -> Int {
        try parameters.choice(0, "value", of: values) ?? number
    }

    /// The number of an S register that exists.
    func register() throws(ATError) -> Int {
        let number = try parameters.integer(0, "register")
        guard session.settings.registers[number] != nil else {
            throw .syntax("there is no register \(number)", column: parameters.list[0].column)
        }
        return number
    }
}
