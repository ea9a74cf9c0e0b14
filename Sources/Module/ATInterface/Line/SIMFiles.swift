import Products

/// The files of a SIM that hosts read; only the list of forbidden networks is writable.
///
/// - Source: 3GPP TS 51.011 §10.1.1, §10.3; TS 24.008 §10.5.1.13 for the numbers of networks.
struct SIMFiles {
    /// What the card answers.
    enum Result: Hashable {
        case done([UInt8])
        /// The status words SW1 and SW2.
        case refused(UInt8, UInt8)
    }

    private var files: [Int: [UInt8]]
    private static let forbiddenNetworks = 0x6F7B
    private static let noFile = Result.refused(0x94, 0x04)
    private static let wrongLength = Result.refused(0x67, 0x00)

    /// - Parameter forbidden: what was written to the list of forbidden networks.
    init(_ card: SIMCard, forbidden: String?) {
        files = [
            0x2FE2: Self.swapped(card.iccid, length: 10),
            0x6F07: [8] + Self.swapped("9" + card.imsi, length: 8),
            // Normal operation; the network code in the IMSI has two digits.
            0x6FAD: [0, 0, 0, 2],
            // The operator name need not be displayed.
            0x6F46: [0] + [UInt8](repeating: 0xFF, count: 16),
            Self.forbiddenNetworks: forbidden.flatMap(Self.bytes) ?? [UInt8](repeating: 0xFF, count: 12),
        ]
    }

    /// READ BINARY; a length of 0 reads everything.
    func read(_ file: Int, at offset: Int, _ length: Int) -> Result {
        guard let bytes = files[file] else { return Self.noFile }
        guard offset <= bytes.count, offset + length <= bytes.count else { return Self.wrongLength }
        return .done(Array(bytes[offset...].prefix(length == 0 ? bytes.count : length)))
    }

    /// GET RESPONSE: the kind of file.
    func describe(_ file: Int) -> Result {
        guard let bytes = files[file] else { return Self.noFile }
        let size = UInt16(bytes.count)
        return .done(
            [0, 0, UInt8(size >> 8), UInt8(size & 0xFF), UInt8(file >> 8), UInt8(file & 0xFF), 4, 0]
                + [0x1F, 0xF0, 0xFF, 1, 2, 0, 0])
    }

    /// UPDATE BINARY.
    mutating func write(_ bytes: [UInt8], to file: Int, at offset: Int) -> Result {
        guard let old = files[file] else { return Self.noFile }
        // The access condition is not fulfilled.
        guard file == Self.forbiddenNetworks else { return .refused(0x98, 0x04) }
        guard offset + bytes.count <= old.count else { return Self.wrongLength }
        files[file]?.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return .done([])
    }

    /// The list of forbidden networks, as stored in NVM; nil if it is empty.
    var forbiddenText: String? {
        let bytes = files[Self.forbiddenNetworks] ?? []
        return bytes.allSatisfy { $0 == 0xFF } ? nil : Self.text(bytes)
    }

    /// `00FF`.
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Reads what `text` writes, in upper or lower case; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte in Character(Unicode.Scalar(byte)).hexDigitValue }
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
    }

    /// Digits with the two halves of each byte swapped, padded with F.
    private static func swapped(_ digits: String, length: Int) -> [UInt8] {
        let halves = digits.utf8.map { $0 & 15 }
        return (0..<length).map { index in
            func half(_ place: Int) -> UInt8 { place < halves.count ? halves[place] : 15 }
            return half(index * 2 + 1) << 4 | half(index * 2)
        }
    }
}
