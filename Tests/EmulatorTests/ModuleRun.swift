import Emulator
import Foundation
import LwM2M
import Products
import TestSupport

/// A module on a virtual clock, with a note of each thing that it says: `10.0 +ULWM2MSTAT: 5,2`.
final class ModuleRun {
    let module: Module
    /// Stays as long as the module.
    var folder: TemporaryFolder?
    private(set) var notes: [String] = []

    init(_ product: String = "SARA-R510S-01B", _ change: (inout ModuleConfiguration) -> Void = { _ in }) throws {
        var configuration = ModuleConfiguration(product: Product.named(product) ?? .default)
        change(&configuration)
        module = try Module(configuration)
        module.addListener { [unowned self] event in note(event) }
    }

    /// Powers it on and lets the start come to its end.
    @discardableResult
    func boot() -> Self {
        module.powerOn()
        module.finishBoot()
        return self
    }

    func wait(_ seconds: Double) { module.advance(to: module.now + seconds) }

    /// What a Resource holds; nil for a Resource that cannot be read.
    func value(_ path: Path) -> ResourceValue? {
        guard case .resource(let resource)? = try? module.dataModel.read(path, from: .host),
            case .single(let value) = resource.content
        else { return nil }
        return value
    }

    /// Writes a Resource as the AT side does, and lets the module follow.
    func write(_ value: ResourceValue, to path: Path) throws {
        let resource = Resource(id: path.resource ?? 0, value: value)
        try module.dataModel.write([resource], to: path, mode: .partialUpdate, from: .host)
        wait(0)
    }

    /// Executes a Resource of the probe, `/32800/0/0`, and lets the module follow.
    func probe(_ what: String) throws {
        defer { wait(0) }
        try module.dataModel.execute(Path(32800, 0, 0), arguments: what, from: .host)
    }

    /// The text of an Object that hangs, prints, restarts the module, and more.
    static let probe =
        (try? String(
            contentsOf: Corpus.checkout.appendingPathComponent("Tests/ConsoleTests/Fixtures/object_probe.lua"),
            encoding: .utf8)) ?? ""

    /// The text of a built-in Object.
    static func builtIn(_ name: String) throws -> String {
        try String(contentsOf: Corpus.checkout.appendingPathComponent("objects/\(name)"), encoding: .utf8)
    }

    /// The notes since the last call.
    func taken() -> [String] {
        defer { notes = [] }
        return notes
    }

    private func note(_ event: ModuleEvent) {
        let time = (module.now * 10).rounded() / 10
        switch event {
        case .client(let event): notes.append("\(time) \(event.line(of: module.product))")
        case .notify(let bytes):
            notes.append("\(time) +ULWM2MNOTIFY: \(String(decoding: bytes, as: UTF8.self))")
        case .restart(let reason): notes.append("\(time) restart: \(reason)")
        case .log(let text): notes.append("\(time) log: \(text)")
        case .load(let report): notes.append("\(time) load: \(report)")
        case .factoryReset: notes.append("\(time) factory reset")
        case .update(let event): notes.append("\(time) \(event.line(of: module.product) ?? "\(event)")")
        case .print, .pulse, .state, .changed, .server, .urc: break
        case .settingsErased, .simChanged: break
        }
    }

    /// As `+ULWM2MLIST="/"` prints it.
    var list: String {
        module.dataModel.objectIDs.flatMap { id in
            let instances = module.dataModel.instances(of: id)
            return instances.isEmpty ? ["/\(id)"] : instances.map { "/\(id)/\($0)" }
        }.joined(separator: " ")
    }
}
