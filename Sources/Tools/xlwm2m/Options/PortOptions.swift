import ATInterface
import CommandLine
import LiveModule
import Network
import Products
import Terminal

/// The product to emulate.
struct ProductOption: OptionGroup {
    @Option(
        "--product", "PRODUCT", .product, help: "the module to emulate [SARA-R510S-01B]")
    var product: Product?
}

/// How the AT ports behave.
struct PortOptions: OptionGroup {
    @Option("--at-log", "FILE", .text, help: "write what goes over the AT ports, with times")
    var log: String?

    @Flag("--show-keys", help: "show the keys of Object 0 at the console and in --at-log")
    var showsKeys: Bool

    @Option("--urc-chaos", "SEED", .integer(in: 0...Int.max), help: "URCs come glued, split and between answers")
    var chaosSeed: Int?

    @Option(
        "--shape", "SHAPE", .shape, help: "the speed and lateness of the AT ports: 115200,latency=20ms")
    var shape: LineShape?

    /// - throws: a usage failure for an option that has no meaning without a port.
    func checkNoneIsGiven() throws {
        let options: [OptionDeclaration] = [$log, $shape, $chaosSeed]
        guard let option = options.first(where: \.isGiven) else { return }
        throw CommandFailure.usage(
            "option '\(option.name)' goes with a port for the host: --at pty \(option.name) ...")
    }

    /// - throws: a usage failure if two ports would have the same standard input.
    static func check(_ ways: [ATWay]) throws {
        guard ways.count(where: { $0 == .standard }) > 1 else { return }
        throw CommandFailure.usage("there is one standard input, so give --at stdio once")
    }

    /// The option for the log, and the file.
    var logPlace: OutputPlaces.Place { ($log, log) }

    /// Opens the ports, and warns about those that other machines can reach.
    func open(_ ways: [ATWay], on run: ModuleRun, _ loop: EventLoop) throws -> ATPorts {
        var conditions = ATPorts.Conditions()
        conditions.shape = shape
        conditions.chaosSeed = chaosSeed.map(UInt64.init)
        conditions.showsKeys = showsKeys
        let log: ATLog?
        do { log = try self.log.map { try ATLog($0) } } catch {
            throw CommandFailure.couldNotRun("option '\($log.name)': \(error)")
        }
        let ports: ATPorts
        do { ports = try ATPorts(ways, conditions, log: log, run: run, on: loop) } catch {
            throw CommandFailure.couldNotRun(error.message)
        }
        for name in ports.namesForOthers { Self.warnOfOthers(at: name) }
        return ports
    }

    /// Says that an AT port is not this machine's alone.
    static func warnOfOthers(at name: String) {
        Output.errorLine("AT port \(name): other machines can reach it; 127.0.0.1 keeps it to this one")
    }
}
