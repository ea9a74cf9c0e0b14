/// One command at work: what it was given, and what it answers.
public final class ATCall {
    /// How a command goes on when its handler has returned.
    enum Outcome {
        case final(FinalResultCode)
        /// The result comes later.
        case wait(ATWait)
        /// Bytes of data follow on the line.
        case upload(ATUpload)
        /// `OK`, and then what may end the port: a reset. The rest of the line is dropped.
        case last(() -> Void)
    }

    public let module: ATModule
    public let parameters: ATParameters
    /// Seconds on the clock of the module.
    public let time: Double
    /// It has the call while that is at work.
    unowned let session: ATSession
    let command: ATCommand
    /// The lines of the information response.
    private(set) var lines: [[UInt8]] = []
    var framing = PortSettings.Framing.usual
    var outcome = Outcome.final(.ok)

    init(_ request: ATRequest, _ command: ATCommand, in session: ATSession, at time: Double) {
        module = session.module
        parameters = request.parameters
        self.command = command
        self.session = session
        self.time = time
    }

    /// Adds a line of the information response.
    func print(_ line: String) { lines.append(Array(line.utf8)) }

    /// Adds a line of any bytes.
    func print(_ line: [UInt8]) { lines.append(line) }

    /// Adds `NAME: text`.
    func answer(_ text: String) { print("\(command.name): \(text)") }

    /// Writes down why something is as it is, for the log.
    func note(_ text: String) { session.log("AT\(command.name): \(text)") }
}
