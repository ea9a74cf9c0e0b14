import Emulator
import Products

/// One command at work: what it was given, and what it answers.
final class ATCall {
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

    /// The module at which the command runs.
    let module: ATModule
    /// What was typed after the name.
    let parameters: ATParameters
    /// Seconds on the clock of the module.
    let time: Double
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

    /// Tells the log why something is as it is.
    func explain(_ text: String) { session.log("AT\(command.name): \(text)") }
}

/// One command of a line, before anyone knows whether there is such a command.
struct ATRequest: Equatable {
    /// In upper case: `+ULWM2MLIST`, `E`, `&K`, `S`.
    var name: String
    var form: ATForm
    /// What stands behind the name and the form; the number of a basic command stands here too.
    var parameters: ATParameters
    /// Where the name begins in the line, from 1.
    var column: Int
}

extension ATCall {
    var product: Product { module.product }

    /// Keeps values that have no effect on the emulated module but can be read back; what is left out is as new.
    ///
    /// - Parameters:
    ///   - new: what the read form answers on a new module; it says how many values there are.
    ///   - key: where NVM keeps them; nil if a reset ends them.
    func keep(over new: String = "", in key: NVMKey<String>? = nil) {
        var fields = new.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for (index, parameter) in parameters.list.enumerated() where !parameter.text.isEmpty {
            while fields.count <= index { fields.append("") }
            fields[index] = parameter.text
        }
        let text = fields.joined(separator: ",")
        if let key { module.nvm[key] = text } else { module.radio.kept[command.name] = text }
    }

    /// What `keep` took; nil before it did.
    func kept(in key: NVMKey<String>? = nil) -> String? {
        key.map { module.nvm[$0] } ?? module.radio.kept[command.name]
    }
}

extension ATCommandTable {
    /// A command whose values are kept and have no effect on the emulated network.
    ///
    /// - Parameter key: where NVM keeps them; nil if a reset ends them.
    static func kept(
        _ name: String, _ summary: String, _ new: String, takes syntax: ATSyntax,
        in key: NVMKey<String>? = nil
    ) -> ATCommand {
        ATCommand(
            name, summary, takes: syntax, set: { call in call.keep(over: new, in: key) },
            read: { call in call.answer(call.kept(in: key) ?? new) })
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
