/// A command of the module: its name, the forms it has, where it exists, and what it does.
public struct ATCommand: Sendable {
    /// Does the work of one form; a refusal is thrown. What is not said otherwise ends with `OK`.
    ///
    /// What is thrown is an `ATError`; closures cannot say so yet.
    public typealias Handler = @Sendable (ATCall) throws -> Void

    /// In upper case: `+ULWM2MLIST`, `E`, `&K`.
    public let name: String
    /// What it does, in a few words, for people.
    public let summary: String
    /// Where it exists.
    public let availability: ATAvailability
    private let handlers: [ATForm: Handler]
    /// Whether it has to stand alone on its line (UBX-17003787 R13 §1.1.4.1).
    let isAlone: Bool

    /// A command with the forms that are given.
    ///
    /// - Parameter test: `OK` alone unless told otherwise; nil where the form does not exist.
    init(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere,
        isAlone: Bool = false, set: Handler? = nil, read: Handler? = nil, test: Handler? = { _ in },
        action: Handler? = nil
    ) {
        self.name = name
        self.summary = summary
        self.availability = availability
        self.isAlone = isAlone
        var handlers: [ATForm: Handler] = [:]
        handlers[.set] = set
        handlers[.read] = read
        handlers[.test] = test
        handlers[.action] = action
        self.handlers = handlers
    }

    /// The forms that it has.
    public var forms: [ATForm] { ATForm.allCases.filter { handlers[$0] != nil } }

    func handler(_ form: ATForm) -> Handler? { handlers[form] }

    private static let answersOK: Handler = { _ in }

    /// A command that is asked by its name alone; basic commands have no test form.
    static func action(
        _ name: String, _ summary: String, on availability: ATAvailability = .everywhere, _ action: @escaping Handler
    ) -> ATCommand {
        ATCommand(name, summary, on: availability, test: name.hasPrefix("+") ? answersOK : nil, action: action)
    }
}
