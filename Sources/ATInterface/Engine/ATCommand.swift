/// A command of the module: its name, the forms it has, where it exists, and what it does.
public struct ATCommand: Sendable {
    /// Does the work of one form; a refusal is thrown. What is not said otherwise ends with `OK`.
    ///
    /// What is thrown is an `ATError`; closures cannot say so yet.
    public typealias Handler = @Sendable (ATCall) throws -> Void

    /// What the test form answers.
    enum Test: Sendable {
        /// The ranges of the parameters; `OK` alone where there are none to show.
        case ranges
        /// The form does not exist.
        case none
        /// Something of its own.
        case answers(Handler)
    }

    /// In upper case: `+ULWM2MLIST`, `E`, `&K`.
    public let name: String
    /// What it does, in a few words, for people.
    public let summary: String
    /// Where it exists.
    public let availability: ATAvailability
    /// What the set form takes; nil without one.
    public let syntax: ATSyntax?
    private let handlers: [ATForm: Handler]
    /// Whether it has to stand alone on its line (UBX-17003787 R13 §1.1.4.1).
    let isAlone: Bool

    /// A command with the forms that are given.
    ///
    /// - Parameter syntax: what the set form takes, checked before it runs.
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
        var handlers: [ATForm: Handler] = [:]
        handlers[.set] = set
        handlers[.read] = read
        handlers[.action] = action
        switch test {
        case .none: break
        case .answers(let handler): handlers[.test] = handler
        case .ranges:
            let shown = syntax.flatMap { $0.isShown ? $0 : nil }
            handlers[.test] = { call in if let shown { call.answer(shown.shown(on: call.module)) } }
        }
        self.handlers = handlers
    }

    /// The forms that it has.
    public var forms: [ATForm] { ATForm.allCases.filter { handlers[$0] != nil } }

    func handler(_ form: ATForm) -> Handler? { handlers[form] }

    /// A command that is asked by its name alone; basic commands have no test form.
    static func action(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere, _ action: @escaping Handler
    ) -> ATCommand {
        ATCommand(name, summary, on: availability, test: name.hasPrefix("+") ? .ranges : .none, action: action)
    }
}
