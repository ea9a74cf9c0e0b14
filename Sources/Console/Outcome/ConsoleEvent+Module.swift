public import Emulator
import LwM2MClient
public import Modem

extension ConsoleEvent {
    /// What the console shows of an event of the module; nil for nothing.
    public init?(_ event: ModuleEvent, of product: Product) {
        switch event {
        case .client(let event): self = .status(event.line(of: product))
        case .update(let event):
            guard let line = event.line(of: product) else { return nil }
            self = .status(line)
        case .notify(let text): self = .urc(text)
        case .pulse(let pin): self = .pulse(pin: pin)
        case .print(let text, let file, let line): self = .print(file: file, line: line, text: text)
        case .log(let text): self = .fault(text)
        case .factoryReset: self = .factoryReset
        case .restart(let reason): self = .restart(reason: reason.description)
        case .load(let report): self = .load(report)
        case .server(let event):
            guard case .log(let line) = event else { return nil }
            self = .message(line)
        case .state, .changed, .settingsErased: return nil
        }
    }
}
