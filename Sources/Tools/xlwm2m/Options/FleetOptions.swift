import CommandLine
import Fleet
import LwM2M
import LwM2MClient
import Network
import Terminal

/// The options of `fleet` that say who the devices are.
struct IdentityOptions: OptionGroup {
    @Option("--endpoint", "PATTERN", .pattern, help: "their names [urn:imei:%015d]")
    var pattern: EndpointPattern?

    @Option(
        "--first", "N", .integer(in: 0...Self.greatest),
        help: "the number of the first device [4999010640000]")
    var first: Int?

    @Option("--identities", "FILE", .text, help: "names and keys, a line endpoint,identity,key for each device")
    var file: String?

    @Option(
        "--master-key", "KEY", .master,
        help: "derive each device's key from this secret and its name; see docs/fleet.md")
    var master: KeyDerivation?

    /// Where the identities come from.
    ///
    /// - Parameter needsKey: whether the device with an index needs a key.
    /// - throws: a usage failure for options that exclude each other, `couldNotRun` for a file that cannot be used.
    func source(_ plan: FleetPlan, needsKey: (Int) -> Bool) throws -> IdentitySource {
        guard (first ?? Self.defaultFirst) + plan.count - 1 <= Self.greatest else {
            throw CommandFailure.usage(
                "option '\($first.name)': the last of \(plan.count) devices would have a number of more than 15 digits")
        }
        var rows: [Int: IdentityRow] = [:]
        if let file {
            if let other = [$pattern, $master].first(where: { $0.isGiven }) as OptionDeclaration? {
                throw CommandFailure.usage("option '\(other.name)' and '\($file.name)' both say who the devices are")
            }
            do throws(FleetError) {
                rows = try IdentityFile.read(file, count: plan.count) { $0 % plan.shard.total == plan.shard.index }
            } catch {
                throw CommandFailure.couldNotRun("\(error)")
            }
            if rows.values.contains(where: { !$0.key.isEmpty }) { CredentialText.warnOfReaders(file) }
            let keyless = rows.filter { $1.key.isEmpty && needsKey($0) }
            if let row = keyless.min(by: { $0.key < $1.key })?.value {
                throw CommandFailure.couldNotRun(
                    "\(file): \(row.endpoint) has no key, and its server is one of coaps, which needs it")
            }
        }
        return IdentitySource(
            pattern: pattern ?? .imei, first: first ?? Self.defaultFirst,
            keys: master.map { master in .derived { master.key(for: $0) } } ?? .none, rows: rows)
    }

    /// Whether devices have keys.
    var hasKeys: Bool { file != nil || master != nil }

    /// The IMEI of a module that nobody gave one.
    private static let defaultFirst = 4_999_010_640_000
    /// The greatest number of 15 digits.
    private static let greatest = 999_999_999_999_999
}

/// The options of `fleet` that say when devices start and end.
struct FleetTimeOptions: OptionGroup {
    @Option("--ramp", "RATE", .rate, help: "how many start: 100/s, 6000/min, all [100/s]")
    var rate: Double??

    @Option("--jitter", "SHARE", .share, help: "starts and periods are early or late by up to this, 20%")
    var jitter: Double?

    @Option("--seed", "N", .integer(in: 0...Int.max), help: "the same seed gives the same run [1]")
    var seed: Int?

    @Option(
        "--shard", "I/N", .shard,
        help: "run each N-th device, from I on [JOB_COMPLETION_INDEX and\nXLWM2M_SHARDS]")
    var shard: FleetShard?

    @Option(
        "--duration", "SECONDS", .number(in: 0...31_536_000), help: "end after so long; else on ^C")
    var duration: Double?

    @Option(
        "--drain", "SECONDS", .number(in: 0...86_400),
        help: "how long de-registering may take at the end [10]")
    var drain: Double?

    /// What runs here, and when.
    ///
    /// - throws: a usage failure for a shard of the environment that is none.
    func plan(count: Int, environment: (String) -> String?) throws -> FleetPlan {
        var plan = FleetPlan(count: count)
        if let rate { plan.rate = rate }
        if let jitter { plan.jitter = jitter }
        if let seed { plan.seed = UInt64(seed) }
        if let shard {
            plan.shard = shard
        } else if let index = environment("JOB_COMPLETION_INDEX") {
            guard let total = environment("XLWM2M_SHARDS") else {
                throw CommandFailure.usage(
                    "JOB_COMPLETION_INDEX is set and says which shard this is, and XLWM2M_SHARDS, how many there are, "
                        + "is not: set it to the completions of the Job, or give --shard I/N")
            }
            do throws(FleetError) { plan.shard = try FleetShard(parsing: "\(index)/\(total)") } catch {
                throw CommandFailure.usage("JOB_COMPLETION_INDEX and XLWM2M_SHARDS: \(error)")
            }
        }
        return plan
    }
}

extension ValueReader {
    /// Reads with a function that throws why a text means nothing.
    fileprivate static func fleet(_ read: @escaping (String) throws(FleetError) -> Value) -> ValueReader {
        ValueReader { text, option in
            do throws(FleetError) { return try read(text) } catch {
                throw CommandFailure.usage("option '\(option)': \(error)")
            }
        }
    }
}

extension ValueReader<EndpointPattern> {
    fileprivate static var pattern: ValueReader {
        fleet { (text) throws(FleetError) in try EndpointPattern(parsing: text) }
    }
}

extension ValueReader<Double?> {
    fileprivate static var rate: ValueReader {
        fleet { (text) throws(FleetError) in try FleetPlan.rate(parsing: text) }
    }
}

extension ValueReader<Double> {
    fileprivate static var share: ValueReader {
        fleet { (text) throws(FleetError) in try FleetPlan.share(parsing: text) }
    }
}

extension ValueReader<FleetShard> {
    fileprivate static var shard: ValueReader {
        fleet { (text) throws(FleetError) in try FleetShard(parsing: text) }
    }
}

extension ValueReader<KeyDerivation> {
    /// A master secret.
    static var master: ValueReader {
        ValueReader { text, option in
            let secret = try ValueReader<[UInt8]>.key.read(text, option)
            do throws(DTLSError) { return try KeyDerivation(secret: secret) } catch {
                throw CommandFailure.usage("option '\(option)': \(error)")
            }
        }
    }
}

extension ValueReader<ListeningPlace> {
    /// `127.0.0.1:9100`, `[::1]:9100`, `0.0.0.0:9100` for other machines too; 0 as the port takes a free one.
    ///
    /// - Parameter example: for the words of a refusal.
    static func place(_ example: String) -> ValueReader {
        ValueReader(takes: "an address and a port, \(example)") { ListeningPlace($0) }
    }
}
