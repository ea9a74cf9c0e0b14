/// What a script waits for.
package enum WaitCondition: Hashable, Sendable {
    /// Seconds of the module's time, 0...86400.
    case time(Double)
    /// The client is registered with all its servers, within this many seconds of the module's time.
    case registered(within: Double)

    static let words = ["registered"]
    private static let mostSeconds = 86_400.0
    private static let secondsToRegister = 60.0

    /// `2.5`, `registered`, `registered 120`.
    init(_ words: inout CommandWords) throws(ConsoleError) {
        let first = try words.next()
        guard first.raw == "registered" else {
            self = .time(try Self.seconds(first, or: " nor 'registered'"))
            return
        }
        guard let word = words.take() else {
            self = .registered(within: Self.secondsToRegister)
            return
        }
        self = .registered(within: try Self.seconds(word, or: ""))
    }

    private static func seconds(_ word: Word, or others: String) throws(ConsoleError) -> Double {
        guard let seconds = Double(word.raw), (0...mostSeconds).contains(seconds) else {
            throw ConsoleError(
                "'\(word.raw)' is \(others.isEmpty ? "not a" : "neither a") number of seconds from 0 to 86400\(others)",
                column: word.column)
        }
        return seconds
    }
}
