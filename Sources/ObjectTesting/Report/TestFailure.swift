/// Why a test did not pass.
public struct TestFailure: Hashable, Sendable {
    /// The kinds of failure, to switch on.
    public enum Kind: String, Hashable, Sendable {
        /// An assertion did not hold.
        case assertion
        /// The test raised an error.
        case error
        /// The test did not end in its time.
        case timeout
    }

    public var kind: Kind
    /// What was wrong, in one or more lines.
    public var message: String
    /// What the assertion wanted, as text.
    public var expected: String?
    /// What was there instead, as text.
    public var actual: String?
    /// The lines that differ: `- ` only expected, `+ ` only there.
    public var difference: String?
    /// Where it happened, in the test's file if any call came from there.
    public var place: SourcePlace?
    /// The calls that led there, innermost first.
    public var calls: [SourcePlace]

    public init(
        _ kind: Kind, _ message: String, expected: String? = nil, actual: String? = nil, difference: String? = nil,
        place: SourcePlace? = nil, calls: [SourcePlace] = []
    ) {
        self.kind = kind
        self.message = message
        self.expected = expected
        self.actual = actual
        self.difference = difference
        self.place = place
        self.calls = calls
    }

    /// Message, values, difference and calls, one below the other, as reports for people show them.
    public var lines: [String] {
        var lines = Self.split(message)
        let areShort = difference == nil || !(expected ?? "").contains("\n") && !(actual ?? "").contains("\n")
        if areShort {
            if let expected { lines += Self.labelled("expected: ", expected) }
            if let actual { lines += Self.labelled("actual:   ", actual) }
        }
        if let difference { lines += ["difference (- expected, + actual):"] + Self.split(difference) }
        if calls.count > 1 { lines += ["calls, innermost first:"] + calls.map { "  \($0)" } }
        return lines
    }

    private static func labelled(_ label: String, _ text: String) -> [String] {
        let parts = split(text)
        return parts.count == 1 ? [label + text] : [label] + parts.map { "  " + $0 }
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
