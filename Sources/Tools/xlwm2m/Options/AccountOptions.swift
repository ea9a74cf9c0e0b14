import CommandLine
import LwM2M

/// The options of `run` and `fleet` that say what an account at the server is like, and where servers may be.
struct AccountOptions: OptionGroup {
    @Option(
        "--ssid", "N", .integer(in: 1...65534), help: "the Short Server ID of the account [123]")
    var number: Int?

    @Option(
        "--lifetime", "SECONDS", .integer(in: 1...Int(Int32.max)),
        help: "of the registration [300]")
    var seconds: Int?

    @Option("--network", "WHERE", .word, help: "loopback, or any to contact other machines")
    private var reach: Reach?

    private enum Reach: String, CaseIterable {
        case loopback, any
    }

    /// The server, as the client knows it.
    var shortServerID: ShortServerID { ShortServerID(number ?? 123) }

    /// Of the registration, in seconds.
    var lifetime: Int64 { Int64(seconds ?? 300) }

    /// Whether servers on other machines may be contacted.
    var reachesOtherMachines: Bool { reach == .any }

    /// Those that mean nothing without a server.
    var ofServer: [OptionDeclaration] { [$number, $seconds] }
}
