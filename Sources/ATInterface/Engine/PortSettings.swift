/// What the commands of V.250 and `+CMEE` set for one port.
///
/// - Source: UBX-17003787 R13, chapters 5.9 and 10.
public struct PortSettings: Hashable, Sendable {
    /// `E`: whether what is typed is sent back.
    public var echoes = true
    /// `Q`: whether result codes and URCs are held back.
    public var isQuiet = false
    /// `V`: texts instead of numbers.
    public var isVerbose = true
    /// `+CMEE`: 0 `ERROR`, 1 number, 2 text.
    public var errorMode = 0
    /// The S registers by number: 3 line end, 4 line feed, 5 backspace.
    public var registers = Self.registerDefaults

    static let registerDefaults: [Int: UInt8] = [
        0: 0, 2: 43, 3: 13, 4: 10, 5: 8, 6: 2, 7: 60, 8: 2, 10: 7, 12: 50,
    ]

    public init() {}

    var terminator: UInt8 { registers[3] ?? 13 }
    var lineFeed: UInt8 { registers[4] ?? 10 }
    var backspace: UInt8 { registers[5] ?? 8 }

    /// What stands before and behind the lines of an information response.
    enum Framing: Hashable {
        /// A line end before the first and behind each.
        case usual
        /// A line feed alone before the first: the data of files on SARA-R4.
        case ledByLineFeed
        /// The line end behind the last is the one before the result code: the data of files on SARA-R5.
        case closedByResult
    }

    /// An information response: its lines between line ends.
    func framed(_ lines: [[UInt8]], _ framing: Framing = .usual) -> [UInt8] {
        var out: [UInt8] = []
        if isVerbose { out += framing == .ledByLineFeed ? [lineFeed] : [terminator, lineFeed] }
        for (index, line) in lines.enumerated() {
            out += line
            // A result code in words brings its own line end; a number and silence do not.
            let isClosed = framing == .closedByResult && index == lines.count - 1 && isVerbose && !isQuiet
            if !isClosed { out += [terminator, lineFeed] }
        }
        return out
    }

    /// A final result code; empty with `Q1`.
    func framed(_ result: FinalResultCode) -> [UInt8] {
        guard !isQuiet else { return [] }
        if !isVerbose {
            let number = result.number(errorMode: errorMode).map { "\($0)" } ?? result.text(errorMode: errorMode)
            return Array(number.utf8) + [terminator]
        }
        return [terminator, lineFeed] + Array(result.text(errorMode: errorMode).utf8) + [terminator, lineFeed]
    }
}
