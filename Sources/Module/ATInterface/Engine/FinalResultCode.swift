import LwM2M
import Storage

/// The result that ends the answer to a command line.
///
/// - Source: V.250 §5.7.1; UBX-17003787 R13, table 1.
enum FinalResultCode: Hashable, Sendable {
    case ok
    case connect
    case noCarrier
    case error
    case noDialtone
    case busy
    case noAnswer
    /// An abortable command was aborted.
    case aborted
    /// `ERROR` or `+CME ERROR`, depending on `+CMEE`.
    case cme(CMECode)

    /// Those without a code of their own. `RING` is none of them: it tells of a call and ends no command.
    static let plain: [FinalResultCode] = [.ok, .connect, .noCarrier, .error, .noDialtone, .busy, .noAnswer, .aborted]

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

    /// The number with `V0`; nil if the text is used instead.
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

/// Why a command is refused: the code for the host and the reason for the log.
package struct ATError: Error, Hashable, Sendable {
    /// What `+CME ERROR` says.
    var code: CMECode
    /// What was wrong, for people: lower case, no full stop, naming the thing and the value.
    package var message: String
    /// The position in the line as typed, from 1; nil if no position is at fault.
    package var column: Int?

    /// A refusal with a code, a reason, and the position at fault.
    init(_ code: CMECode, _ message: String, column: Int? = nil) {
        self.code = code
        self.message = message
        self.column = column
    }

    /// A parameter or the syntax is wrong.
    static func syntax(_ message: String, column: Int? = nil) -> ATError {
        ATError(ATAssumptions.syntaxError, message, column: column)
    }

    /// The state of the module does not allow it.
    static func notAllowed(_ message: String) -> ATError { ATError(.operationNotAllowed, message) }
}

extension ATError: CustomStringConvertible {
    /// The reason and the position, `JSON: missing '}' at column 57`.
    package var description: String { message + (column.map { " at column \($0)" } ?? "") }
}

extension ATError {
    /// The refusal for anything that a command throws; this is the only place that maps refusals by the Objects and the
    /// file system to result codes of the line.
    init(of error: any Error) {
        switch error {
        case let error as ATError: self = error
        case let error as LwM2MError: self.init(ATAssumptions.refusedByModel, "\(error)")
        case let error as FlashError:
            let code: CMECode =
                switch error.code {
                case .fileNotFound: .fileNotFound
                case .badName: .invalidFileName
                case .noSpace: .notEnoughSpace
                case .tooManyFiles: .tooManyFiles
                case .outOfRange: .fileRange
                case .notAFile, .inUse, .system: .fileSystem
                }
            self.init(code, error.message)
        default: self.init(.unknown, "\(error)")
        }
    }
}

/// What went wrong with a command, as the number and text of `+CME ERROR`.
///
/// - Source: SARA-R4 AT commands manual UBX-17003787 R13, appendix A.1.
struct CMECode: RawRepresentable, Hashable, Sendable {
    /// What `+CMEE=1` prints.
    let rawValue: Int
    /// The code with this number.
    init(rawValue: Int) { self.rawValue = rawValue }

    /// The code that `+CME ERROR` printed, by its number or by its text; nil for any other text.
    init?(printed text: String) {
        guard let number = Int(text) ?? Self.texts.first(where: { $0.value == text })?.key else { return nil }
        self.init(rawValue: number)
    }

    static let operationNotAllowed = CMECode(rawValue: 3)
    static let operationNotSupported = CMECode(rawValue: 4)
    static let simNotInserted = CMECode(rawValue: 10)
    static let memoryFailure = CMECode(rawValue: 23)
    static let noNetworkService = CMECode(rawValue: 30)
    static let unknown = CMECode(rawValue: 100)
    static let wrongGPIO = CMECode(rawValue: 1500)
    static let gpioMode = CMECode(rawValue: 1502)
    static let gpioRead = CMECode(rawValue: 1503)
    static let gpioWrite = CMECode(rawValue: 1504)
    static let fileSystem = CMECode(rawValue: 1600)
    static let fileNotFound = CMECode(rawValue: 1612)
    static let fileRange = CMECode(rawValue: 1630)
    static let tooManyFiles = CMECode(rawValue: 1636)
    static let notEnoughSpace = CMECode(rawValue: 1637)
    static let invalidFileName = CMECode(rawValue: 1638)
    static let fileTimeout = CMECode(rawValue: 1649)
    static let lineTooLong = CMECode(rawValue: 1650)

    /// What `+CMEE=2` prints: 3GPP texts in lower case, file system texts in upper case, as on real modules.
    var text: String { Self.texts[rawValue] ?? "unknown" }

    private static let texts: [Int: String] = [
        3: "operation not allowed", 4: "operation not supported", 10: "SIM not inserted", 23: "memory failure",
        30: "no network service", 100: "unknown",
        1500: "Wrong GPIO identifier", 1502: "Select GPIO mode error", 1503: "Read GPIO error",
        1504: "Write GPIO error", 1600: "FFS error", 1612: "FILE NOT FOUND", 1630: "FFS file range",
        1636: "FFS max files", 1637: "NOT ENOUGH FREE SPACE", 1638: "FFS invalid filename", 1649: "FFS TIMEOUT",
        1650: "Command line too long",
    ]
}
