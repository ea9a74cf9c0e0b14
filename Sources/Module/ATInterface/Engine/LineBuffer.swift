/// Collects typed characters into command lines.
///
/// - Source: V.250 §5.2; UBX-17003787 R13 §1.1.4, §1.1.5.
struct LineBuffer {
    /// What a character completed.
    enum Event: Equatable {
        /// Nothing yet.
        case none
        /// A command line, without its line end.
        case line([UInt8])
        /// A line with more characters than the product accepts.
        case tooLong(began: [UInt8])
        /// `A/`: the last line again.
        case again
    }

    /// The length of the longest line including its line end.
    let limit: Int
    private var bytes: [UInt8] = []
    private var isTooLong = false
    private var afterTerminator = false

    init(limit: Int) { self.limit = limit }

    /// Whether something was typed since the last line end.
    var isEmpty: Bool { bytes.isEmpty && !isTooLong }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        isTooLong = false
    }

    /// Reads the next character.
    ///
    /// - Returns: what it completed, and whether it is echoed: the line feed of a host that ends its lines with CR LF
    ///   is not.
    mutating func read(_ byte: UInt8, _ settings: PortSettings) -> (event: Event, echoes: Bool) {
        let isSecondLineEnd = byte == 10 && settings.terminator != 10 && bytes.isEmpty
        if isSecondLineEnd { return (.none, !afterTerminator && !isEmpty) }
        afterTerminator = byte == settings.terminator
        if byte == settings.terminator {
            defer { clear() }
            return (isTooLong ? .tooLong(began: Array(bytes.prefix(16))) : .line(bytes), true)
        }
        if byte == settings.backspace {
            if !bytes.isEmpty { bytes.removeLast() }
            return (.none, true)
        }
        // A break on the line is read as NUL and belongs to no command.
        if byte == 0, bytes.isEmpty { return (.none, false) }
        guard bytes.count + 1 < limit else {
            isTooLong = true
            return (.none, true)
        }
        bytes.append(byte)
        if byte == UInt8(ascii: "/"), bytes.count == 2, bytes[0] | 32 == UInt8(ascii: "a") {
            clear()
            return (.again, true)
        }
        return (.none, true)
    }

    /// Skips the first character after a line whose command is still running.
    ///
    /// - Returns: whether it is the line feed of a host that ends its lines with CR LF, and so has no meaning.
    mutating func skipSecondLineEnd(_ byte: UInt8, _ settings: PortSettings) -> Bool {
        defer { afterTerminator = false }
        return afterTerminator && byte == 10 && settings.terminator != 10
    }
}

/// What the V.250 commands and `+CMEE` set for one port.
///
/// - Source: UBX-17003787 R13, chapters 5.9 and 10.
package struct PortSettings: Hashable, Sendable {
    /// `E`: whether typed characters are echoed.
    package var echoes = true
    /// `Q`: whether result codes and URCs are suppressed.
    package var isQuiet = false
    /// `V`: texts instead of numbers.
    package var isVerbose = true
    /// `+CMEE`: 0 `ERROR`, 1 number, 2 text.
    var errorMode = 0
    /// The S registers by number: 3 line end, 4 line feed, 5 backspace.
    package var registers = Self.registerDefaults

    static let registerDefaults: [Int: UInt8] = [
        0: 0, 2: 43, 3: 13, 4: 10, 5: 8, 6: 2, 7: 60, 8: 2, 10: 7, 12: 50,
    ]

    /// The factory settings.
    package init() {}

    var terminator: UInt8 { registers[3] ?? 13 }
    var lineFeed: UInt8 { registers[4] ?? 10 }
    var backspace: UInt8 { registers[5] ?? 8 }

    /// The line ends before and after the lines of an information response.
    enum Framing: Hashable {
        /// A line end before the first line and after each line.
        case usual
        /// Only a line feed before the first line: file data on SARA-R4.
        case ledByLineFeed
        /// The line end after the last line is the one before the result code: file data on SARA-R5.
        case closedByResult
    }

    /// An information response: its lines between line ends.
    func framed(_ lines: [[UInt8]], _ framing: Framing = .usual) -> [UInt8] {
        var out: [UInt8] = []
        if isVerbose { out += framing == .ledByLineFeed ? [lineFeed] : [terminator, lineFeed] }
        for (index, line) in lines.enumerated() {
            out += line
            // A textual result code brings its own line end; a number or a suppressed code does not.
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
