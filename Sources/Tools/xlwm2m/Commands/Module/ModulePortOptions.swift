import CommandLine
import RealModule
import Terminal

/// The port of a module.
struct ModulePortOptions: OptionGroup {
    @Option(
        "--port", "PORT", .modulePort, help: "the module's port: /dev/ttyUSB0, or tcp:HOST:PORT for one on a network")
    var port: PortAddress?

    @Option("--baud", "N", .baud, help: "the speed of a serial port [115200]") var baud: Int?

    @Option("--flow", "WAY", .word, help: "flow control of a serial port: none or rtscts [none]")
    var flow: LineSettings.FlowControl?

    @Option("--speed", "N", .speed, help: "how many times faster an emulated module's time passes: waits get shorter")
    var speed: Double?

    /// Opens the port; the module has not been asked anything yet.
    func open() throws -> ModuleLine { try place().open() }

    /// Finds the module, does some work with it, and leaves it as it was found.
    func withModule(_ work: (ModuleSession) throws -> ExitCode) throws -> ExitCode { try place().withModule(work) }

    private func place() throws -> ModulePlace {
        guard let port else { throw CommandFailure.usage("name the module's port, as --port /dev/ttyUSB0") }
        return ModulePlace(port: port, baud: baud, flow: flow, speed: speed)
    }
}

/// Where a module is, and how bytes travel there.
struct ModulePlace {
    var port: PortAddress
    var settings: LineSettings
    /// How many times faster than real time the module's time passes.
    var speed: Double

    /// - Parameters: what options say; nil for what is usual.
    init(port: PortAddress, baud: Int?, flow: LineSettings.FlowControl?, speed: Double?) {
        self.port = port
        settings = LineSettings(baud: baud ?? 115_200, flow: flow ?? .none)
        self.speed = speed ?? 1
    }

    /// Opens the port; the module has not been asked anything yet.
    func open() throws -> ModuleLine {
        do { return ModuleLine(try ModulePort(port, settings), speed: speed) } catch {
            throw CommandFailure.couldNotRun(error.description)
        }
    }

    /// Finds the module, does some work with it, and leaves it as it was found.
    func withModule(_ work: (ModuleSession) throws -> ExitCode) throws -> ExitCode {
        let line = try open()
        Interruption.watch()
        line.port.isInterrupted = { Interruption.isDue }
        try PushJournal.waitForAbandonedUpload(at: port, line)
        let session = try ModuleSession(line)
        defer { session.close() }
        return try work(session)
    }
}

extension ValueReader<PortAddress> {
    /// Where a module is.
    static var modulePort: ValueReader {
        ValueReader(takes: "the path of a serial port, or tcp:HOST:PORT") { PortAddress($0) }
    }
}

extension ValueReader<Int> {
    /// The speed of a serial port.
    static var baud: ValueReader {
        ValueReader(takes: "a speed that the system has, as 9600, 115200 or 921600") { text in
            Int(text).flatMap { LineSettings.knows(baud: $0) ? $0 : nil }
        }
    }
}
