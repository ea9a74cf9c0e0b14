import Dissection
import LwM2M

extension FuzzTarget {
    /// What carries values: the content formats of LwM2M, and those of the AT line.
    static let payloads = [tlv, json, atJSON, text, links]

    private static let tlv = FuzzTarget("tlv", "TLV: entries, payloads of writes, single values, the parts shown") {
        bytes throws(Breach) in
        let (type, path, content) = choice(bytes)
        if let entries = try? TLVDecoder.entries(of: content) {
            let again = try? TLVDecoder.entries(of: TLVEncoder.bytes(of: entries))
            try hold(again == entries, "TLV that was read is written as something else")
        }
        if let payload = try? WritePayload(tlv: content, at: path, isMultiple: bytes.count % 2 == 0) {
            for resource in payload.instances.flatMap(\.resources) {
                _ = try? resource.typed(by: .any(resource.id, type))
            }
        }
        if let value = try? ResourceValue(tlvBytes: content, as: type) {
            let again = try? ResourceValue(tlvBytes: value.tlvBytes, as: type)
            try hold("\(again as Any)" == "\(Optional(value) as Any)", "\(value) is written as \(again as Any)")
        }
        _ = try? Dissector(at: path) { _ in nil }.parts(ofTLV: content)
    }

    private static let json = FuzzTarget("json", "LwM2M JSON: entries, payloads of writes, the parts shown") {
        bytes throws(Breach) in
        let (type, path, content) = choice(bytes)
        _ = try? LwM2MJSONDecoder.entries(of: content, at: .root)
        if let payload = try? WritePayload(json: content, at: path) {
            for resource in payload.instances.flatMap(\.resources) {
                guard let typed = try? resource.typed(by: .any(resource.id, type)) else { continue }
                // What was taken is read back from what is written of it.
                let place = Path(33000, 0, typed.id)
                func written(_ resource: Resource) -> [UInt8] {
                    LwM2MJSONEncoder.bytes(of: .resource(resource), at: place)
                }
                let again = try? WritePayload(json: written(typed), at: place).instances.first?.resources.first?
                    .typed(by: .any(typed.id, type))
                try hold(isSame(typed, again, as: type, by: written), "\(typed) is written as \(again as Any)")
            }
        }
        _ = try? Dissector(at: path) { _ in nil }.parts(ofJSON: content)
    }

    private static let atJSON = FuzzTarget("at-json", "the JSON of +ULWM2MWRITE and +ULWM2MCREATE") {
        bytes throws(Breach) in
        let (type, _, content) = choice(bytes)
        guard let payload = try? ATWritePayload(parsing: String(decoding: content, as: UTF8.self)) else { return }
        let resources = payload.resources.map { resource in
            let isMultiple = if case .multiple = resource.content { true } else { false }
            return ResourceDefinition(
                id: resource.id, name: "", operations: .read, isMultiple: isMultiple, type: type)
        }
        let definition = ObjectDefinition(
            id: 1, name: "", isMultiple: true, isMandatory: false, resources: resources)
        guard let typed = try? payload.typed(by: definition) else { return }
        func written(_ resources: [Resource]) -> String { ATWritePayload.text(of: resources, at: payload.path) }
        let again = try? ATWritePayload(parsing: written(typed)).typed(by: definition)
        try hold(isSame(typed, again, as: type, by: written), "\(typed) is written as \(again as Any)")
    }

    private static let text = FuzzTarget(
        "text", "values as text, the arguments of Execute, the queries of Write-Attributes, keys, paths"
    ) { bytes throws(Breach) in
        let (type, _, content) = choice(bytes)
        let text = String(decoding: content, as: UTF8.self)
        if let value = try? ResourceValue(plainText: text, as: type) {
            let again = try? ResourceValue(plainText: value.plainText, as: type)
            try hold("\(again as Any)" == "\(Optional(value) as Any)", "\(value) is written as \(again as Any)")
        }
        _ = try? ExecuteArguments(parsing: text)
        let queries = text.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        if let attributes = try? NotificationAttributes().writing(queries, to: .any(1, type)) {
            _ = NotificationConditions(attributes)
        }
        if let path = try? Path(parsing: text) {
            try hold((try? Path(parsing: "\(path)")) == path, "the path \(path) is read as another one")
        }
        if let decoded = Base64.bytes(of: text) {
            try hold(
                Base64.bytes(of: Base64.text(of: decoded)) == decoded, "Base64 of \(decoded) is read as another one")
        }
    }

    private static let links = FuzzTarget("links", "the link format of registrations and Discover") {
        bytes throws(Breach) in
        if let links = try? LinkFormat.links(of: bytes) {
            let again = try? LinkFormat.links(of: Array(LinkFormat.text(of: links).utf8))
            try hold(again == links, "\(links) are written as \(again as Any)")
        }
        _ = try? Dissector(at: .root) { _ in nil }.parts(ofLinks: bytes)
    }

    /// Whether values of JSON are the same after a round, or their texts: without a type, a whole number is read as an
    /// integer, be it a float that was too large for its fraction.
    private static func isSame<Value, Written: Equatable>(
        _ value: Value, _ again: Value?, as type: DataType, by written: (Value) -> Written
    ) -> Bool {
        type == .none ? again.map(written) == written(value) : "\(again as Any)" == "\(Optional(value) as Any)"
    }

    /// A type and a path, from the first byte, and the rest.
    private static func choice(_ bytes: [UInt8]) -> (DataType, Path, [UInt8]) {
        let first = Int(bytes.first ?? 0)
        let types = DataType.allCases
        let paths = [Path(33000), Path(3, 0), Path(33000, 0, 8), Path(0, 1)]
        return (types[first % types.count], paths[first / 64], Array(bytes.dropFirst()))
    }
}

extension ResourceDefinition {
    /// A Resource of a type that has one value or several.
    fileprivate static func any(_ id: ResourceID, _ type: DataType) -> ResourceDefinition {
        ResourceDefinition(id: id, name: "", operations: .read, type: type)
    }
}
