import ATInterface
import CommandLine
import Dissection
import Emulator
import FileSystem
import JSON
import LwM2M
import Products
import ServerConsole
import Terminal
import Wording

/// `xlwm2m decode`: the bytes of a payload or a message taken apart.
struct DecodeCommand: Command {
    @Option("--path", "PATH", .path, help: "the path that was asked for, so that names and types are known")
    var path: Path?

    @OptionList(
        "--objects", "PATH", .text,
        help: "a definition, a script or a folder of them: the names and types of your Objects")
    var objects: [String]

    @Option("--pcap", "FILE", .text, help: "take apart the messages of a recording, pcap or pcapng")
    var recording: String?

    @Flag("--json", help: "print JSON: one object, or one for each message of a recording on a line of its own")
    var json: Bool

    @Operands("tlv|json|link|coap|at [HEX...]") var words: [String]

    static let name = "decode"

    static var description: CommandDescription {
        CommandDescription(
            summary: "take the bytes of a payload or a message apart",
            discussion: """
                tlv, json and link are payloads, coap is a whole message, which has a payload of one of these in it. HEX is
                hexadecimal digits, with blanks, ':' and '-' as they come; for json and link the text itself, where it
                begins with '{' or '<'. Without HEX, or with -, standard input is read: digits, or the bytes themselves.
                At the left of each part is the byte where it begins and how many bytes it has.

                at takes a line of an AT port apart as xlwm2m at --decode does, which knows --product and --show-keys.

                The Objects of the modules are known by name. Bytes whose type is not known are shown with what they may
                mean. --pcap takes each message with the path of its request, so that answers have names, too; those over
                DTLS are listed and not decrypted.
                """,
            exits: ExitMeanings(
                ok: "everything is well-formed, and what its definition says",
                findings: "something is not; standard error says what and at which byte",
                couldNotRun: "a file cannot be read"),
            examples: [
                CommandExample(
                    line: "xlwm2m decode tlv --path /3/0 c8000b4f70656e204d6f62696c65c10955",
                    explanation: "two Resources of the Device Object"),
                CommandExample(
                    line: "xlwm2m decode coap 44 01 12 34 aa bb cc dd b1 33 01 30 01 39 --json",
                    explanation: "a message, for a program"),
                CommandExample(
                    line: "xlwm2m decode link '</3/0>;ver=1.1,</3300/0>'", explanation: "what a client registers"),
            ])
    }

    /// What can be taken apart.
    enum Format: String, CaseIterable {
        case tlv, json, link, coap, at
    }

    func run() throws -> ExitCode {
        let definitions = try ServerDefinitions(at: objects)
        if let recording {
            guard words.isEmpty || words == ["coap"], path == nil else {
                throw CommandFailure.usage("--pcap has messages and their paths in it: leave HEX and --path out")
            }
            return try decode(recording: recording) { definitions[$0] }
        }
        let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
        guard let word = words.first else { throw CommandFailure.usage("say what it is: \(known)") }
        guard let format = Format(rawValue: word) else {
            throw CommandFailure.usage("'\(word)' cannot be taken apart; there are \(known)")
        }
        if format == .at {
            var configuration = ModuleConfiguration(product: .default)
            configuration.builtIns = .none
            let line = words.dropFirst().joined(separator: " ")
            return try ATLineCommand.decode(
                line.isEmpty || line == "-" ? nil : line, on: ATLineCommand.module(configuration), definitions,
                showsKeys: false, asJSON: json)
        }
        let dissector = Dissector(at: path ?? .root) { definitions[$0] }
        let bytes: [UInt8]
        do { bytes = try input(words.dropFirst(), as: format) } catch let failure as CommandFailure {
            if json { Output.line(Self.document(format, 0, [], failure.message).prettyText) }
            throw failure
        }
        return try decode(bytes, as: format, with: dissector)
    }

    private func decode(_ bytes: [UInt8], as format: Format, with dissector: Dissector) throws -> ExitCode {
        var parts: [Part] = []
        var fault: String?
        do {
            switch format {
            case .tlv: parts = try dissector.parts(ofTLV: bytes)
            case .json: parts = try dissector.parts(ofJSON: bytes)
            case .link: parts = try dissector.parts(ofLinks: bytes)
            case .coap, .at: parts = try dissector.parts(ofMessage: bytes)
            }
        } catch let error as LwM2MError {
            fault = error.message
        } catch let error as MessageFault {
            fault = error.message
        }
        if json {
            Output.line(Self.document(format, bytes.count, parts, fault).prettyText)
        } else {
            Output.write(Part.tree(of: parts))
        }
        if let fault {
            let hint = format == .json && path == nil && fault.contains("below /") ? "; --path says where it is" : ""
            throw CommandFailure.findings(Printable.escaped(fault) + hint)
        }
        return parts.contains(where: \.hasProblem) ? .findings : .ok
    }

