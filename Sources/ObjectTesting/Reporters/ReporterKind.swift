/// The forms of report that there are.
public enum ReporterKind: String, CaseIterable, Sendable {
    case plain, tap, junit, json

    /// A reporter that hands its text on in pieces.
    ///
    /// - Parameters:
    ///   - usesColor: for `plain`: whether to colour words.
    ///   - showsProgress: for `plain`: whether to keep a line of progress, which needs a terminal.
    public func reporter(
        usesColor: Bool = false, showsProgress: Bool = false, write: @escaping (String) -> Void
    ) -> any Reporter {
        switch self {
        case .plain: PlainReporter(usesColor: usesColor, showsProgress: showsProgress, write: write)
        case .tap: TAPReporter(write: write)
        case .junit: JUnitReporter(write: write)
        case .json: JSONReporter(write: write)
        }
    }
}
