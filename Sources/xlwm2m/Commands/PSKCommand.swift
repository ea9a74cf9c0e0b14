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
