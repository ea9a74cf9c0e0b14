/// How `reset` resets.
public enum ResetKind: String, Hashable, Sendable, CaseIterable {
    /// As `AT+CFUN=16` or `=15`: what is not saved is saved first.
    case command
    /// `AT+ULWM2M=2` and then a reset: the client begins with a new database.
    case client
    /// `AT+UFACTORY=2,2` and then a reset: no files, and NVM as it was when new.
    case factory
    /// Power goes and comes: what is not saved is lost.
    case power

    /// The words that `reset` takes.
    static let words = allCases.filter { $0 != .command }.map(\.rawValue)

    init(_ word: Word?) throws(ConsoleError) {
        guard let word else {
            self = .command
            return
        }
        guard Self.words.contains(word.raw), let kind = ResetKind(rawValue: word.raw) else {
            throw ConsoleError("'\(word.raw)' cannot be reset; there are client, factory, power", column: word.column)
        }
        self = kind
    }
}
