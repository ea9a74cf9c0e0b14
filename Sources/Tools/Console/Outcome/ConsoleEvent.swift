public import Emulator
public import JSON
import LwM2M
import LwM2MClient
public import Products
import Wording

/// Something that happened on the device without having been asked for, or besides the answer.
public enum ConsoleEvent: Hashable, Sendable {
    /// A text for the host, from `lua_send_urc`.
    case urc(String)
    /// Another URC, as the line prints it: `+ULWM2MSTAT: 5,2`.
    case status(String)
    /// A message to or from a server, or what became of a connection: `<- GET /3/0 accept json -> 2.05 541 B 12 ms`.
    case message(String)
    /// A pulse on a GPIO pin, from `lua_send_pulse`.
    case pulse(pin: Int64)
    /// The module restarts.
    case restart(reason: String)
    /// The module goes back to its factory profile with the next restart.
    case factoryReset
    /// A line that a script printed.
    case print(file: String, line: Int, text: String)
    /// A fault of a script.
    case fault(String)
    /// What became of a file that was saved while it was watched.
    case load(LoadReport)

    /// One line, `! +ULWM2MNOTIFY: Application type changed in sensor 0`.
    ///
    /// - Source: UBX-18068860 R09 §5.4 for the form of the URC.
    public var text: String {
        let words =
            switch self {
            case .urc(let text): "+ULWM2MNOTIFY: \(text)"
            case .status(let line): line
            case .message(let line): line
            case .pulse(let pin): "pulse on pin \(pin)"
            case .restart(let reason): "restart: \(reason)"
            case .factoryReset: "factory reset with the next restart"
            case .print(let file, let line, let text): line > 0 ? "\(file):\(line): \(text)" : "\(file): \(text)"
            case .fault(let text): "fault: \(text)"
            case .load(let report): report.description
            }
        // Each line of a longer text is marked, so that nobody takes one for an answer.
        return words.split(separator: "\n", omittingEmptySubsequences: false).map {
            "! " + Printable.escaped(String($0))
        }
        .joined(separator: "\n")
    }

    /// One JSON object with the member `event`.
    public var json: JSONValue {
        switch self {
        case .urc(let text): .members(["event": "urc", "text": .string(text)])
        case .status(let line): .members(["event": "status", "text": .string(line)])
        case .message(let line): .members(["event": "message", "text": .string(line)])
        case .pulse(let pin): .members(["event": "pulse", "pin": .integer(pin)])
        case .restart(let reason): .members(["event": "restart", "reason": .string(reason)])
        case .factoryReset: .members(["event": "factoryReset"])
        case .print(let file, let line, let text):
            .members([
                "event": "print", "file": .string(file), "line": line > 0 ? .integer(Int64(line)) : nil,
                "text": .string(text),
            ])
        case .fault(let text): .members(["event": "fault", "text": .string(text)])
        case .load(let report): .members(["event": "load", "load": report.json])
        }
    }
}

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

/// The servers of the client, for people and for programs.
enum ServerText {
    static func text(_ reports: [ServerReport]) -> String {
        guard !reports.isEmpty else { return "no accounts of servers" }
        var table = TextTable(
            ["server", "URI", "state", "next", "lifetime", "binding", "observes"], alignedRight: [0, 3, 4])
        for report in reports {
            table.add([
                "\(report.shortServerID)", Printable.escaped(report.uri),
                "\(report.state)" + (report.isResting ? ", resting" : ""),
                report.secondsLeft.map { "\($0) s" } ?? "", "\(report.lifetime) s", Printable.escaped(report.binding),
                report.observations.map(\.description).joined(separator: " "),
            ])
        }
        return table.text
    }

    static func json(_ report: ServerReport) -> JSONValue {
        .members([
            "ssid": .integer(Int64(report.shortServerID)), "uri": .string(report.uri),
            "state": .string("\(report.state)"), "next": report.secondsLeft.map { .integer(Int64($0)) },
            "lifetime": .integer(report.lifetime), "binding": .string(report.binding),
            "observes": .array(report.observations.map { .string("\($0)") }), "resting": .boolean(report.isResting),
        ])
    }
}
