package import Lua
package import LwM2M
import Wording

/// One call of an Object's function.
package struct TracedCall: Sendable {
    /// How it ended.
    package enum End: Sendable {
        case returned([LuaValue])
        /// With an error, described for people.
        case failed(String)
    }

    /// When it began, in seconds on the clock of the device.
    package var time: Double
    /// How long it took on the clock of the machine, including the calls within it.
    package var seconds = 0.0
    package var object: ObjectID
    /// `read`, `write`, `execute`, `create`, `delete`, `discover`, `load`.
    package var function: String
    var arguments: [LuaValue]
    var end = End.returned([])
    /// nil for the module itself.
    package var requester: Requester?

    /// The code that it returned; nil if there is none.
    package var code: ResponseCode? {
        guard case .returned(let results) = end, function != "load", let number = results.first?.integer,
            let raw = UInt8(exactly: number), case let code = ResponseCode(rawValue: raw), !code.name.isEmpty
        else { return nil }
        return code
    }

    /// Its arguments in Lua notation, each truncated if it is long.
    package var argumentTexts: [String] { arguments.map(Self.text) }

    /// What it returned besides the code.
    package var resultTexts: [String] {
        guard case .returned(let results) = end else { return [] }
        return results.dropFirst(code == nil ? 0 : 1).map(Self.text)
    }

    /// Why it was left; nil if it returned.
    package var failure: String? { if case .failed(let why) = end { why } else { nil } }

    /// `server 123`, `host`, `bootstrap server`, `module`.
    package var asker: String { requester.map { "\($0)" } ?? "the module" }

    /// `/3300 write(0, 5700, 1, false, 21.5) = 2.04, 12 us, at 3.250 s, by server 123`.
    package var text: String {
        let results = ([code?.description].compactMap { $0 } + resultTexts).joined(separator: ", ")
        let end = failure.map { "failed: \($0)" } ?? (results.isEmpty ? "= nothing" : "= \(results)")
        return "/\(object) \(function)(\(argumentTexts.joined(separator: ", "))) \(end), "
            + "\(Int(seconds * 1e6)) us, at \(Digits.decimal(Int64(time * 1000), places: 3)) s, by \(asker)"
    }

    /// Removes the keys of Object 0 from the arguments.
    mutating func hideArguments() { if isOfKey { arguments = arguments.map(Self.withoutText) } }

    /// Removes the keys of Object 0 from the results.
    mutating func hideResults() {
        guard isOfKey, case .returned(let results) = end else { return }
        end = .returned(results.prefix(2) + results.dropFirst(2).map(Self.withoutText))
    }

    /// Whether it concerns the identity, the server's key or the secret key.
    private var isOfKey: Bool {
        guard object == .security, arguments.count > 1, let id = arguments[1].integer else { return false }
        return (3...5).contains(id)
    }

    private static func withoutText(_ value: LuaValue) -> LuaValue {
        if case .string(let string) = value { .text("(\(string.bytes.count) bytes)") } else { value }
    }

    private static func text(_ value: LuaValue) -> String { text(value, depth: 0) }

    private static let longest = 60

    private static func text(_ value: LuaValue, depth: Int) -> String {
        switch value {
        case .nil: return "nil"
        case .boolean(let flag): return "\(flag)"
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .string(let string):
            guard let text = String(utf8: string.bytes) else { return "(\(string.bytes.count) bytes)" }
            let end = text.count > longest ? "\"... (\(string.bytes.count) bytes)" : "\""
            return "\"" + Printable.escaped(String(text.prefix(longest)), quote: true) + end
        case .table(let fields):
            guard depth < 3 else { return "{...}" }
            let shown = fields.prefix(8).map { "[\(text($0.key, depth: 3))]=\(text($0.value, depth: depth + 1))" }
            return "{" + shown.joined(separator: ", ") + (fields.count > 8 ? ", ...}" : "}")
        case .function: return "a function"
        case .kept, .other: return "(too large)"
        }
    }
}
