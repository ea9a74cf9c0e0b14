package import ATInterface
package import JSON
import LwM2M
package import ServerConsole
import Wording

/// What a line of an AT port says, as a tree: for people with indentation, for programs as JSON.
package struct LineMeaning: Hashable, Sendable {
    /// One thing that a line says.
    package struct Part: Hashable, Sendable {
        /// What it is, `server_id`.
        package var name: String
        /// Its value for programs; nil if it only has parts.
        package var value: JSONValue?
        /// What the value means in words; nil if it means itself.
        package var meaning: String?
        package var parts: [Part] = []

        package init(_ name: String, _ value: JSONValue? = nil, meaning: String? = nil, parts: [Part] = []) {
            (self.name, self.value, self.meaning, self.parts) = (name, value, meaning, parts)
        }
    }

    /// `command`, `information`, `result` or `text`.
    package var kind: String
    /// The line without keys.
    package var line: String
    package var parts: [Part]
    /// Why the product refuses the line by its form; nil if it does not.
    package var refusal: String?

    /// Reads a line without the CR or LF at its ends.
    ///
    /// - Parameters:
    ///   - module: gives commands and numbers their meaning on its product; it need not be on.
    ///   - showsKeys: whether keys of Object 0 are shown.
    package init(
        of line: String, on module: ATModule, _ definitions: ServerDefinitions, showsKeys: Bool = false
    ) {
        self.line = showsKeys ? line : LineRecord.withoutKeys(line)
        let words = LineWords(module: module, definitions: definitions, showsKeys: showsKeys)
        do throws(ATError) {
            switch try ReadLine(line, on: module) {
            case .commands(let commands):
                kind = "command"
                parts = commands.map(words.part)
                refusal = commands.compactMap(\.refusal).first?.description
                if refusal == nil {
                    refusal = commands.lazy.compactMap(words.payloadRefusal).first
                }
            case .information(let name, let text, let parameters):
                kind = "information"
                parts = [words.part(name, text, parameters)]
            case .result(let text, let number, let meaning):
                kind = "result"
                let both = [number.map(String.init), meaning].compactMap { $0 }.joined(separator: " ")
                parts = [Part("result", .string(text), meaning: both.isEmpty ? nil : both)]
            case .text(let text):
                kind = "text"
                parts = [Part("text", .string(text))]
            }
        } catch {
            kind = "command"
            parts = []
            refusal = "\(error)"
        }
    }

    /// The tree, a line for each part, indented by two blanks a level.
    package var text: String {
        var lines = parts.flatMap { Self.lines($0, indent: 0) }
        if let refusal { lines.append("refused: " + Printable.escaped(refusal)) }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ part: Part, indent: Int) -> [String] {
        let value: String? =
            switch part.value {
            case .string(let text)?: "\"\(Printable.escaped(text, quote: true))\""
            case let value?: value.text
            case nil: nil
            }
        let words = [part.name, value, part.meaning.map { Printable.escaped($0) }].compactMap { $0 }
        return [String(repeating: " ", count: indent * 2) + words.joined(separator: "  ")]
            + part.parts.flatMap { lines($0, indent: indent + 1) }
    }

    /// `{"kind":"command","line":...,"parts":[{"name":...,"value":...,"meaning":...,"parts":[...]}],"refusal":...}`.
    package var json: JSONValue {
        .members([
            "kind": .string(kind), "line": .string(line), "parts": .array(parts.map(Self.json)),
            "refusal": refusal.map(JSONValue.string),
        ])
    }

    private static func json(_ part: Part) -> JSONValue {
        .members([
            "name": .string(part.name), "value": part.value, "meaning": part.meaning.map(JSONValue.string),
            "parts": part.parts.isEmpty ? nil : .array(part.parts.map(json)),
        ])
    }
}
