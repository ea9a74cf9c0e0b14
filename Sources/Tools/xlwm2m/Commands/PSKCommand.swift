import CommandLine
import JSON
import LwM2M
import Terminal

/// `xlwm2m psk`: one pre-shared key in the form that each program needs.
struct PSKCommand: Command {
    @Option("--psk-identity", "ID", .identity, help: "what the client calls itself") var identity: [UInt8]?

    @Option("--psk", "KEY", .shownKey, help: "the key; without it a random one is made") var key: [UInt8]?

    @Option("--bytes", "N", .integer(in: 1...64), help: "the length of a random key [16]")
    var length: Int?

    @Option(
        "--ssid", "N", .integer(in: 1...65534),
        help: "the Short Server ID in the AT commands [123]")
    var server: Int?

    @Option(
        "--instance", "N", .integer(in: 0...65534),
        help: "the instance of Objects 0 and 1 in the AT commands [2]")
    var instance: Int?

    @Flag("--json", help: "print JSON") var json: Bool

    @Operands("[URI]") var uris: [String]

    static let name = "psk"

    static var description: CommandDescription {
        CommandDescription(
            summary: "show a pre-shared key as Leshan, Anjay, OpenSSL and AT commands take it",
            discussion: """
                \(CredentialText.discussion)

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
            ])
    }

    func run() throws -> ExitCode {
        guard uris.count <= 1 else { throw CommandFailure.usage("name one URI, or none") }
        let uri = uris.first ?? "coaps://127.0.0.1:5684"
        guard uri.hasPrefix("coaps://"), uri.utf8.count > 8, uri.utf8.count <= 255,
            uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw CommandFailure.usage("'\(uri)' is no URI of a server with DTLS: write coaps://HOST:PORT") }
        guard let identity else { throw CommandFailure.usage("name the client with --psk-identity ID") }
        guard key == nil || length == nil else {
            throw CommandFailure.usage("--bytes is about a random key; leave --psk out")
        }
        let texts = CredentialTexts(
            identity: identity, key: key ?? Self.randomKey(of: length ?? 16), uri: uri,
            server: ShortServerID(server ?? 123), instance: ObjectInstanceID(instance ?? 2))
        if json { Output.line(texts.json.prettyText) } else { Output.write(texts.page) }
        return .ok
    }

    private static func randomKey(of length: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
