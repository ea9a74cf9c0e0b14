import CommandLine
import Console
import Emulator
import LwM2M
import LwM2MClient
import Network
import Terminal

import struct CoAP.LinkConditions

/// The options of `run` that concern servers.
struct ServerOptions: OptionGroup {
    @Option("--server", "URI", .text, help: "make an account of this server and register: coap://127.0.0.1:5683")
    var server: String?

    @Option(
        "--endpoint", "NAME", .endpoint,
        help: "what the client is called [urn:imei: and the IMEI]")
    var endpoint: String?

    let account = AccountOptions()

    @Option("--psk-identity", "ID", .identity, help: "the identity for coaps [the endpoint]")
    var identity: [UInt8]?

    @Option("--psk", "KEY", .key, help: "the pre-shared key for coaps")
    var key: [UInt8]?

    @Flag("--bootstrap", help: "the server of --server is a bootstrap server")
    var isBootstrap: Bool

    @OptionList(
        "--map", "FROM=TO", .text,
        help: "contact another server: 721=coap://127.0.0.1:5683, 721=off, 721=sim, URI=URI")
    var map: [String]

    @Option("--net", "CONDITIONS", .conditions, help: SharedHelp.conditions)
    var conditions: LinkConditions?

    @Option("--pcap", "FILE", .text, help: SharedHelp.recording)
    var recording: String?

    @Flag("--verbose", short: "-v", help: "show the payloads of messages in words")
    var isVerbose: Bool

    /// The settings given by the options.
    ///
    /// - throws: a usage failure for options without meaning.
    func settings(imei: String) throws -> WireSettings {
        var settings = WireSettings()
        settings.endpoint = endpoint
        if let warning = endpoint.flatMap(ModuleSetting.imeiWarning) { Output.warn(warning) }
        settings.isVerbose = isVerbose
        settings.map.reachesOtherMachines = account.reachesOtherMachines
        for entry in map {
            do { try settings.map.add(entry) } catch { throw CommandFailure.usage("option '\($map.name)': \(error)") }
        }
        var random = SystemRandomNumberGenerator()
        settings.seed = random.next()
        guard let server else {
            let options: [OptionDeclaration] = account.ofServer + [$identity, $key, $isBootstrap]
            if let option = options.first(where: \.isGiven) {
                throw CommandFailure.usage("option '\(option.name)' is about the server of --server URI")
            }
            return settings
        }
        settings.account = try deskAccount(server, endpoint: endpoint ?? "urn:imei:\(imei)")
        return settings
    }

    /// The option for the recording of datagrams, and the file.
    var recordingPlace: OutputPlaces.Place { ($recording, recording) }

    /// The file that records the datagrams; nil if there is none.
    ///
    /// - throws: `couldNotRun` if it cannot be written.
    func capture(on loop: EventLoop) throws -> CaptureFile? { try CaptureFile.option($recording, recording, on: loop) }

    private func deskAccount(_ uri: String, endpoint: String) throws -> DeskAccount {
        let address: ServerURI
        do { address = try ServerURI(parsing: uri, isSecure: $key.isGiven) } catch {
            throw CommandFailure.usage("option '\($server.name)': \(error)")
        }
        var account = DeskAccount(address: address, shortServerID: self.account.shortServerID)
        account.isBootstrap = isBootstrap
        account.lifetime = self.account.lifetime
        guard address.isSecure else {
            guard !$key.isGiven, !$identity.isGiven else {
                throw CommandFailure.usage("a pre-shared key goes with coaps://, and \(address) has no security")
            }
            Output.warn(
                "\(address) has no security: whoever is on the way can read and change what is said; "
                    + "coaps:// with --psk has it")
            return account
        }
        guard let key else {
            throw CommandFailure.usage("\(address) needs --psk KEY; xlwm2m psk shows how a key is written")
        }
        account.key = key
        account.identity = identity ?? Array(endpoint.utf8)
        return account
    }
}

extension ValueReader<String> {
    /// The name of a client, which is sent in one Uri-Query option after `ep=`.
    ///
    /// - Source: RFC 7252 §5.10: an option of this kind has at most 255 bytes.
    fileprivate static var endpoint: ValueReader {
        ValueReader { name, option in
            guard (1...252).contains(name.utf8.count) else {
                throw CommandFailure.usage(
                    "option '\(option)' takes a name of 1 to 252 bytes, not of \(name.utf8.count)")
            }
            return name
        }
    }
}

extension CaptureFile {
    /// The file that an option names; nil if it names none.
    ///
    /// - throws: `couldNotRun` if it cannot be written.
    static func option(_ option: OptionDeclaration, _ path: String?, on loop: EventLoop) throws -> CaptureFile? {
        do {
            return try path.map { try CaptureFile($0, program: Program.xlwm2m.nameAndVersion, now: loop.now) }
        } catch {
            throw CommandFailure.couldNotRun("option '\(option.name)': \(error)")
        }
    }
}
