import ATInterface
import Emulator
import FileSystem
import Foundation
import LwM2M
import Products
import Storage
import TestSupport
import Testing

/// A module with one AT port on a virtual clock, and what comes out of the port.
final class Line {
    let module: Module
    let at: ATModule
    let session: ATSession
    /// nil where the module has no network.
    let network: LineNetwork?
    private let client: WireClient?
    private(set) var log: [String] = []
    let folder: TemporaryFolder

    /// A module that is booted, its client running where it starts at all, and nothing said yet.
    init(
        _ product: Product = .default, profile: Int? = nil, newModule: NewModule = .desk, sim: SIMCard? = .default,
        boots: Bool = true, isOnline: Bool = false, commitPolicy: CommitPolicy? = nil
    ) throws {
        folder = try TemporaryFolder()
        var configuration = ModuleConfiguration(product: product)
        configuration.flash = try Flash(folder.url.path)
        configuration.profile = profile
        configuration.newModule = newModule
        configuration.sim = sim
        configuration.commitPolicy = commitPolicy
        module = try Module(configuration)
        at = ATModule(module)
        session = ATSession(at)
        if isOnline {
            let network = LineNetwork { [unowned module] in module.now }
            let client = WireClient(module, settings: WireSettings(), connector: network)
            at.client = client
            (self.network, self.client) = (network, client)
        } else {
            (network, client) = (nil, nil)
        }
        session.onLog = { [unowned self] in log.append($0) }
        module.powerOn()
        if boots {
            while module.isBooting, let deadline = at.nextDeadline { at.advance(to: deadline) }
            _ = wait(1)
            _ = session.takeOutput()
        }
    }

    /// What the module sends for some bytes, with the time that a command takes.
    func send(_ bytes: [UInt8]) -> [UInt8] {
        session.receive(bytes, at: module.now)
        var out = session.takeOutput()
        while session.isWorking, session.nextDeadline.map({ $0 < module.now + 15 }) == true, let next = at.nextDeadline
        {
            advance(to: next)
            out += session.takeOutput()
        }
        return out
    }

    func send(_ text: String) -> String { String(decoding: send(Array(text.utf8)), as: UTF8.self) }

    /// The lines of the answer to a command line, without the echo.
    func ask(_ command: String) -> [String] {
        let typed = Array((command + "\r").utf8)
        let out = send(typed)
        return Self.lines(out.starts(with: typed) ? Array(out[typed.count...]) : out)
    }

    /// What comes by itself, with the seconds from now.
    func wait(_ seconds: Double) -> [(after: Double, line: String)] {
        let start = module.now
        let end = start + seconds
        var lines: [(Double, String)] = []
        func take() {
            lines += Self.lines(session.takeOutput()).map { (module.now - start, $0) }
        }
        take()
        while let next = nextDeadline, next <= end {
            advance(to: next)
            take()
        }
        advance(to: end)
        take()
        return lines
    }

    private var nextDeadline: Double? { [at.nextDeadline, network?.nextDeadline].compactMap { $0 }.min() }

    private func advance(to time: Double) {
        at.advance(to: time)
        network?.advance(to: module.now)
        at.advance(to: module.now)
    }

    /// Uploads the sample Object of the note and loads it, in place of the one that may be there.
    ///
    /// - Parameter notification: an expression of Lua that it sends instead of its own texts.
    @discardableResult
    func uploadSensor(notifying notification: String? = nil) throws -> [String] {
        let file = Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua")
        var script = try String(contentsOf: file, encoding: .utf8)
        let head = "local function notify(text)\n"
        #expect(script.contains(head))
        if let notification {
            script = script.replacingOccurrences(of: head, with: head + "  text = \(notification)\n")
        }
        let text = [UInt8](script.utf8)
        _ = ask("AT+UDELFILE=\"object_generic_sensor.lua\",\"XLWM2M\"")
        _ = ask("AT+ULWM2MREMOVE=\"/3300\"")
        return ask("AT+UDWNFILE=\"object_generic_sensor.lua\",\(text.count),\"XLWM2M\"") + Self.lines(send(text))
            + ask("AT+ULWM2MADD=\"object_generic_sensor.lua\"")
    }

    /// Writes a Float as a request that is no AT command may.
    func put(_ value: Double, into text: String) throws {
        let path = try Path(parsing: text)
        try module.dataModel.write(
            [Resource(id: path.resource ?? 0, value: .float(value))], to: Path(path.object ?? 0, path.instance ?? 0),
            mode: .partialUpdate, from: .host)
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split { $0 == 13 || $0 == 10 }.map { String(decoding: $0, as: UTF8.self) }
    }
}
