import Foundation
import LwM2M
import ObjectHost
import TestSupport

/// A host with the fixture Object, for tests.
final class HostedDevice {
    let host: ObjectHost
    private(set) var events: [HostEvent] = []

    static let r4 = ScriptBindings(product: "SARA-R410M-02B", urcForm: .lengthAndText, hasPulse: true)

    init(bindings: ScriptBindings = HostedDevice.r4, script: String? = nil, name: String = "object_generic_sensor")
        throws
    {
        host = try ObjectHost(bindings: bindings, clock: VirtualClock())
        host.onEvent = { [unowned self] in events.append($0) }
        try host.load(Array((script ?? Self.fixture).utf8), fileName: "\(name).lua")
    }

    static let fixture = String(
        decoding: (try? Data(
            contentsOf: Corpus.checkout.appendingPathComponent(
                "Tests/ObjectHostTests/Fixtures/object_generic_sensor.lua")))
            ?? Data(), as: UTF8.self)

    /// The fixture with a part of its text exchanged.
    static func changed(_ old: String, to new: String) -> String {
        precondition(fixture.contains(old))
        return fixture.replacingOccurrences(of: old, with: new)
    }

    func code(_ body: () throws -> Void) -> String {
        do { try body() } catch { return (error as? LwM2MError)?.code.description ?? "\(error)" }
        return "ok"
    }

    func read(_ path: Path, from requester: Requester = .host) throws -> ResourceContent? {
        guard case .resource(let resource) = try host.read(path, from: requester) else { return nil }
        return resource.content
    }

    var log: [String] { events.compactMap { if case .log(let line) = $0 { line } else { nil } } }
}
