package import LwM2M

/// Values that a Resource has to take by its definition.
package enum SampleValues {
    /// Longer texts would only test the memory.
    private static let longestText = 4096

    /// At least one for each type but none: the ends of its range and what lies between.
    package static func all(for resource: ResourceDefinition, of object: ObjectID) -> [ResourceValue] {
        let values = values(for: resource)
        // Whatever the definition says, the client takes these alone.
        guard object == .server else { return values }
        let taken = values.filter { ServerResource.fault(of: $0, in: resource.id) == nil }
        return taken.isEmpty && resource.id == ServerResource.binding
            ? ServerResource.bindings.map { .string($0) } : taken
    }

    /// The one that says most: not what a Resource starts with, and in the middle of what it may be; nil where nothing is
    /// written.
    package static func one(for resource: ResourceDefinition, of object: ObjectID) -> ResourceValue? {
        let values = all(for: resource, of: object)
        if let usual = usual(for: resource),
            object != .server || ServerResource.fault(of: usual, in: resource.id) == nil
        {
            return usual
        }
        let telling = values.filter { !isBlank($0) }
        return telling.count > 2 ? telling[1] : telling.first ?? values.first
    }

    /// What is written to a Resource that may be anything.
    private static func usual(for resource: ResourceDefinition) -> ResourceValue? {
        let range = ValueRange(resource.rangeEnumeration)
        // A range of one number may mean that number or the highest one.
        let only = Double(resource.rangeEnumeration)
        func allows(_ number: Double) -> Bool { range?.contains(number) ?? (only == nil || only == number) }
        switch resource.type {
        case .integer, .unsignedInteger: return allows(42) ? .integer(42) : nil
        case .float: return allows(21.5) ? .float(21.5) : nil
        case .time: return allows(1_500_000_000) ? .integer(1_500_000_000) : nil
        case .opaque:
            return ValueRange(resource.rangeEnumeration, isLength: true)?.contains(3) ?? true
                ? .opaque([1, 2, 3]) : nil
        case .string, .none:
            guard resource.words.isEmpty else { return nil }
            return ValueRange(resource.rangeEnumeration, isLength: true)?.contains(4) ?? true ? .string("text") : nil
        default: return nil
        }
    }

    private static func isBlank(_ value: ResourceValue) -> Bool {
        switch value {
        case .integer(0), .float(0), .string(""), .opaque([]), .boolean(false): true
        default: false
        }
    }

    private static func values(for resource: ResourceDefinition) -> [ResourceValue] {
        let words = resource.rangeEnumeration
        switch resource.type {
        case .integer, .time:
            return integers(words, otherwise: resource.type == .time ? [1_500_000_000] : [42, 0])
        case .unsignedInteger: return integers(words, otherwise: [42, 0])
        case .float: return floats(words)
        case .boolean: return [.boolean(true), .boolean(false)]
        case .string where !resource.words.isEmpty: return resource.words.map { .string($0) }
        case .string: return texts(words).map { .string($0) }
        case .opaque:
            return texts(words).map { text in
                .opaque(text.utf8.enumerated().map { UInt8(truncatingIfNeeded: $0.offset &* 37) })
            }
        case .objectLink: return [.string("3:0"), .string("65535:65535")]
        case .corelnk: return [.string("</3/0>")]
        case .none: return []
        }
    }

    private static func integers(_ words: String, otherwise: [Int64]) -> [ResourceValue] {
        let numbers: [Double]
        switch ValueRange(words) {
        case .numbers(let low, let high): numbers = [low, ((low + high) / 2).rounded(.down), high]
        case .enumeration(let listed): numbers = listed
        case nil: numbers = Double(words).map { [$0] } ?? []
        }
        // Numbers beyond 64 bits cannot be written by a test.
        let integers = unique(numbers.compactMap { Int64(exactly: $0) })
        return (integers.isEmpty ? otherwise : integers).map { .integer($0) }
    }

    private static func floats(_ words: String) -> [ResourceValue] {
        switch ValueRange(words) {
        case .numbers(let low, let high): unique([low, low + (high - low) / 2, high]).map { .float($0) }
        case .enumeration(let listed): unique(listed).map { .float($0) }
        case nil: (Double(words).map { [$0] } ?? [21.5, -0.25]).map { .float($0) }
        }
    }

    private static func texts(_ words: String) -> [String] {
        guard case .numbers(let low, let high) = ValueRange(words, isLength: true), low >= 0,
            high <= Double(longestText)
        else { return ["text"] }
        return unique([Int(low), Int(high)]).map { length in
            String(decoding: (0..<length).map { UInt8(97 + $0 % 26) }, as: UTF8.self)
        }
    }

    private static func unique<Element: Hashable>(_ values: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return values.filter { seen.insert($0).inserted }
    }
}
