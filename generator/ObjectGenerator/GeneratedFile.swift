package import LwM2M

/// A file where a generated one belongs: what the engineer added, and whether the file is still ours.
package struct GeneratedFile: Sendable {
    /// Who wrote the lines outside the custom regions.
    package enum Origin: Hashable, Sendable {
        /// This generator, unchanged since.
        case generated
        /// This generator, but edited afterwards.
        case edited
        /// Something else: the file contains no checksum.
        case foreign
    }

    package let origin: Origin
    /// The code in each region, line breaks included; without empty, missing or damaged regions.
    package let regions: [CustomRegion: [UInt8]]
    /// Where the code of each of these regions starts, counted from 1.
    package let regionLines: [CustomRegion: Int]
    /// What is wrong with the marker lines of an edited file, by line.
    package let damages: [MarkerDamage]
    /// What the file's header says it was made from; nil if the file is not ours.
    package let header: Header?
    /// The options it was made with, as far as its head tells.
    package let options: ScriptOptions

    /// The first line of a generated file.
    package struct Header: Hashable, Sendable {
        package var object: ObjectID
        /// Whether it is the test file.
        package var isTest: Bool

        package init(object: ObjectID, isTest: Bool) {
            self.object = object
            self.isTest = isTest
        }
    }

    /// Splits a file into regions and the rest.
    package init(reading bytes: [UInt8]) {
        let lines = Self.lines(of: bytes)
        let (checksum, stated, isWhole) = Self.checksum(of: lines)
        let isIntact = stated.map { $0 == checksum.digits } ?? false
        origin = stated == nil ? .foreign : isIntact && isWhole ? .generated : .edited
        var reader = RegionReader(isStrict: origin != .generated)
        for (index, line) in lines.enumerated() { reader.read(line, number: index + 1) }
        reader.end()
        regions = reader.regions
        regionLines = reader.regionLines
        damages = reader.damages.sorted { $0.line < $1.line }
        header = lines.first.flatMap(Self.header)
        options = origin == .foreign ? ScriptOptions() : ScriptOptions(lines: lines)
    }

    /// The text before the digits of the checksum line.
    static let checksumPrefix = "-- checksum: "

    /// `-- object_x.lua: X, LwM2M Object 1, version 1.0` or `-- object_x_test.lua: tests of object_x.lua, LwM2M Object 1`.
    private static func header(_ line: ArraySlice<UInt8>) -> Header? {
        let text = String(decoding: trimmed(line), as: UTF8.self)
        let mark = ", LwM2M Object "
        guard text.hasPrefix("-- object_"), let colon = text.firstIndex(of: ":"),
            let digits = text.lastRange(of: mark).map({ text[$0.upperBound...].prefix { $0.isASCII && $0.isNumber } }),
            let object = ObjectID(digits)
        else { return nil }
        return Header(
            object: object,
            isTest: text[..<colon].hasSuffix("_test.lua") && text[colon...].hasPrefix(": tests of object_"))
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = (bytes[start...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }

    /// The checksum of all lines outside regions, the one stated in the file, and whether each region begins
    /// once and ends.
    private static func checksum(of lines: [ArraySlice<UInt8>]) -> (Checksum, stated: [UInt8]?, isWhole: Bool) {
        var checksum = Checksum()
        var stated: [UInt8]?
        var open: CustomRegion?
        var seen = Set<CustomRegion>()
        var isTwice = false
        for line in lines {
            let marker = CustomRegion.Marker(line)
            if let region = open {
                guard marker == .end(region) else { continue }
                open = nil
                checksum.add(line)
            } else if stated == nil, let digits = statedDigits(line) {
                stated = Array(digits)
                checksum.add(line[..<digits.startIndex])
                checksum.add(line[digits.endIndex...])
            } else {
                checksum.add(line)
                guard case .begin(let region) = marker else { continue }
                open = region
                if !seen.insert(region).inserted { isTwice = true }
            }
        }
        return (checksum, stated, open == nil && !isTwice)
    }

    private static func statedDigits(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let start = line.startIndex + checksumPrefix.utf8.count
        guard line.starts(with: checksumPrefix.utf8), line.count >= checksumPrefix.utf8.count + Checksum.length else {
            return nil
        }
        return line[start..<start + Checksum.length]
    }

    /// Whether two files are the same apart from their line endings.
    package static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a == b || a.lazy.filter { $0 != 0x0D }.elementsEqual(b.lazy.filter { $0 != 0x0D })
    }
}

extension String {
    /// The last occurrence of another text in this one.
    fileprivate func lastRange(of other: String) -> Range<Index>? {
        let own = Array(utf8)
        let wanted = Array(other.utf8)
        guard own.count >= wanted.count else { return nil }
        for start in stride(from: own.count - wanted.count, through: 0, by: -1)
        where own[start..<start + wanted.count].elementsEqual(wanted) {
            return utf8.index(startIndex, offsetBy: start)..<utf8.index(startIndex, offsetBy: start + wanted.count)
        }
        return nil
    }
}

/// Bytes without leading and trailing ASCII white space.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return bytes[first...last]
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

/// A marker line of a custom region that is missing, repeated or changed, so that it is unclear where
/// the code of the region begins and ends.
package struct MarkerDamage: Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package var line: Int
    /// Which marker is wrong, and how.
    package var message: String

    init(_ line: Int, _ message: String) { (self.line, self.message) = (line, message) }

    /// `line 12: '-- custom read: end' is missing`.
    package var description: String { "line \(line): \(message)" }
}
