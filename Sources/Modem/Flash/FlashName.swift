/// The name of a file in the flash, checked.
///
/// - Source: UBX-17003787 R13 §16.8.
public struct FlashName: Sendable, CustomStringConvertible {
    public let text: String

    /// - throws: `.badName` with what is wrong.
    public init(_ text: String, _ limits: ProductLimits) throws(FlashError) {
        if let problem = Self.problem(Array(text.utf8), limits) {
            throw FlashError(.badName, "the file name '\(Self.printable(Array(text.utf8)))' \(problem)")
        }
        self.text = text
    }

    public var description: String { text }

    /// What is wrong with a name, as words that follow it; nil where nothing is.
    static func problem(_ bytes: [UInt8], _ limits: ProductLimits) -> String? {
        if bytes.isEmpty { return "is empty" }
        if bytes.count > limits.fileNameLength {
            return "has \(bytes.count) bytes, more than \(limits.fileNameLength)"
        }
        if String(validating: bytes, as: UTF8.self) == nil { return "is not UTF-8" }
        if bytes.contains(where: { $0 < 32 || $0 == 127 }) { return "holds a control character" }
        let forbidden = Array(limits.forbiddenInFileNames.utf8)
        if let byte = bytes.first(where: { forbidden.contains($0) || $0 == 47 || $0 == 92 }) {
            return "holds a '\(Character(Unicode.Scalar(byte)))'"
        }
        // Also `.` and `..`; and the files that file managers leave in folders.
        if bytes.first == 46 { return "begins with a dot" }
        return nil
    }

    /// A name that may be anything, for a message: at most 64 bytes of it, each odd one as `\x1B`.
    static func printable(_ bytes: [UInt8]) -> String {
        var text = ""
        for scalar in String(decoding: bytes.prefix(64), as: UTF8.self).unicodeScalars {
            let isControl = scalar.value < 32 || (127...159).contains(scalar.value)
            if isControl {
                text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return bytes.count > 64 ? text + "..." : text
    }
}
