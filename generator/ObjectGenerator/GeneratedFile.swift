/// A file that stands where a generated one goes: what the engineer put into it, and whether it is still ours.
public struct GeneratedFile: Sendable {
    /// Who wrote what stands outside the custom regions.
    public enum Origin: Hashable, Sendable {
        /// This generator, and nobody changed it.
        case generated
        /// This generator, and then somebody changed it.
        case edited
        /// Something else: there is no checksum in it.
        case foreign
    }

    public let origin: Origin
    /// The code in each region, line breaks included; regions that are empty or missing are not there.
    public let regions: [CustomRegion: [UInt8]]

    /// Takes a file apart.
    public init(reading bytes: [UInt8]) {
        var checksum = Checksum()
        var stated: ArraySlice<UInt8>?
        var regions: [CustomRegion: [UInt8]] = [:]
        var open: CustomRegion?
        var isTwice = false
        var seen = Set<CustomRegion>()
        var start = 0
        while start < bytes.count {
            let end = (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
            let line = bytes[start..<end]
            start = end
            if let region = open {
                if Self.isLine(line, region.end) {
                    open = nil
                    checksum.add(line)
                } else {
                    regions[region, default: []] += line.suffix(2) == [0x0D, 0x0A] ? line.dropLast(2) + [0x0A] : line
                }
            } else if stated == nil, let digits = Self.statedDigits(line) {
                stated = digits
                checksum.add(line[..<digits.startIndex])
                checksum.add(line[digits.endIndex...])
            } else {
                checksum.add(line)
                open = Self.region(openedBy: line)
                if let open, !seen.insert(open).inserted { isTwice = true }
            }
        }
        // A region that never ends has swallowed lines of ours.
        if let open { regions[open] = nil }
        for (region, code) in regions where code.last != 0x0A { regions[region] = code + [0x0A] }
        self.regions = regions
        let isIntact = stated.map { Array($0) == checksum.digits } ?? false
        origin = stated == nil ? .foreign : isIntact && open == nil && !isTwice ? .generated : .edited
    }

    /// What stands before the digits in the header.
    static let checksumPrefix = "-- checksum: "

    private static func statedDigits(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = line.startIndex + checksumPrefix.utf8.count
        guard line.starts(with: checksumPrefix.utf8), line.count >= checksumPrefix.utf8.count + Checksum.length else {
            return nil
        }
        return line[start..<start + Checksum.length]
    }

    private static func region(openedBy line: ArraySlice<UInt8>) -> CustomRegion? {
        guard line.count > 10, line.contains(0x3A) else { return nil }
        let text = trimmed(line)
        guard text.starts(with: "-- custom ".utf8) else { return nil }
        return CustomRegion.allCases.first { text.elementsEqual($0.begin.utf8) }
    }

    private static func isLine(_ line: ArraySlice<UInt8>, _ text: String) -> Bool {
        trimmed(line).elementsEqual(text.utf8)
    }

    /// Whether two files are the same but for the kind of their line ends.
    public static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a == b || a.lazy.filter { $0 != 0x0D }.elementsEqual(b.lazy.filter { $0 != 0x0D })
    }
}
