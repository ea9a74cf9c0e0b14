/// What ends the answer to a command line.
///
/// - Source: V.250 §5.7.1; UBX-17003787 R13, table 1.
public enum FinalResultCode: Hashable, Sendable {
    case ok
    case connect
    case noCarrier
    case error
    case noDialtone
    case busy
    case noAnswer
    /// A command that may be aborted was.
    case aborted
    /// `ERROR` or `+CME ERROR`, as `+CMEE` says.
    case cme(CMECode)

    /// The text with `V1`.
    ///
    /// - Parameter errorMode: `+CMEE`.
    func text(errorMode: Int) -> String {
        switch self {
        case .ok: "OK"
        case .connect: "CONNECT"
        case .noCarrier: "NO CARRIER"
        case .error: "ERROR"
        case .noDialtone: "NO DIALTONE"
        case .busy: "BUSY"
        case .noAnswer: "NO ANSWER"
        case .aborted: ATAssumptions.abortedText
        case .cme(let code):
            switch errorMode {
            case 1: "+CME ERROR: \(code.rawValue)"
            case 2: "+CME ERROR: \(code.text)"
            default: "ERROR"
            }
        }
    }

    /// The number with `V0`; nil where the text stands for it.
    func number(errorMode: Int) -> Int? {
        switch self {
        case .ok: 0
        case .connect: 1
        case .noCarrier: 3
        case .error: 4
        case .noDialtone: 6
        case .busy: 7
        case .noAnswer: 8
        case .aborted: 3000
        case .cme: errorMode == 0 ? 4 : nil
        }
    }
}
