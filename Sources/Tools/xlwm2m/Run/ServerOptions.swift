import Emulator
import LwM2M
import LwM2MClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The options of `run` that concern servers.
enum ServerOptions {
    static let all: [CommandOption] = [
        CommandOption(
            "--server", value: "URI", help: "make an account of this server and register: coap://127.0.0.1:5683"),
        CommandOption(
            "--endpoint", value: "NAME", help: "what the client is called, urn:imei: and the IMEI unless told otherwise"
        ),
        CommandOption("--ssid", value: "N", help: "the Short Server ID of the account, 123 unless told otherwise"),
        CommandOption("--lifetime", value: "SECONDS", help: "of the registration, 300 unless told otherwise"),
        CommandOption(
            "--psk-identity", value: "ID", help: "the identity for coaps, the endpoint unless told otherwise"),
        CommandOption("--psk", value: "KEY", help: "the pre-shared key for coaps"),
        CommandOption("--bootstrap", help: "the server of --server is a bootstrap server"),
        CommandOption(
            "--map", value: "FROM=TO",
            help: "contact another server: 721=coap://127.0.0.1:5683, 721=off, 721=sim, URI=URI"),
        CommandOption("--network", value: "WHERE", help: "loopback, or any to contact other machines"),
        .recording,
        CommandOption("--verbose", short: "-v", help: "show the payloads of messages in words"),
    ]

    /// What the options say.
    ///
    /// - throws: a usage failure for what means nothing.
    static func settings(_ arguments: Arguments, imei: String) throws -> WireSettings {
        var settings = WireSettings()
        settings.endpoint = try endpoint(arguments.value("--endpoint"))
        if let warning = settings.endpoint.flatMap(InputWarnings.imei) { Output.warn(warning) }
        settings.isVerbose = arguments.has("--verbose")
        settings.map.reachesOtherMachines =
            try arguments.choice("--network", among: ["loopback", "any"]) == "any"
        for entry in arguments.all("--map") {
            do { try settings.map.add(entry) } catch { throw CommandFailure.usage("option '--map': \(error)") }
        }
        var random = SystemRandomNumberGenerator()
        settings.seed = random.next()
        guard let uri = arguments.value("--server") else {
            for name in ["--ssid", "--lifetime", "--psk-identity", "--psk", "--bootstrap"] where arguments.has(name) {
                throw CommandFailure.usage("option '\(name)' is about the server of --server URI")
            }
            return settings
        }
        settings.account = try account(uri, arguments, endpoint: settings.endpoint ?? "urn:imei:\(imei)")
        return settings
    }

    /// The name of the client, which goes into one Uri-Query option behind `ep=`.
    ///
    /// - Source: RFC 7252 §5.10: an option of this kind has at most 255 bytes.
    private static func endpoint(_ name: String?) throws -> String? {
        guard let name else { return nil }
        guard (1...252).contains(name.utf8.count) else {
            throw CommandFailure.usage("option '--endpoint' takes a name of 1 to 252 bytes, not of \(name.utf8.count)")
        }
        return name
    }

    private static func account(_ uri: String, _ arguments: Arguments, endpoint: String) throws -> DeskAccount {
        let address: ServerURI
        do { address = try ServerURI(parsing: uri, isSecure: arguments.has("--psk")) } catch {
            throw CommandFailure.usage("option '--server': \(error)")
        }
        let server = try arguments.integer("--ssid", in: 1...65534) ?? 123
        var account = DeskAccount(address: address, shortServerID: ShortServerID(server))
        account.isBootstrap = arguments.has("--bootstrap")
        account.lifetime = Int64(try arguments.integer("--lifetime", in: 1...Int(Int32.max)) ?? 300)
        guard address.isSecure else {
            guard !arguments.has("--psk"), !arguments.has("--psk-identity") else {
                throw CommandFailure.usage("a pre-shared key goes with coaps://, and \(address) has no security")
            }
            if let warning = InputWarnings.security(of: address) { Output.warn(warning) }
            return account
        }
        guard let key = arguments.value("--psk") else {
            throw CommandFailure.usage("\(address) needs --psk KEY; xlwm2m psk shows how a key is written")
        }
        account.key = try CredentialOption.bytes(key, as: .key, option: "--psk")
        account.identity =
            try arguments.value("--psk-identity").map {
                try CredentialOption.bytes($0, as: .identity, option: "--psk-identity")
            } ?? Array(endpoint.utf8)
        return account
    }
}
