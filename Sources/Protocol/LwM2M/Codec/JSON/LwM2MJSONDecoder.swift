/// Reads payloads in LwM2M JSON.
///
/// - Source: LwM2M 1.0.1 §6.4.4.
package struct LwM2MJSONDecoder {
    /// An entry as it appears in the array.
    private struct Record {
        var name: String?
        var field: JSONField?
    }

    private let allowsUnknownMembers: Bool
    private var baseName: String?
    private var records: [Record]?

    /// The entries of a payload, in its order.
    ///
    /// Base name and name are joined with one slash between them; without a base name, a name without a leading slash
    /// is relative to the path of the request. Times and unknown members are ignored.
    ///
    /// - Parameters:
    ///   - path: the path of the request; every entry lies within it.
    ///   - allowingUnknownMembers: whether members that LwM2M does not define are ignored instead of refused.
    /// - throws: 4.00 for a malformed payload and for a path that is invalid, lies elsewhere or is repeated.
    package static func entries(
        of payload: [UInt8], at path: Path, allowingUnknownMembers: Bool = true
    ) throws(LwM2MError) -> [JSONEntry] {
        var decoder = LwM2MJSONDecoder(allowsUnknownMembers: allowingUnknownMembers)
        try decoder.read(payload)
        guard let records = decoder.records else { throw LwM2MError(.badRequest, "JSON: the member e is missing") }
        var entries: [JSONEntry] = []
        entries.reserveCapacity(records.count)
        var seen: Set<Path> = []
        let base = try decoder.base(at: path)
        for record in records {
            let place = try decoder.path(of: record, below: base, at: path)
            guard seen.insert(place).inserted else { throw LwM2MError(.badRequest, "JSON: \(place) stands twice") }
            guard let field = record.field else { throw LwM2MError(.badRequest, "JSON: \(place) has no value") }
            entries.append(JSONEntry(place, field))
        }
        return entries
    }

    /// The value of a single entry, `{"v":5}`, without its name.
    ///
    /// - throws: 4.00.
    package static func field(of entry: [UInt8]) throws(LwM2MError) -> JSONField {
        var reader = try JSONReader(entry)
        let record = try LwM2MJSONDecoder(allowsUnknownMembers: true).record(from: &reader)
        try reader.end()
        guard let field = record.field else { throw LwM2MError(.badRequest, "JSON: the entry has no value") }
        return field
    }

    private init(allowsUnknownMembers: Bool) { self.allowsUnknownMembers = allowsUnknownMembers }

    private mutating func read(_ payload: [UInt8]) throws(LwM2MError) {
        var reader = try JSONReader(payload)
        guard try reader.next() == .object else { throw reader.refusal("the payload is not an object") }
        var baseName: String?
        var records: [Record]?
        try reader.object { (name, reader) throws(LwM2MError) in
            switch name {
            case "bn":
                guard baseName == nil, try reader.next() == .string else { throw reader.refusal("bn is one string") }
                baseName = try reader.string()
            case "bt": try reader.skip(depth: 1)
            case "e":
                guard records == nil, try reader.next() == .array else { throw reader.refusal("e is one array") }
                var found: [Record] = []
                try reader.array { (reader) throws(LwM2MError) in found.append(try record(from: &reader)) }
                records = found
            default: try skip(name, in: &reader, depth: 1)
            }
        }
        try reader.end()
        self.baseName = baseName
        self.records = records
    }

    private func skip(_ name: String, in reader: inout JSONReader, depth: Int) throws(LwM2MError) {
        guard allowsUnknownMembers else { throw reader.refusal("the member '\(name.prefix(40))' is not known") }
        try reader.skip(depth: depth)
    }

    private func record(from reader: inout JSONReader) throws(LwM2MError) -> Record {
        guard try reader.next() == .object else { throw reader.refusal("an entry is not an object") }
        var record = Record()
        try reader.object { (name, reader) throws(LwM2MError) in
            switch name {
            case "n":
                guard record.name == nil, try reader.next() == .string else { throw reader.refusal("n is one string") }
                record.name = try reader.string()
            case "t": try reader.skip(depth: 3)
            case "v", "bv", "sv", "ov":
                guard record.field == nil else { throw reader.refusal("an entry has one value") }
                record.field = try Self.field(name, from: &reader)
            default: try skip(name, in: &reader, depth: 3)
            }
        }
        return record
    }

    private static func field(_ name: String, from reader: inout JSONReader) throws(LwM2MError) -> JSONField {
        switch (name, try reader.next()) {
        case ("v", .number): return .number(try reader.number())
        case ("bv", .boolean): return .boolean(try reader.boolean())
        case ("sv", .string): return .string(try reader.string())
        case ("ov", .string): return .objectLink(try reader.string())
        default: throw reader.refusal("the value of \(name) has another type")
        }
    }

    private func base(at path: Path) throws(LwM2MError) -> Path {
        guard let baseName, !baseName.isEmpty else { return path }
        guard let base = Self.path(baseName, below: .root) else {
            throw LwM2MError(.badRequest, "JSON: bn '\(baseName.prefix(60))' is not a path")
        }
        return base
    }

    /// The path of an entry.
    ///
    /// - Parameter base: the path that names are appended to, read once for all entries.
    private func path(of record: Record, below base: Path, at path: Path) throws(LwM2MError) -> Path {
        let name = record.name ?? ""
        let start = (baseName ?? "").isEmpty && name.hasPrefix("/") ? .root : base
        guard let place = Self.path(name, below: start), place.depth == 3 || place.depth == 4 else {
            throw LwM2MError(
                .badRequest,
                "JSON: '\(name.prefix(60))' below \(start) is not the path of a Resource or Resource Instance")
        }
        guard place.isWithin(path) else {
            throw LwM2MError(.badRequest, "JSON: \(place) does not lie within \(path)")
        }
        if place.instance == maxID || place.resourceInstance == maxID {
            throw LwM2MError(.badRequest, "JSON: \(place) has the id 65535, which names no instance")
        }
        return place
    }

    /// The path in a text in which slashes may be doubled or missing at the ends; nil if the text is not a path.
    private static func path(_ text: String, below base: Path) -> Path? {
        var path = base
        for segment in text.utf8.split(separator: UInt8(ascii: "/")) {
            guard path.depth < 4, let id = UInt16(segment: segment) else { return nil }
            path = path.appending(id)
        }
        return path
    }
}
