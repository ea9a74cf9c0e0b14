public import Emulator
public import JSON
import Wording

/// Something that happened on the device without having been asked for, or beside the answer.
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