    private func decode(
        recording: String, definition: @escaping (ObjectID) -> ObjectDefinition?
    ) throws -> ExitCode {
        let bytes: [UInt8]
        do throws(FileSystemError) { bytes = try Files.read(recording, limit: Self.longest) } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
        let capture: CaptureReader
        do throws(CaptureReader.Fault) { capture = try CaptureReader(bytes) } catch {
            throw refusal(of: recording, error)
        }
        var conversation = Conversation(definition: definition)
        var hasProblem = false
        for datagram in capture.datagrams {
            let entry = conversation.take(datagram)
            hasProblem = hasProblem || entry.hasProblem
            if json {
                let document = Self.document(.coap, datagram.payload.count, entry.parts, entry.problem)
                guard case .object(let members) = document else { continue }
                Output.line(JSONValue.object(entry.members + members).text)
            } else {
                Output.write(entry.text)
            }
        }
        if capture.otherPackets > 0 {
            Output.errorLine(
                "\(recording): skipped \(capture.otherPackets) packets that are not complete UDP datagrams")
        }
        if let fault = capture.fault { throw refusal(of: recording, fault) }
        return hasProblem ? .findings : .ok
    }

    /// The end of a recording that cannot be read, or not to its end, in JSON too.
    private func refusal(of recording: String, _ fault: CaptureReader.Fault) -> CommandFailure {
        let message = "\(recording): \(fault.message)"
        if json { Output.line(Self.document(.coap, 0, [], message).text) }
        return .findings(message)
    }

    private static func document(_ format: Format, _ count: Int, _ parts: [Part], _ fault: String?) -> JSONValue {
        .members([
            "format": .string(format.rawValue), "bytes": .integer(Int64(count)),
            "parts": .array(parts.map(\.json)), "error": fault.map(JSONValue.string),
        ])
    }

    // MARK: - The input

    /// The most bytes of a file or of standard input.
    private static let longest = 256 << 20

    private func input(_ words: ArraySlice<String>, as format: Format) throws -> [UInt8] {
        if words.isEmpty || words == ["-"] {
            let bytes: [UInt8]
            do throws(FileSystemError) { bytes = try Files.read("-", limit: Self.longest) } catch {
                throw CommandFailure.couldNotRun("\(error)")
            }
            return Hexadecimal.bytes(of: bytes.filter { !Self.isBlank($0) }) ?? bytes
        }
        let text = words.joined(separator: " ")
        let marks: [Format: Character] = [.json: "{", .link: "<"]
        if let mark = marks[format], text.first(where: { !$0.isWhitespace }) == mark { return Array(text.utf8) }
        return try Self.bytes(ofDigits: text)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        Hexadecimal.isSeparator(byte) || (0x09...0x0D).contains(byte)
    }

    /// - throws: findings with the place of what is no digit.
    private static func bytes(ofDigits text: String) throws -> [UInt8] {
        let text = text.hasPrefix("hex:") ? String(text.dropFirst(4)) : text
        var count = 0
        for (index, letter) in text.enumerated() where !letter.utf8.allSatisfy(isBlank) {
            guard letter.isHexDigit, letter.isASCII else {
                throw CommandFailure.findings(
                    "'\(Printable.escaped(String(letter)))' at character \(index + 1), in byte \(count / 2), "
                        + "is not a hexadecimal digit")
            }
            count += 1
        }
        guard let bytes = Hexadecimal.bytes(of: text.utf8.filter { !isBlank($0) }) else {
            throw CommandFailure.findings("\(count) hexadecimal digits: half of byte \(count / 2) is missing")
        }
        return bytes
    }
}

extension ValueReader<Path> {
    /// A path of the data model.
    fileprivate static var path: ValueReader {
        ValueReader { text, option in
            do throws(LwM2MError) { return try Path(parsing: text) } catch {
                throw CommandFailure.usage("option '\(option)': \(error.message)")
            }
        }
    }
}
