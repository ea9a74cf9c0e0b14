import JSON
import Terminal
import Wording

/// What `doctor` found out about one thing of this machine.
struct Finding {
    /// `library`, `port`, `clock`.
    var topic: String
    var state: State
    /// What is there, or what is wrong.
    var text: String
    /// The line to type, or what to do; nil if there is nothing to mend.
    var mend: String?

    enum State: String {
        case ok
        /// Something that some will never need.
        case note
        case error
    }

    /// Nothing is wrong.
    init(_ topic: String, _ text: String) { self.init(topic, .ok, text) }

    init(_ topic: String, _ state: State, _ text: String, mend: String? = nil) {
        (self.topic, self.state, self.text, self.mend) = (topic, state, text, mend)
    }

    /// A line, and below it the one that mends it.
    var lines: String {
        let mark = state == .error ? "WRONG" : state.rawValue
        let line = "\(mark.padded(to: 5))  \(topic.padded(to: 8))  \(Printable.escaped(text))\n"
        return line + (mend.map { "                 > \(Printable.escaped($0))\n" } ?? "")
    }

    /// One object.
    var json: JSONValue {
        .members([
            "topic": .string(topic), "state": .string(state.rawValue), "text": .string(text),
            "mend": mend.map(JSONValue.string),
        ])
    }
}
