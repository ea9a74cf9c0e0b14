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

    /// An information response: its lines between line ends.
    func framed(_ lines: [[UInt8]], leadingLineFeedOnly: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        if isVerbose { out += leadingLineFeedOnly ? [lineFeed] : [terminator, lineFeed] }
        for line in lines {
            out += line
            out += [terminator, lineFeed]
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
