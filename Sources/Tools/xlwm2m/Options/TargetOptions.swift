import CommandLine
import Network
import RealModule
import Terminal

/// The module on which tests run.
struct TargetOptions: OptionGroup {
    @Option(
        "--target", "PORT", .target,
        help: "run the tests on the module at a port, too: serial:/dev/ttyUSB0, tcp:HOST:PORT;\nwhat AT cannot do is "
            + "skipped and said (docs/real-module.md)")
    var target: PortAddress?

    @Option(
        "--target-server", "ADDRESS:PORT", .place("192.168.1.7:5683"),
        help:
            "have the module register with a server of the tests at an address of this\nmachine that it reaches: requests "
            + "of device.server go there")
    var server: ListeningPlace?

    @Option(
        "--target-server-id", "SSID", .integer(in: 1...65534), help: "the Short Server ID of --target-server [123]")
    var shortServerID: Int?

    @Option("--baud", "N", .baud, help: "the speed of the serial port of --target [115200]") var baud: Int?

    @Option("--flow", "WAY", .word, help: "flow control of the serial port of --target: none, rtscts [none]")
    var flow: LineSettings.FlowControl?

    @Option("--speed", "N", .speed, help: "how many times faster the time of an emulated --target passes [1]")
    var speed: Double?

    /// Where the module is; nil without `--target`.
    var place: ModulePlace? { target.map { ModulePlace(port: $0, baud: baud, flow: flow, speed: speed) } }

    /// The options that mean nothing without a port.
    var onlyForTarget: [OptionDeclaration] { [$server, $shortServerID, $baud, $flow, $speed] }
}

extension ValueReader<PortAddress> {
    /// Where a module is, with its kind in front: `serial:/dev/ttyUSB0`; a path alone is a serial port, too.
    static var target: ValueReader {
        ValueReader(takes: "serial:PATH, or tcp:HOST:PORT") { text in
            let mark = "serial:"
            guard text.hasPrefix(mark) else { return PortAddress(text) }
            let path = String(text.dropFirst(mark.count))
            return path.hasPrefix("tcp:") ? nil : PortAddress(path)
        }
    }
}
