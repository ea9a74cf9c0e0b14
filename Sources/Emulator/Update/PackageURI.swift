/// A Package URI as the module judges it before it fetches anything.
///
/// - Source: LwM2M 1.0.1 appendix E.6, Resources 1 and 5.
enum PackageURI {
    /// The most bytes that it may have.
    private static let longest = 255

    /// The Update Result with which a download from a URI ends: 7 for one that is invalid, 9 for a protocol that is not
    /// supported; nil for one that can be fetched.
    static func refusal(of text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count <= longest, bytes.allSatisfy({ $0 > 32 && $0 < 127 }), let colon = bytes.firstIndex(of: 58),
            isScheme(bytes[..<colon])
        else { return 7 }
        guard UpdateAssumptions.schemes.contains(text.prefix(colon).lowercased()) else { return 9 }
        let rest = text.dropFirst(colon + 1)
        guard rest.hasPrefix("//") else { return 7 }
        let host = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        return host.isEmpty || host.hasPrefix(":") ? 7 : nil
    }

    /// A letter, then letters, digits, `+`, `-` and `.` (RFC 3986 §3.1).
    private static func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || (48...57).contains($0) || [43, 45, 46].contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
}
