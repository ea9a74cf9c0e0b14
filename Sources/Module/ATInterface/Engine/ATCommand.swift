package import Products

/// A command of the module: its name, its forms, where it exists, and what it does.
package struct ATCommand: Sendable {
    /// Does the work of one form; an error it throws becomes a refusal (`ATError.init(of:)`). Unless it says otherwise,
    /// the command ends with `OK`.
    typealias Handler = @Sendable (ATCall) throws -> Void

    /// What the test form answers.
    enum Test: Sendable {
        /// The ranges of the parameters; `OK` alone if there are none to show.
        case ranges
        /// The form does not exist.
        case none
        /// A custom answer.
        case answers(Handler)
    }

    /// In upper case: `+ULWM2MLIST`, `E`, `&K`.
    package let name: String
    /// What it does, in a few words for people.
    package let summary: String
    /// Where it exists.
    let availability: ATAvailability
    /// What the set form accepts; nil if there is none.
    package let syntax: ATSyntax?
    /// What each form does; nil if the command does not have that form.
    private let set, read, tested, action: Handler?
    /// Whether it must be alone on its line (UBX-17003787 R13 §1.1.4.1).
    let isAlone: Bool

    /// A command with the given forms.
    ///
    /// - Parameter syntax: what the set form accepts, checked before it runs.
    init(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere,
        isAlone: Bool = false, takes syntax: ATSyntax? = nil, set: Handler? = nil, read: Handler? = nil,
        test: Test = .ranges, action: Handler? = nil
    ) {
        self.name = name
        self.summary = summary
        self.availability = availability
        self.isAlone = isAlone
        self.syntax = syntax
        (self.set, self.read, self.action) = (set, read, action)
        switch test {
        case .none: tested = nil
        case .answers(let handler): tested = handler
        case .ranges:
            let shown = syntax.flatMap { $0.isShown ? $0 : nil }
            tested = { call in if let shown { call.answer(shown.shown(on: call.module)) } }
        }
    }

    /// The forms of the command.
    package var forms: [ATForm] { ATForm.allCases.filter { handler($0) != nil } }

    func handler(_ form: ATForm) -> Handler? {
        switch form {
        case .set: set
        case .read: read
        case .test: tested
        case .action: action
        }
    }

    /// A command invoked by its name alone; basic commands have no test form.
    static func action(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere, _ action: @escaping Handler
    ) -> ATCommand {
        ATCommand(name, summary, on: availability, test: name.hasPrefix("+") ? .ranges : .none, action: action)
    }
}

/// The form in which a command is typed.
///
/// - Source: V.250 §5.4; UBX-17003787 R13 §1.1.3.
package enum ATForm: String, Hashable, Sendable, CaseIterable {
    /// `AT+X=...`
    case set
    /// `AT+X?`
    case read
    /// `AT+X=?`
    case test
    /// `AT+X`
    case action
}

/// Which products have a command, and under which operator profiles.
struct ATAvailability: Sendable {
    private let includes: @Sendable (Product, Int) -> Bool

    init(_ includes: @escaping @Sendable (_ product: Product, _ profile: Int) -> Bool) { self.includes = includes }

    /// Whether a product has the command while the operator profile with this number is active.
    func includes(_ product: Product, profile: Int) -> Bool { includes(product, profile) }

    static let everywhere = ATAvailability { _, _ in true }
    static let onR5 = ATAvailability { product, _ in product.group.isR5 }
    static let notOnR5 = ATAvailability { product, _ in !product.group.isR5 }
    static let notOnR41 = ATAvailability { product, _ in !product.group.isR41 }

    /// Where the host can access Objects and servers.
    static let reachingObjects = having { product in product.commands.hasObjectCommands }

    /// Where the product's commands have a feature.
    static func having(_ feature: @escaping @Sendable (Product) -> Bool) -> ATAvailability {
        ATAvailability { product, _ in feature(product) }
    }
}

/// All commands, by name.
package struct ATCommandTable: Sendable {
    /// In the order of the command families.
    package let commands: [ATCommand]
    private let byName: [String: [ATCommand]]

    init(_ families: [[ATCommand]]) {
        commands = families.flatMap { $0 }
        byName = Dictionary(grouping: commands, by: \.name)
    }

    /// The commands of all products. To add one, add a row to its family in `Commands/`.
    package static let all = ATCommandTable([
        basicCommands, identityCommands, powerCommands, sleepCommands, simCommands, profileCommands, contextCommands,
        connectionCommands, radioCommands, cellCommands, fileCommands, pinCommands, hostDeviceCommands,
        clientCommands, objectCommands, serverCommands,
        configurationCommands,
    ])

    /// The command that a product has under a profile; nil if it has none with this name.
    package func command(_ name: String, on product: Product, profile: Int) -> ATCommand? {
        byName[name]?.first { $0.availability.includes(product, profile: profile) }
    }

    /// The commands that a product has under a profile.
    package func commands(on product: Product, profile: Int) -> [ATCommand] {
        commands.filter { $0.availability.includes(product, profile: profile) }
    }

    /// Whether any product has a command with this name.
    func knows(_ name: String) -> Bool { byName[name] != nil }
}
