import FileSystem
import JSON
import LwM2M

/// `xlwm2m psk`: one pre-shared key in the words of every program that needs it.
enum PSKCommand {
    static var command: Command {
        Command(
            name: "psk", summary: "show a pre-shared key as Leshan, Anjay, OpenSSL and AT commands take it",
            arguments: "[URI]",
            options: [
                CommandOption("--psk-identity", value: "ID", help: "what the client calls itself"),
                CommandOption("--psk", value: "KEY", help: "the key; without it a random one is made"),
                CommandOption("--bytes", value: "N", help: "the length of a random key, 16 unless told otherwise"),
                CommandOption("--ssid", value: "N", help: "the Short Server ID in the AT commands, 123 unless told"),
                CommandOption(
                    "--instance", value: "N", help: "the instance of Objects 0 and 1 in the AT commands, 2 unless told"),
                CommandOption("--json", help: "print JSON"),
            ],
            discussion: """
                \(CredentialOption.discussion)

                URI is the server that the texts name, coaps://127.0.0.1:5684 unless told otherwise.
                """,
            exits: ExitMeanings(ok: "the key is shown", couldNotRun: "a file cannot be read"),
            examples: [
                CommandExample(
                    line: "xlwm2m psk --psk-identity 352753095787618 --psk b64:q83v",
                    explanation: "show the key that an AT command has"),
                CommandExample(
                    line: "xlwm2m psk --psk-identity device1", explanation: "make a random key of 16 bytes"),
                CommandExample(
                    line: "xlwm2m psk --psk-identity device1 --psk str:secretPSK --json coaps://[::1]:5684",
                    explanation: "another server, for a program"),
            ], run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count <= 1 else { throw CommandFailure.usage("name one URI, or none") }
        let uri = arguments.positional.first ?? "coaps://127.0.0.1:5684"
        guard uri.hasPrefix("coaps://"), uri.utf8.count > 8, uri.utf8.count <= 255,
            uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw CommandFailure.usage("'\(uri)' is no URI of a server with DTLS: write coaps://HOST:PORT") }
        guard let name = arguments.value("--psk-identity") else {
            throw CommandFailure.usage("name the client with --psk-identity ID")
        }
        let identity = try CredentialOption.bytes(name, as: .identity, option: "--psk-identity")
        let length = try arguments.integer("--bytes", in: 1...64)
        let key: [UInt8]
        if let text = arguments.value("--psk") {
            guard length == nil else { throw CommandFailure.usage("--bytes is about a random key; leave --psk out") }
            key = try CredentialOption.bytes(text, as: .key, option: "--psk")
        } else {
            var random = SystemRandomNumberGenerator()
            key = (0..<(length ?? 16)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let texts = CredentialTexts(
            identity: identity, key: key, uri: uri,
            server: UInt16(try arguments.integer("--ssid", in: 1...65534) ?? 123),
            instance: UInt16(try arguments.integer("--instance", in: 0...65534) ?? 2))
        if arguments.has("--json") { Output.line(texts.json.prettyText) } else { Output.write(texts.page) }
        return .ok
    }
}

/// Reads an identity or a key from an option, and from the file that it may name.
enum CredentialOption {
    /// The help for every option that takes one.
    static let discussion = """
        An identity or a key is written as hex:ABCDEF, b64:q83v, str:TEXT or file:PATH. Without such a prefix an identity
        is text and a key is hexadecimal; one that is not is refused. A file holds one line in any of these spellings, or
        the bytes themselves. An identity has up to 128 bytes, a key up to 64.
        """

    /// The bytes that an option's value stands for.
    ///
    /// - throws: a usage failure for a bad spelling, `couldNotRun` for a file that cannot be read.
    static func bytes(_ text: String, as part: CredentialPart, option: String) throws -> [UInt8] {
        do {
            switch try CredentialSpelling(parsing: text, as: part) {
            case .bytes(let bytes):
                warn(of: text, part, option)
                return bytes
            case .file(let path):
                let content = try Files.read(path, limit: 4096)
                let bytes = try CredentialSpelling.bytes(ofFile: content, as: part)
                warn(of: String(decoding: content.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self), part, option)
                return bytes
            }
        } catch let error as CredentialError {
            throw CommandFailure.usage("option '\(option)': \(error)")
        } catch {
            throw CommandFailure.couldNotRun("option '\(option)': \(error)")
        }
    }

    private static func warn(of text: String, _ part: CredentialPart, _ option: String) {
        if part == .key, let warning = InputWarnings.key(text, option: option) { Output.warn(warning) }
    }
}

/// One identity and its key, as the programs at either end want to be told.
struct CredentialTexts {
    var identity: [UInt8]
    var key: [UInt8]
    /// The server that the texts name, `coaps://127.0.0.1:5684`.
    var uri: String
    /// The Short Server ID that the texts name.
    var server: ShortServerID
    /// The Object Instance of Objects 0 and 1 that the AT text makes.
    var instance: ObjectInstanceID

    /// For people: a heading for each program, and the line to copy below it.
    var page: String {
        var sections = [
            "identity  \(Self.visible(identity))  (\(Self.count(identity)))\n"
                + "key       \(Hexadecimal.text(of: key))  (\(Self.count(key)))"
        ]
        if key.count < 16 { sections[0] += "\nA key of 16 bytes or more is recommended." }
        sections.append(
            "Leshan: Security, Add: Pre-Shared Key; identity as text, key in hexadecimal\n  "
                + (leshan ?? "not possible: the identity is not text"))
        sections.append("Anjay's demo: both in hexadecimal\n  \(anjay)")
        sections.append("OpenSSL\n  \(openSSL ?? "not possible: the identity is not text")")
        sections.append("AT: both in base64, then restart the module\n  " + at.joined(separator: "\n  "))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// For programs.
    var json: JSONValue {
        .members([
            "identity": Self.text(identity).map(JSONValue.string),
            "identityHex": .string(Hexadecimal.text(of: identity)),
            "identityBase64": .string(Base64.text(of: identity)), "keyHex": .string(Hexadecimal.text(of: key)),
            "keyBase64": .string(Base64.text(of: key)), "keyBytes": .integer(Int64(key.count)),
            "leshan": leshan.map(JSONValue.string), "anjay": .string(anjay), "openssl": openSSL.map(JSONValue.string),
            "at": .array(at.map(JSONValue.string)),
        ])
    }

    private var leshan: String? {
        Self.text(identity).map {
            "leshan-client-demo -u \(address) -i \(Self.quoted($0)) -p \(Hexadecimal.text(of: key))"
        }
    }

    private var anjay: String {
        "demo --endpoint-name NAME --server-uri \(uri) --security-mode psk --identity \(Hexadecimal.text(of: identity)) "
            + "--key \(Hexadecimal.text(of: key))"
    }

    private var openSSL: String? {
        Self.text(identity).map {
            "openssl s_client -dtls1_2 -connect \(address) -cipher PSK-AES128-CCM8:PSK-AES128-CBC-SHA256 "
                + "-psk_identity \(Self.quoted($0)) -psk \(Hexadecimal.text(of: key))"
        }
    }

    /// The two commands that make a Server Account.
    ///
    /// - Source: UBX-18068860 R09 §5.3.3, §3.4; +ULWM2MCREATE.
    private var at: [String] {
        let security: [(String, JSONValue)] = [
            ("0", .members(["sv": .string(uri)])), ("1", .members(["bv": false])), ("2", .members(["v": 0])),
            ("3", .members(["sv": .string(Base64.text(of: identity))])),
            ("5", .members(["sv": .string(Base64.text(of: key))])),
            ("10", .members(["v": .integer(Int64(server))])),
        ]
        let account: [(String, JSONValue)] = [
            ("0", .members(["v": .integer(Int64(server))])), ("1", .members(["v": 86400])),
            ("6", .members(["bv": true])), ("7", .members(["sv": "U"])),
        ]
        return [(0, security), (1, account)].map { object, resources in
            let entries = resources.map { id, value -> JSONValue in
                guard case .object(let members) = value else { return value }
                return .object([JSONMember(name: "n", value: .string(id))] + members)
            }
            let payload = JSONValue.members([
                "bn": .string("/\(object)/\(instance)/"), "e": .array(entries),
            ]).text
            let escaped = payload.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
            return "AT+ULWM2MCREATE=\"\(escaped)\",\(server)"
        }
    }

    /// Host and port of the URI.
    private var address: String {
        let rest = uri.hasPrefix("coaps://") ? uri.dropFirst(8) : uri[...]
        let address = rest.prefix { $0 != "/" }
        let name = address.split(separator: "]").last ?? address
        return name.contains(":") ? String(address) : "\(address):5684"
    }

    /// The identity as text; nil where it is none that a command line can carry.
    private static func text(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            return nil
        }
        return text
    }

    private static func visible(_ bytes: [UInt8]) -> String { text(bytes) ?? "hex:" + Hexadecimal.text(of: bytes) }

    private static func count(_ bytes: [UInt8]) -> String { bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes" }

    /// As a shell reads it.
    private static func quoted(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || "0123456789:._-@/+=".unicodeScalars.contains($0))
        }
        return plain ? text : Shell.quoted(text)
    }
}
