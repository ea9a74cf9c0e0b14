import Emulator
import Products
import Wording

extension ATCommandTable {
    /// The V.250 commands, the error format, and the settings of the port itself.
    ///
    /// - Source: UBX-17003787 R13, chapters 5.9 and 10.
    static let basicCommands: [ATCommand] = [
        .action("E", "echo") { call in
            let echoes = try call.basicNumber(of: [0, 1], default: 1) == 1
            call.session.settings.echoes = echoes
            if !call.product.group.isR5 { call.module.nvm[.echo] = echoes ? nil : 0 }
        },
        .action("Q", "result codes") { call in
            call.session.settings.isQuiet = try call.basicNumber(of: [0, 1], default: 0) == 1
        },
        .action("V", "result codes as words") { call in
            call.session.settings.isVerbose = try call.basicNumber(of: [0, 1], default: 1) == 1
        },
        ATCommand("S", "registers", set: setRegister, read: readRegister, test: .none),
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
            call.module.nvm[.echo] = call.session.settings.echoes ? nil : 0
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
            "+CMEE", "form of errors", takes: ATSyntax(.number("n", 0...2).optional),
            set: { call in call.session.settings.errorMode = try call.parameters.integerIfGiven(0, "n") ?? 0 },
            read: { call in call.answer("\(call.session.settings.errorMode)") }),
        ATCommand(
            "+IPR", "speed of the port", takes: ATSyntax(.choice("rate", speeds), .nothing("fixed_rate")),
            set: { call in call.module.nvm[.speed] = try call.parameters.integer(0, "rate") },
            read: { call in call.answer("\(call.module.speed)") }),
        kept(
            "+IFC", "flow control", "2,2",
            takes: ATSyntax(.number("DCE_by_DTE", 0...2), .number("DTE_by_DCE", 0...2).optional)),
        kept("+CSCS", "character set", "\"\(characterSets[0])\"", takes: ATSyntax(.words("chset", characterSets))),
        ATCommand(
            "+CSGT", "greeting at the start",
            takes: ATSyntax(.flag("mode"), .text("text", 0...longestGreeting, shown: "\(longestGreeting)").optional),
            set: { call in try setGreeting(call) },
            read: { call in
                let greeting = call.module.greeting
                call.answer("\"\(greeting.text)\",\(greeting.isOn ? 1 : 0)")
            }),
        kept("+UCTS", "line CTS", "1", takes: ATSyntax(.flag("level"))),
        .action("+GCAP", "what the module can do") { call in call.answer("+FCLASS,+CGSM") },
    ]

    /// Character sets in which all texts of the module look the same, because they are ASCII.
    private static let characterSets = ["IRA", "GSM", "8859-1"]

    private static let speeds = [0, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600]

    /// Bytes; the limit of the manufacturer's public host library.
    private static let longestGreeting = 49

    /// A text that is left out keeps its value.
    private static func setGreeting(_ call: ATCall) throws(ATError) {
        let isOn = try call.parameters.integer(0, "mode") == 1
        let text = try call.parameters.stringIfGiven(1, "text") ?? call.module.greeting.text
        guard text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != 34 }) else {
            throw .syntax("<text> is not plain ASCII", column: call.parameters.list[1].column)
        }
        call.module.nvm[.greeting] = "\(isOn ? 1 : 0)\(text)"
    }

    /// A command whose number has no effect on a port without control lines.
    private static func ignored(_ name: String, _ summary: String, _ range: ClosedRange<Int>) -> ATCommand {
        .action(name, summary) { call in _ = try call.basicNumber(of: Array(range), default: 0) }
    }

    private static let setRegister: ATCommand.Handler = { call in
        let number = try call.register()
        let value = try call.parameters.integer(1, "value", in: 0...255)
        // The line end, the line feed and the backspace must be ASCII (UBX-17003787 R13 §10.12 to §10.14).
        guard ![3, 4, 5].contains(number) || value <= 127 else {
            throw ATError.syntax(
                "register \(number) takes 0 to 127, not \(value)", column: call.parameters.list[1].column)
        }
        call.session.settings.registers[number] = UInt8(value)
    }

    private static let readRegister: ATCommand.Handler = { call in
        let number = try call.register()
        call.print(Digits.padded(call.session.settings.registers[number] ?? 0, to: 3))
    }

    /// SARA-R4 shows only the profile in use; SARA-R5 also shows the two stored ones.
    private static let showSettings: ATCommand.Handler = { call in
        let profile = profileText(call.session.settings, speed: call.module.speed)
        call.print("ACTIVE PROFILE:")
        call.print(profile)
        guard call.product.group.isR5 else { return }
        let stored = profileText(call.module.portSettings, speed: call.module.speed)
        for number in 0...1 {
            call.print("STORED PROFILE \(number):")
            call.print(number == 0 ? stored : profileText(PortSettings(), speed: call.module.speed))
        }
    }

    private static func profileText(_ settings: PortSettings, speed: Int) -> String {
        let registers = settings.registers.sorted { $0.key < $1.key }.map { number, value in
            "S\(number < 10 ? "0" : "")\(number):\(Digits.padded(value, to: 3))"
        }
        let flags = "E\(settings.echoes ? 1 : 0), Q\(settings.isQuiet ? 1 : 0), V\(settings.isVerbose ? 1 : 0), X4"
        return "&C1, &D1, &S1, &K3, \(flags), \(registers.joined(separator: ", ")), +IPR:\(speed)"
    }
}

extension ATCall {
    /// The number of a basic command, `1` in `ATE1`.
    func basicNumber(of values: [Int], default number: Int) throws(ATError) -> Int {
        try parameters.choice(0, "value", of: values) ?? number
    }

    /// The number of an existing S register.
    func register() throws(ATError) -> Int {
        let number = try parameters.integer(0, "register")
        guard session.settings.registers[number] != nil else {
            throw .syntax("there is no register \(number)", column: parameters.list[0].column)
        }
        return number
    }
}

extension ATModule {
    /// What `+CSGT` set: a line the module sends when its port first answers.
    var greeting: (isOn: Bool, text: String) {
        let kept = nvm[.greeting] ?? "0"
        return (kept.hasPrefix("1"), String(kept.dropFirst()))
    }
}
