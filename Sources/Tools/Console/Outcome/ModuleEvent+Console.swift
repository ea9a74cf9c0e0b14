package import Emulator
package import JSON
import LwM2M
import LwM2MClient
package import Products
import Wording

/// The events of a module as the console shows them.
extension ModuleEvent {
    /// Whether the console shows the event of a module.
    func isShown(on product: Product) -> Bool {
        switch self {
        case .client, .update: words(on: product) != nil
        case .notify, .urc, .server(.log), .pulse, .restart, .factoryReset, .print, .log, .load: true
        case .server, .state, .changed, .settingsErased, .simChanged: false
        }
    }

    /// One line, `! +ULWM2MNOTIFY: Application type changed in sensor 0`; nil if the console does not show the event.
    ///
    /// - Source: UBX-18068860 R09 §5.4 for the form of the URC.
    package func text(on product: Product) -> String? {
        guard let words = words(on: product) else { return nil }
        if words.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return "! " + words }
        // Each line of a longer text is marked, so that none is mistaken for an answer.
        return words.split(separator: "\n", omittingEmptySubsequences: false).map {
            "! " + Printable.escaped(String($0))
        }
        .joined(separator: "\n")
    }

    private func words(on product: Product) -> String? {
        switch self {
        case .notify(let bytes): "+ULWM2MNOTIFY: \(String(decoding: bytes, as: UTF8.self))"
        case .client(let event): event.line(of: product)
        case .update(let event): event.line(of: product)
        case .urc(let line): line
        // Messages to and from servers, and what happened to connections; the rest is in the URCs.
        case .server(.log(let line)): line.text
        case .pulse(let pin): "pulse on pin \(pin)"
        case .restart(let reason): "restart: \(reason)"
        case .factoryReset: "factory reset with the next restart"
        case .print(let text, let file, let line): line > 0 ? "\(file):\(line): \(text)" : "\(file): \(text)"
        case .log(let text): "fault: \(text)"
        case .load(let report): report.description
        case .server, .state, .changed, .settingsErased, .simChanged: nil
        }
    }

    /// One JSON object with the member `event`; nil if the console does not show the event.
    package func json(on product: Product) -> JSONValue? {
        switch self {
        case .notify(let bytes):
            .members(["event": "urc", "text": .string(String(decoding: bytes, as: UTF8.self))])
        case .client, .update, .urc:
            words(on: product).map { .members(["event": "status", "text": .string($0)]) }
        case .server(.log(let line)): .members(["event": "message", "text": .string(line.text)])
        case .pulse(let pin): .members(["event": "pulse", "pin": .integer(pin)])
        case .restart(let reason): .members(["event": "restart", "reason": .string(reason.description)])
        case .factoryReset: .members(["event": "factoryReset"])
        case .print(let text, let file, let line):
            .members([
                "event": "print", "file": .string(file), "line": line > 0 ? .integer(Int64(line)) : nil,
                "text": .string(text),
            ])
        case .log(let text): .members(["event": "fault", "text": .string(text)])
        case .load(let report): .members(["event": "load", "load": report.json])
        case .server, .state, .changed, .settingsErased, .simChanged: nil
        }
    }
}
