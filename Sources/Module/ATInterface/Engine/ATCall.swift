import Emulator
import Products

/// A running command: its parameters and its answer.
final class ATCall {
    /// How a command continues after its handler has returned.
    enum Outcome {
        case final(FinalResultCode)
        /// The result comes later.
        case wait(ATWait)
        /// Bytes of data follow on the line.
        case upload(ATUpload)
        /// `OK`, then an action that may end the port, such as a reset. The rest of the line is dropped.
        case last(() -> Void)
    }

    /// The module on which the command runs.
    let module: ATModule
    /// What was typed after the name.
    let parameters: ATParameters
    /// Seconds on the clock of the module.
    let time: Double
    /// Owns the call while it is running.
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

    /// Adds a line of arbitrary bytes.
    func print(_ line: [UInt8]) { lines.append(line) }

    /// Adds `NAME: text`.
    func answer(_ text: String) { print("\(command.name): \(text)") }

    /// Logs why something is the way it is.
    func explain(_ text: String) { session.log("AT\(command.name): \(text)") }
}

/// One command of a line, before it is known whether such a command exists.
struct ATRequest: Equatable {
    /// In upper case: `+ULWM2MLIST`, `E`, `&K`, `S`.
    var name: String
    var form: ATForm
    /// What follows the name and the form, including the number of a basic command.
    var parameters: ATParameters
    /// Where the name begins in the line, from 1.
    var column: Int
}

extension ATCall {
    var product: Product { module.product }

    /// Keeps values that have no effect on the emulated module but can be read back; values that are left out are as on
    /// a new module.
    ///
    /// - Parameters:
    ///   - new: what the read form answers on a new module; it determines how many values there are.
    ///   - key: where NVM keeps them; nil if a reset discards them.
    func keep(over new: String = "", in key: NVMKey<String>? = nil) {
        var fields = new.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for (index, parameter) in parameters.list.enumerated() where !parameter.text.isEmpty {
            while fields.count <= index { fields.append("") }
            fields[index] = parameter.text
        }
        let text = fields.joined(separator: ",")
        if let key { module.nvm[key] = text } else { module.radio.kept[command.name] = text }
    }

    /// What `keep` stored; nil if nothing was stored.
    func kept(in key: NVMKey<String>? = nil) -> String? {
        key.map { module.nvm[$0] } ?? module.radio.kept[command.name]
    }
}

extension ATCommandTable {
    /// A command whose values are kept and have no effect on the emulated network.
    ///
    /// - Parameter key: where NVM keeps them; nil if a reset discards them.
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
    /// The command as it would be typed.
    var text: String {
        switch value {
        case .omitted: ""
        case .number(let text), .word(let text): text
        case .string(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
        }
    }
}
