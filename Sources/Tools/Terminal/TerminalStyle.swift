#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `--color` says.
package enum ColorChoice: String, CaseIterable {
    case auto, always, never
}

/// Whether escape codes may go to a descriptor: they colour words, move the cursor and take lines away.
///
/// - Source: no-color.org: `NO_COLOR`, present and not empty, whatever its value; what the command line says wins.
package struct TerminalStyle {
    var choice = ColorChoice.auto
    package var noColor: String?
    /// The value of `TERM`; nil if it is not set.
    package var term: String?

    /// What the environment says.
    package init(choice: ColorChoice = .auto) {
        self.choice = choice
        noColor = getenv("NO_COLOR").map { String(cString: $0) }
        term = getenv("TERM").map { String(cString: $0) }
    }

    /// Whether words are coloured.
    package func usesColor(isTerminal: Bool) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && !wantsPlainText
        }
    }

    /// Whether lines may be taken away and written again.
    package func movesCursor(isTerminal: Bool) -> Bool {
        isTerminal && !isDumb && choice != .never && (choice == .always || !wantsPlainText)
    }

    /// Whether the terminal can do it, asked for or not.
    var canMoveCursor: Bool { !isDumb }

    private var isDumb: Bool { term == nil || term == "" || term == "dumb" }
    private var wantsPlainText: Bool { isDumb || !(noColor ?? "").isEmpty }
}
