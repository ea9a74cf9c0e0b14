import FileSystem

/// The values of `--color`.
package enum ColorChoice: String, CaseIterable {
    case auto, always, never
}

/// Whether escape codes may be sent to a descriptor: they colour words, move the cursor and erase lines.
///
/// - Source: no-color.org: `NO_COLOR`, present and not empty, whatever its value; the command line takes precedence.
package struct TerminalStyle {
    var choice = ColorChoice.auto
    package var noColor: String?
    /// The value of `TERM`; nil if it is not set.
    package var term: String?

    /// The style according to the environment.
    package init(choice: ColorChoice = .auto) {
        self.choice = choice
        noColor = Environment.value(of: "NO_COLOR")
        term = Environment.value(of: "TERM")
    }

    /// Whether words are coloured.
    package func usesColor(isTerminal: Bool) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && !wantsPlainText
        }
    }

    /// Whether lines may be erased and rewritten.
    package func movesCursor(isTerminal: Bool) -> Bool {
        isTerminal && !isDumb && choice != .never && (choice == .always || !wantsPlainText)
    }

    /// Whether the terminal supports it, whether or not it is asked for.
    var canMoveCursor: Bool { !isDumb }

    private var isDumb: Bool { term == nil || term == "" || term == "dumb" }
    private var wantsPlainText: Bool { isDumb || !(noColor ?? "").isEmpty }
}
