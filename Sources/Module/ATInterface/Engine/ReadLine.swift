import Emulator
import Products

/// A line of an AT port taken apart without carrying anything out: what a host typed, or what a module answered.
package enum ReadLine: Hashable, Sendable {
    /// The commands of a line that a host types, in their order.
    case commands([ReadCommand])
    /// `+NAME: ...`, an information response or a URC: what follows the colon, and its parameters if it has the form
    /// of some.
    case information(name: String, text: String, parameters: [ATParameter]?)
    /// A final result code; for `+CME ERROR`, the number and the text that belong together, if the code is known.
    case result(String, number: Int?, meaning: String?)
    /// Anything else: the answer to an identification command, say.
    case text(String)

    /// Takes a line apart, without the CR or LF at its ends.
    ///
    /// - Parameter module: gives commands their meaning; it need not be on.
    /// - throws: for a command line that is not well-formed, with the column.
    package init(_ line: String, on module: ATModule) throws(ATError) {
        let bytes = Array(line.utf8)
        if ATLine(bytes, isAutobauding: module.isAutobauding) != nil {
            self = .commands(try ReadCommand.commands(of: bytes, on: module))
        } else if let result = Self.result(line) {
            self = result
        } else if let (name, text) = Self.parts(line) {
            var reader = ATParameterReader(Array(text.utf8)[...])
            self = .information(name: name, text: text, parameters: try? reader.parameters())
        } else {
            self = .text(line)
        }
    }

    /// Whether a line ends an answer: `OK`, `ERROR`, `+CME ERROR: 4`.
    package static func isFinalResult(_ line: String) -> Bool { result(line) != nil }

    /// Whether a line ends an answer and says that the command was not carried out.
    package static func isFailure(_ line: String) -> Bool {
        isFinalResult(line) && line != "OK" && line != "CONNECT"
    }

    /// How many bytes of a file follow a command at its prompt; nil for a command without a prompt.
    package static func uploadSize(_ line: String) -> Int? {
        var rest = ATLine(Array(line.utf8))
        guard let request = try? rest?.next(), request.name == "+UDWNFILE", request.form == .set,
            let size = try? request.parameters.integer(1, "size"), size >= 0
        else { return nil }
        return size
    }

    private static let results = FinalResultCode.plain.map { $0.text(errorMode: 0) }

    private static func result(_ line: String) -> ReadLine? {
        if results.contains(line) { return .result(line, number: nil, meaning: nil) }
        guard let mark = ["+CME ERROR:", "+CMS ERROR:"].first(where: line.hasPrefix) else { return nil }
        let printed = String(line.dropFirst(mark.utf8.count).drop { $0 == " " })
        let code = CMECode(printed: printed)
        return .result(line, number: code?.rawValue, meaning: code?.text)
    }

    /// `+NAME` and what follows the colon, without the blanks in front of it.
    private static func parts(_ line: String) -> (name: String, text: String)? {
        guard line.first == "+", let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon]
        guard name.utf8.count > 1, name.utf8.dropFirst().allSatisfy(ATLine.isNamePart), !name.contains(" ") else {
            return nil
        }
        return (String(name), String(line[line.utf8.index(after: colon)...].drop { $0 == " " }))
    }
}

/// One command of a line.
package struct ReadCommand: Hashable, Sendable {
    /// A parameter with its name in the manual; nil if the product's command has no such parameter.
    package struct Parameter: Hashable, Sendable {
        package var name: String?
        package var parameter: ATParameter
    }

    /// In upper case, `+ULWM2MLIST`.
    package var name: String
    package var form: ATForm
    /// What it does; nil if the product has no such command.
    package var summary: String?
    package var parameters: [Parameter]
    /// Why the module refuses it by its form alone; nil if nothing is wrong with that. The state of the module, and
    /// what a path or a JSON text names, are not considered.
    package var refusal: ATError?

    static func commands(of line: [UInt8], on module: ATModule) throws(ATError) -> [ReadCommand] {
        guard var rest = ATLine(line) else { return [] }
        var commands: [ReadCommand] = []
        while let request = try rest.next() { commands.append(ReadCommand(request, on: module)) }
        return commands
    }

    private init(_ request: ATRequest, on module: ATModule) {
        (name, form) = (request.name, request.form)
        let list = request.parameters.list
        guard let command = module.table.command(request.name, on: module.product, profile: module.profile) else {
            parameters = list.map { Parameter(name: nil, parameter: $0) }
            refusal = ATError(
                ATAssumptions.unknownCommand, "\(module.product.name) has no such command", column: request.column)
            return
        }
        summary = command.summary
        let fields = form == .set ? command.syntax?.fields(on: module, count: list.count) ?? [] : []
        parameters = list.enumerated().map { index, parameter in
            Parameter(name: index < fields.count ? fields[index].name : nil, parameter: parameter)
        }
        guard command.handler(form) != nil else {
            refusal = .syntax("AT\(name) has no \(form.rawValue) form", column: request.column)
            return
        }
        guard form == .set, let syntax = command.syntax else { return }
        do throws(ATError) { try syntax.check(request.parameters, on: module) } catch { refusal = error }
    }
}
