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
        /// A line with more characters than the product takes.
        case tooLong(began: [UInt8])
        /// `A/`: the last line again.
        case again
    }

    /// The longest line with its line end.
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

    /// Takes the next character.
    ///
    /// - Returns: what it completed, and whether it is echoed: the line feed of a host that ends its lines with CR LF
    ///   is not.
    mutating func take(_ byte: UInt8, _ settings: PortSettings) -> (event: Event, echoes: Bool) {
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
        // A break on the line reads as NUL and belongs to no command.
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

    /// Takes the first character behind a line whose command is still at work.
    ///
    /// - Returns: whether it is the line feed of a host that ends its lines with CR LF, and so means nothing.
    mutating func takeSecondLineEnd(_ byte: UInt8, _ settings: PortSettings) -> Bool {
        defer { afterTerminator = false }
        return afterTerminator && byte == 10 && settings.terminator != 10
    }
}
