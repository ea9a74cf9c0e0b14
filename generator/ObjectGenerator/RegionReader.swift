/// Collects the code in the regions of a file, line by line, and reports damaged markers.
///
/// In an unedited file a region ends at its own end marker, whatever it contains. In any other file, each marker must
/// be where it belongs: once, begin before end, with nothing of another region in between. The code of a region whose
/// markers are damaged is not returned.
struct RegionReader {
    private let isStrict: Bool
    private var code: [CustomRegion: [UInt8]] = [:]
    private var starts: [CustomRegion: Int] = [:]
    private(set) var damages: [MarkerDamage] = []
    private var open: CustomRegion?
    private var begun: [CustomRegion: Int] = [:]
    private var ended: [CustomRegion: Int] = [:]
    private var broken = Set<CustomRegion>()

    init(isStrict: Bool) { self.isStrict = isStrict }

    /// The code of the intact, non-empty regions, each with a trailing line break.
    var regions: [CustomRegion: [UInt8]] {
        code.filter { !broken.contains($0.key) }.mapValues { $0.last == 0x0A ? $0 : $0 + [0x0A] }
    }

    /// Where the code of these regions starts.
    var regionLines: [CustomRegion: Int] { starts.filter { code[$0.key] != nil && !broken.contains($0.key) } }

    mutating func read(_ line: ArraySlice<UInt8>, number: Int) {
        let marker = CustomRegion.Marker(line)
        if let region = open, !isStrict || marker == nil, marker != .end(region) {
            if isStrict, let text = CustomRegion.Marker.lookalike(line) {
                damage(number, text, "is not one of the markers")
            }
            code[region, default: []] += Self.withPlainEnd(line)
            return
        }
        switch marker {
        case .begin(let region): begin(region, number)
        case .end(let region): end(region, number)
        case nil:
            guard isStrict, let text = CustomRegion.Marker.lookalike(line) else { return }
            damage(number, text, "is not one of the markers")
        }
    }

    /// Handles the end of the file.
    mutating func end() {
        if let region = open { endIsMissing(region) }
    }

    /// A line that ends in a line feed alone. A file that was converted twice has two carriage returns before it, and
    /// one that stayed would be taken for half of a line break the next time.
    private static func withPlainEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.suffix(2) == [0x0D, 0x0A] else { return line }
        var text = line.dropLast()
        while text.last == 0x0D { text = text.dropLast() }
        return text + [0x0A]
    }

    private mutating func begin(_ region: CustomRegion, _ number: Int) {
        if let open { endIsMissing(open) }
        if let first = begun[region] {
            damage(number, region.begin, "stands a second time, first in line \(first)", region)
        } else if let end = ended[region] {
            damage(number, region.begin, "stands behind its end in line \(end)", region)
        }
        begun[region] = begun[region] ?? number
        starts[region] = starts[region] ?? number + 1
        open = region
    }

    private mutating func end(_ region: CustomRegion, _ number: Int) {
        if open == region {
            open = nil
        } else {
            if let open { endIsMissing(open) }
            open = nil
            if let first = ended[region] {
                damage(number, region.end, "stands a second time, first in line \(first)", region)
            } else {
                damage(number, region.begin, "is missing before '\(region.end)'", region)
            }
        }
        ended[region] = ended[region] ?? number
    }

    private mutating func endIsMissing(_ region: CustomRegion) {
        damage(begun[region] ?? 0, region.end, "is missing after '\(region.begin)'", region)
    }

    private mutating func damage(_ line: Int, _ marker: String, _ what: String, _ region: CustomRegion? = nil) {
        if let region { broken.insert(region) }
        // A file with damage everywhere needs no more messages than one in which every region is damaged.
        guard isStrict, damages.count < 20 else { return }
        damages.append(MarkerDamage(line, "'\(marker)' \(what)"))
    }
}
