import Moments

/// Writes down what goes over a line, for people: one entry a line end, with the time and the direction.
///
/// `   12.345 > AT+CGMI`, `   12.346 < u-blox`; bytes that are no text are written as `\x00`.
public struct LineRecord: Sendable {
    private var pending: [Bool: [UInt8]] = [:]
    /// A line that has no end is written in pieces of this many bytes.
    private static let longest = 1024

    public init() {}

    /// Takes bytes.
    ///
    /// - Parameters:
    ///   - isTyped: whether the host sent them.
    ///   - time: seconds since the start.
    /// - Returns: the entries that are whole now.
    public mutating func take(_ bytes: some Sequence<UInt8>, isTyped: Bool, at time: Double) -> [String] {
        var entries: [String] = []
        for byte in bytes {
            if byte == 13 || byte == 10 {
                if let entry = entry(isTyped, time) { entries.append(entry) }
            } else {
                pending[isTyped, default: []].append(byte)
                if pending[isTyped, default: []].count == Self.longest, let entry = entry(isTyped, time) {
                    entries.append(entry)
                }
            }
        }
        // A prompt has no line end.
        if !isTyped, pending[false] == [UInt8(ascii: ">")], let entry = entry(false, time) { entries.append(entry) }
        return entries
    }

    private mutating func entry(_ isTyped: Bool, _ time: Double) -> String? {
        guard let bytes = pending[isTyped], !bytes.isEmpty else { return nil }
        pending[isTyped] = []
        return "\(Self.stamp(time)) \(isTyped ? ">" : "<") \(Self.printable(bytes))"
    }

    /// Seconds with three places, nine characters wide or more.
    private static func stamp(_ time: Double) -> String {
        let thousandths = Int64(saturating: (max(0, time) * 1000).rounded())
        let fraction = String(thousandths % 1000)
        let text = "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
        return String(repeating: " ", count: max(0, 9 - text.utf8.count)) + text
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
