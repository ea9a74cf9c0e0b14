/// Why a test did not pass.
package struct TestFailure: Hashable, Sendable {
    /// The kinds of failure, to switch on.
    package enum Kind: String, Hashable, Sendable {
        /// An assertion did not hold.
        case assertion
        /// The test raised an error.
        case error
        /// The test did not finish in time.
        case timeout
        /// It passed on a module, and failed on the emulated device.
        case difference
    }

    package var kind: Kind
    /// What was wrong, in one or more lines.
    package var message: String
    /// What the assertion expected, as text.
    package var expected: String?
    /// The actual value, as text.
    package var actual: String?
    /// The lines that differ: `- ` only in the expected text, `+ ` only in the actual one.
    package var difference: String?
    /// Where it happened; in the test's own file if any of the calls came from there.
    package var place: SourcePlace?
    /// The calls that led there, innermost first.
    package var calls: [SourcePlace]
    /// The hook in which it happened, `after_each`; nil for the body of the test.
    package var hook: String?
    /// Later failures in the same test: its hooks still run.
    package var later: [TestFailure] = []

    package init(
        _ kind: Kind, _ message: String, expected: String? = nil, actual: String? = nil, difference: String? = nil,
        place: SourcePlace? = nil, calls: [SourcePlace] = [], hook: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.expected = expected
        self.actual = actual
        self.difference = difference
        self.place = place
        self.calls = calls
        self.hook = hook
    }

    /// The message, values, difference and calls, one below the other, as reports for people show them, followed by
    /// those of the later failures.
    package var lines: [String] {
        var lines = ownLines
        if let hook { lines[0] = "in \(hook): \(lines[0])" }
        return lines + laterLines
    }

    /// The lines of the later failures.
    var laterLines: [String] {
        later.flatMap { failure in
            ["then \(failure.hook ?? "the test") failed\(failure.place.map { " at \($0)" } ?? ""):"]
                + failure.ownLines.map { "  " + $0 }
        }
    }

    private var ownLines: [String] {
        var lines = Self.split(message)
        if let expected, !isShownByDifference { lines += Self.labelled("expected: ", expected) }
        if let actual, !isShownByDifference { lines += Self.labelled("actual:   ", actual) }
        if let difference { lines += ["difference (- expected, + actual):"] + Self.split(difference) }
        if calls.count > 1 { lines += ["calls, innermost first:"] + callLines.map { "  \($0)" } }
        return lines
    }

    /// A line for each call; consecutive calls from the same place, as in a recursion, share one.
    private var callLines: [String] {
        var runs: [(place: SourcePlace, count: Int)] = []
        for place in calls {
            if runs.last?.place == place { runs[runs.count - 1].count += 1 } else { runs.append((place, 1)) }
        }
        return runs.map { $0.count == 1 ? "\($0.place)" : "\($0.place) (\($0.count) times)" }
    }

    /// Whether a value is so long that the difference alone is easier to read.
    var isShownByDifference: Bool {
        difference != nil && [expected, actual].contains { ($0 ?? "").contains("\n") || ($0 ?? "").count > 80 }
    }

    /// Longer texts are truncated in reports for people.
    private static let mostLines = 40
    private static let longestLine = 1000

    private static func labelled(_ label: String, _ text: String) -> [String] {
        var parts = split(text).map { $0.utf8.count > longestLine ? $0.prefix(longestLine) + "..." : $0 }
        if parts.count > mostLines {
            let left = parts.count - mostLines
            parts = parts.prefix(mostLines) + ["... and \(left) more lines"]
        }
        return parts.count == 1 ? [label + parts[0]] : [label] + parts.map { "  " + $0 }
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// A line of a file.
package struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user would write it.
    package var file: String
    /// Counted from 1.
    package var line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `tests/sensor_test.lua:12`.
    package var description: String { "\(file):\(line)" }
}
