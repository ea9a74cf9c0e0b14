import LwM2M
import Moments
import Wording

/// Records what goes over a line, for people: one entry per line end, with the time and the direction.
///
/// `   12.345 > AT+CGMI`, `   12.346 < u-blox`; bytes that are not text are written as `\x00`.
package struct LineRecord: Sendable {
    private var pending: [Bool: [UInt8]] = [:]
    private var screen: KeyScreen?
    /// A line without an end is recorded in pieces of this many bytes.
    private static let longest = 1024
    /// A line that may contain keys is examined as a whole, up to this many bytes, far more than a module accepts.
    private static let longestCommand = 65_536

    /// - Parameter showsKeys: whether keys of Object 0 in command lines are recorded.
    package init(showsKeys: Bool = false) { screen = showsKeys ? nil : KeyScreen() }

    /// Adds bytes that went over the line.
    ///
    /// - Parameters:
    ///   - isTyped: whether the host sent them.
    ///   - time: seconds since the start.
    /// - Returns: the entries that are now complete.
    package mutating func add(_ bytes: some Sequence<UInt8>, isTyped: Bool, at time: Double) -> [String] {
        lines(bytes, isTyped: isTyped).map { line in "\(Self.stamp(time)) \(isTyped ? ">" : "<") \(line)" }
    }

    /// Adds bytes that went over the line; returns the lines that are now complete, without time and direction.
    package mutating func lines(_ bytes: some Sequence<UInt8>, isTyped: Bool) -> [String] {
        var entries: [String] = []
        for byte in bytes {
            if byte == 13 || byte == 10 {
                if let entry = entry(isTyped) { entries.append(entry) }
            } else {
                pending[isTyped, default: []].append(byte)
                let count = pending[isTyped, default: []].count
                if count % Self.longest == 0, count == Self.longestCommand || !mayBringKeys(isTyped),
                    let entry = entry(isTyped)
                {
                    entries.append(entry)
                }
            }
        }
        // A prompt has no line end.
        if !isTyped, pending[false] == [UInt8(ascii: ">")], let entry = entry(false) { entries.append(entry) }
        return entries
    }

    /// A command line without any keys of Object 0 that it may contain.
    package static func withoutKeys(_ line: String) -> String {
        String(decoding: HiddenKeys.line(Array(line.utf8)), as: UTF8.self)
    }

    private mutating func entry(_ isTyped: Bool) -> String? {
        guard var bytes = pending[isTyped], !bytes.isEmpty else { return nil }
        pending[isTyped] = []
        if screen != nil {
            guard let shown = screen?.screen(bytes, isTyped: isTyped) else { return nil }
            bytes = shown
        }
        return Self.printable(bytes)
    }

    /// Whether a line is a command, the echo of one, or the rest of one after an upload.
    private func mayBringKeys(_ isTyped: Bool) -> Bool {
        let bytes = pending[isTyped, default: []]
        let start = bytes.drop { $0 == 32 || $0 == 9 }.prefix(2)
        return start.elementsEqual("AT".utf8) || start.elementsEqual("at".utf8) || HiddenKeys.isPayload(bytes)
    }

    /// Seconds with three places, nine characters wide or more.
    private static func stamp(_ time: Double) -> String {
        Digits.decimal(Int64(saturating: (max(0, time) * 1000).rounded()), places: 3).indented(to: 9)
    }

    private static func printable(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        {
            return text
        }
        return bytes.map { byte in
            (32...126).contains(byte)
                ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// Takes keys of Object 0 out of what goes over a line, line by line.
package struct KeyScreen: Hashable, Sendable {
    private var answer = Answer.shown

    /// Whether what the module sends is shown.
    private enum Answer {
        case shown
        /// Only the echo of the command is shown; what follows is the client's database.
        case hidden
        /// The same, and that has already been said.
        case noticed
    }

    package init() {}

    /// A line without keys; nil if nothing of it is shown.
    ///
    /// - Parameter isTyped: whether the host sent it.
    package mutating func screen(_ line: [UInt8], isTyped: Bool) -> [UInt8]? {
        let readsDatabase = HiddenKeys.readsDatabase(line)
        if isTyped {
            answer = readsDatabase ? .hidden : .shown
        } else if answer == .noticed {
            return nil
        } else if answer == .hidden, !readsDatabase {
            answer = .noticed
            return HiddenKeys.notice
        }
        return HiddenKeys.line(line)
    }
}

/// A session of a module, owned by its port.
struct AttachedSession {
    weak var session: ATSession?
}

/// Removes keys from command lines that may be read later.
package enum HiddenKeys {
    private static let writers = ["+ULWM2MWRITE", "+ULWM2MCREATE"]
    private static let readers = ["URDFILE", "URDBLOCK"].map { Array($0.utf8) }
    /// What stands in the place of what may hold keys.
    package static let words = "(may hold keys; shown with --show-keys)"
    static let notice = Array(words.utf8)

    /// Whether a line asks for the content of one of the client's files, whose database holds the keys.
    static func readsDatabase(_ bytes: [UInt8]) -> Bool {
        let dense = dense(bytes).upper
        return readers.contains { firstIndex(of: $0, in: dense) != nil }
            && firstIndex(of: Array("LWM2M".utf8), in: dense) != nil
    }

    /// Whether it contains a text value in JSON, as commands write it, inside or outside quotes.
    static func isPayload(_ bytes: [UInt8]) -> Bool {
        [#"sv\""#, #"sv""#].contains { firstIndex(of: Array($0.utf8), in: bytes) != nil }
    }

    /// The line in upper case without blanks, which are allowed anywhere outside quotes, and the original positions of
    /// its bytes.
    private static func dense(_ bytes: [UInt8]) -> (upper: [UInt8], places: [Int]) {
        let places = bytes.indices.filter { bytes[$0] != 32 }
        return (places.map { (97...122).contains(bytes[$0]) ? bytes[$0] - 32 : bytes[$0] }, places)
    }

    /// A line without the parameters of a command that contains a key of Object 0, or that cannot be parsed and may
    /// contain one.
    static func line(_ bytes: [UInt8]) -> [UInt8] {
        let (dense, places) = dense(bytes)
        for writer in writers {
            let name = Array(writer.utf8)
            guard let start = firstIndex(of: name, in: dense) else { continue }
            guard mayHoldKeys(bytes) else { return bytes }
            let end = places[start + name.count - 1] + 1
            return bytes[..<end] + (end < bytes.count ? [UInt8(ascii: "=")] + notice : [])
        }
        // What the module reads out never belongs to Object 0.
        guard isPayload(bytes), firstIndex(of: Array("ULWM2MREAD:".utf8), in: dense) == nil else { return bytes }
        let isRest = namesSecurity(bytes) || firstIndex(of: Array("bn".utf8), in: bytes) == nil
        return isRest ? notice : bytes
    }

    private static func mayHoldKeys(_ bytes: [UInt8]) -> Bool {
        // What cannot be parsed may still name Object 0.
        guard var line = ATLine(bytes) else { return namesSecurity(bytes) }
        do throws(ATError) {
            while let request = try line.next() {
                guard writers.contains(request.name), request.form == .set else { continue }
                guard let text = try? request.parameters.string(0, "") else { return namesSecurity(bytes) }
                if mayHoldKeys(text) { return true }
            }
            return false
        } catch {
            return namesSecurity(bytes)
        }
    }

    private static func mayHoldKeys(_ json: String) -> Bool {
        if let payload = try? ATWritePayload(parsing: json) {
            return payload.resources.contains { SecurityKeys.isKey(payload.path.appending($0.id)) }
        }
        return namesSecurity(Array(json.utf8))
    }

    /// Whether `/0` appears as a whole id, or characters are given as numeric escapes.
    private static func namesSecurity(_ text: [UInt8]) -> Bool {
        for index in text.indices {
            let before = index > 0 ? text[index - 1] : 0
            let after = index + 1 < text.count ? text[index + 1] : 0
            let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
            if text[index] == 48, !isDigit(before), !isDigit(after) {
                // `"0/`, `/0/`, `/0"`: the 0 of `3300/0/` is preceded by an id.
                var start = index
                if before == 47 { start -= 1 }
                let beyond = start > 0 ? text[start - 1] : 0
                if !isDigit(beyond), after == 47 || before == 47 { return true }
            }
            if text[index] == 92, after == 117 || after == 85 { return true }
        }
        return false
    }

    private static func firstIndex(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return (0...(bytes.count - pattern.count)).first { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
    }
}
