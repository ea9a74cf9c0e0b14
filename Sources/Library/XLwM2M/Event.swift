import Emulator
import LwM2M
import LwM2MClient
import Products

/// What the Objects and the module do besides answering.
public enum Event: Hashable, Sendable, CustomStringConvertible {
    /// `lua_send_urc`: the text after `+ULWM2MNOTIFY: `.
    case notify(String)
    /// Another unsolicited line from the module to its host, `+ULWM2MSTAT: 5,2`.
    case urc(String)
    /// `lua_send_pulse`: the GPIO id.
    case pulse(pin: Int)
    /// `print`, with the file and line that called it.
    case print(String, file: String, line: Int)
    /// A fault of a script or of the module, for people, with file and line.
    case fault(String)
    /// Values at or below a path may have changed, or the path was added or removed.
    case changed(path: String)
    /// A message to or from the server, as text.
    case message(String)
    /// The module restarts, with the reason.
    case restart(String)

    /// nil for an event that is not visible outside the module.
    init?(_ event: ModuleEvent, on product: Product) {
        switch event {
        case .notify(let bytes): self = .notify(String(decoding: bytes, as: UTF8.self))
        case .pulse(let pin): self = .pulse(pin: Int(clamping: pin))
        case .print(let text, let file, let line): self = .print(text, file: file, line: line)
        case .log(let text): self = .fault(text)
        case .changed(let change): self = .changed(path: change.path.description)
        case .client(let event): self = .urc(event.line(of: product))
        case .update(let event):
            guard let line = event.line(of: product) else { return nil }
            self = .urc(line)
        case .urc(let line): self = .urc(line)
        case .server(.log(let line)): self = .message(line.text)
        case .restart(let reason): self = .restart(reason.description)
        case .load(let report) where report.isFailure: self = .fault(report.description)
        case .load, .server, .state, .factoryReset, .settingsErased, .simChanged:
            return nil
        }
    }

    /// One line for people, `+ULWM2MNOTIFY: too hot`.
    public var description: String {
        switch self {
        case .notify(let text): "+ULWM2MNOTIFY: \(text)"
        case .urc(let line), .message(let line): line
        case .pulse(let pin): "pulse on pin \(pin)"
        case .print(let text, let file, let line): line > 0 ? "\(file):\(line): \(text)" : "\(file): \(text)"
        case .fault(let text): "fault: \(text)"
        case .changed(let path): "changed \(path)"
        case .restart(let reason): "restart: \(reason)"
        }
    }
}
