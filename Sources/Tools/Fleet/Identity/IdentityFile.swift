import FileSystem
import LwM2M
import Randomness

/// One line of an identity file.
package struct IdentityRow: Hashable, Sendable {
    package var endpoint: String
    package var identity: [UInt8]
    /// Empty for a device without security.
    package var key: [UInt8]

    package init(endpoint: String, identity: [UInt8], key: [UInt8]) {
        (self.endpoint, self.identity, self.key) = (endpoint, identity, key)
    }
}

/// Reads identities from lines `endpoint,identity,key`: an identity is text and a key hexadecimal unless `hex:`,
/// `b64:` or `str:` says otherwise; a device without security has an empty key. The first line may name the columns.
///
/// Lines beyond the last device are not read, so one file also serves a smaller fleet.
package struct IdentityFile {
    private let path: String
    private let wanted: (Int) -> Bool
    private let count: Int
    private var rows: [Int: IdentityRow] = [:]
    /// Hashes of the endpoints so far: eight bytes each, however long the names are.
    private var hashes: [UInt64] = []
    private var line = 0
    private var index = 0

    private init(_ path: String, count: Int, _ wanted: @escaping (Int) -> Bool) {
        (self.path, self.count, self.wanted) = (path, count, wanted)
    }

    /// The rows for a fleet's devices, by device number from 0.
    ///
    /// - Parameters:
    ///   - count: the number of devices in the whole fleet.
    ///   - wanted: whether a device belongs to this shard; other rows are checked only for repeated names.
    /// - throws: the first error, with its line, or that there are too few rows.
    package static func read(
        _ path: String, count: Int, where wanted: @escaping (Int) -> Bool
    ) throws(FleetError) -> [Int: IdentityRow] {
        var file = IdentityFile(path, count: count, wanted)
        do {
            try Files.forEachLine(of: path, longest: longestLine) { bytes in
                try file.take(bytes)
                return file.index < count
            }
        } catch let error as FleetError {
            throw error
        } catch {
            throw FleetError("\(error)")
        }
        guard file.index > 0 else {
            throw FleetError("\(path) names no device: a line is endpoint,identity,key")
        }
        guard file.index == count else {
            throw FleetError("\(path) has \(file.index) devices, and \(count) are wanted: give --count \(file.index)")
        }
        try file.checkRepeated()
        try file.checkKeys()
        return file.rows
    }

    /// Rejects a file that contains a name twice.
    private mutating func checkRepeated() throws(FleetError) {
        hashes.sort()
        let repeated = Set(zip(hashes, hashes.dropFirst()).filter { $0 == $1 }.map(\.0))
        guard !repeated.isEmpty else { return }
        // Two names may share a hash, so the few suspects are read again.
        var lineOf: [String: Int] = [:]
        line = 0
        do {
            try Files.forEachLine(of: path, longest: Self.longestLine) { bytes in
                line += 1
                guard let endpoint = try cells(of: bytes)?.first, repeated.contains(FNV1a(endpoint.utf8).value) else {
                    return true
                }
                if let other = lineOf.updateValue(line, forKey: endpoint) {
                    throw refusal(
                        "the endpoint \(endpoint) is that of line \(other) already: two devices cannot be one")
                }
                return true
            }
        } catch let error as FleetError {
            throw error
        } catch {
            throw FleetError("\(error)")
        }
    }

    /// Rejects an identity with two keys: a server finds a key by the identity alone.
    private func checkKeys() throws(FleetError) {
        var known: [[UInt8]: IdentityRow] = [:]
        for (_, row) in rows.sorted(by: { $0.key < $1.key }) where !row.key.isEmpty {
            guard let other = known.updateValue(row, forKey: row.identity), other.key != row.key else { continue }
            throw FleetError(
                "\(path): \(other.endpoint) and \(row.endpoint) have one identity and two keys: a server knows one key of "
                    + "an identity")
        }
    }

    private static let longestLine = 1024

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws(FleetError) {
        line += 1
        if !wanted(index), let endpoint = plainEndpoint(of: bytes) {
            hashes.append(FNV1a(endpoint).value)
            index += 1
            return
        }
        guard let cells = try cells(of: bytes) else { return }
        guard cells.count == 3 else {
            throw refusal("a line is endpoint,identity,key, and this one has \(cells.count) parts")
        }
        let endpoint = cells[0]
        guard (1...252).contains(endpoint.utf8.count) else { throw refusal("an endpoint has 1 to 252 bytes") }
        hashes.append(FNV1a(endpoint.utf8).value)
        defer { index += 1 }
        guard wanted(index) else { return }
        rows[index] = IdentityRow(
            endpoint: endpoint, identity: try credential(cells[1].isEmpty ? endpoint : cells[1], .identity),
            key: cells[2].isEmpty ? [] : try credential(cells[2], .key))
    }

    /// The endpoint of a line that is as it should be and all ASCII without blanks, at the cost of looking at each byte;
    /// nil for a line that has to be read with care.
    private func plainEndpoint(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var end: Int?
        var commas = 0
        for place in bytes.indices {
            switch bytes[place] {
            case UInt8(ascii: ","):
                end = end ?? place
                commas += 1
            case 0x21...0x7E: continue
            default: return nil
            }
        }
        guard line > 1, commas == 2, let end, (1...252).contains(end - bytes.startIndex) else { return nil }
        return bytes.first == UInt8(ascii: "#") ? nil : bytes[..<end]
    }

    /// The parts of a line; nil for a line without a device.
    private func cells(of bytes: ArraySlice<UInt8>) throws(FleetError) -> [String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("the line is not UTF-8") }
        let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        return cells == [""] || cells[0].hasPrefix("#") || (line == 1 && cells[0] == "endpoint") ? nil : cells
    }

    private func credential(_ text: String, _ part: CredentialPart) throws(FleetError) -> [UInt8] {
        do {
            if case .bytes(let bytes) = try PreSharedKeyText(parsing: text, as: part) { return bytes }
        } catch {
            throw refusal("\(error)")
        }
        throw refusal("a line holds its \(part == .key ? "key" : "identity") itself, and names no file")
    }

    private func refusal(_ why: String) -> FleetError { FleetError("\(path):\(line): \(why)") }

    private static func trimmed(_ cell: Substring) -> String {
        var cell = cell
        while let first = cell.first, first.isWhitespace { cell.removeFirst() }
        while let last = cell.last, last.isWhitespace { cell.removeLast() }
        return String(cell)
    }
}
