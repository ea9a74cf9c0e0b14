/// What a script waits for.
public enum WaitCondition: Hashable, Sendable {
    /// Seconds of the module's time, 0...86400.
    case time(Double)
    /// The client is registered with all its servers, within so many seconds of the module's time.
    case registered(within: Double)

    static let words = ["registered"]
    private static let mostSeconds = 86_400.0
    private static let secondsToRegister = 60.0

    /// `2.5`, `registered`, `registered 120`.
    init(_ words: inout CommandWords) throws(ConsoleError) {
        let first = try words.next()
        guard first.raw == "registered" else {
            self = .time(try Self.seconds(first))
            return
        }
        self = .registered(within: try Self.seconds(words.take()))
    }

    private static func seconds(_ word: Word?) throws(ConsoleError) -> Double {
        guard let word else { return secondsToRegister }
        guard let seconds = Double(word.raw), (0...mostSeconds).contains(seconds) else {
            throw ConsoleError(
                "'\(word.raw)' is neither a number of seconds from 0 to 86400 nor 'registered'", column: word.column)
        }
        return seconds
    }
}
