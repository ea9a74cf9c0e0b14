package import LwM2M

/// Values that a Resource must accept according to its definition.
package enum SampleValues {
    /// Longer texts would only test the memory.
    private static let longestText = 4096

    /// At least one for each type except `none`: the ends of its range and what lies between.
    package static func all(for resource: ResourceDefinition, of object: ObjectID) -> [ResourceValue] {
        let values = values(for: resource)
        // Whatever the definition says, the client accepts only these.
        guard object == .server else { return values }
        let taken = values.filter { ServerResource.fault(of: $0, in: resource.id) == nil }
        return taken.isEmpty && resource.id == ServerResource.binding
            ? ServerResource.bindings.map { .string($0) } : taken
    }

    /// The most telling value: not the Resource's initial value, and from the middle of its range; nil if nothing is
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

    /// Values just outside what a Resource allows, if the definition is certain about that; none for a type that cannot
    /// hold them.
    package static func refused(for resource: ResourceDefinition) -> [ResourceValue] {
        guard !resource.operations.contains(.execute), let allowed = AllowedValues(resource), allowed.isCertain else {
            return []
        }
        switch allowed.content {
        case .words(let words):
            var other = words[0] + "x"
            while words.contains(other) { other += "x" }
            return [.string(other)]
        case .numbers(let all) where resource.type == .float:
            let beyond = all.flatMap { [$0.low - Self.step(from: $0.low), $0.high + Self.step(from: $0.high)] }
            return ends(of: beyond.filter { $0.isFinite && !allowed.contains($0) }).map { .float($0) }
        case .numbers(let all):
            // Texts, because a 64-bit number does not fit into a Double.
            let beyond = all.flatMap { bounds -> [Int64] in
                let (low, high) = (Int64(bounds.lowText), Int64(bounds.highText))
                return [low.flatMap { $0 > .min ? $0 - 1 : nil }, high.flatMap { $0 < .max ? $0 + 1 : nil }]
                    .compactMap(\.self)
            }
            let isUnsigned = resource.type == .unsignedInteger
            return ends(of: beyond.filter { !allowed.contains(Double($0)) && !(isUnsigned && $0 < 0) })
                .map { .integer($0) }
        case .lengths: return []
        }
    }

    /// Large enough not to be lost when rounding to 32 bits.
    private static func step(from number: Double) -> Double { max(0.001, number.magnitude / 1000) }

    /// The lowest, the highest, and the first of those in between.
    private static func ends<Number: Hashable & Comparable>(of numbers: [Number]) -> [Number] {
        let sorted = Set(numbers).sorted()
        return sorted.count > 3 ? [sorted[0], sorted[1], sorted[sorted.count - 1]] : sorted
    }

    /// What is written to a Resource that accepts any value.
    private static func usual(for resource: ResourceDefinition) -> ResourceValue? {
        let allowed = AllowedValues(resource)
        // A range of a single number may mean that number or the maximum.
        let only = Double(resource.rangeEnumeration)
        func allows(_ number: Double) -> Bool { allowed?.contains(number) ?? (only == nil || only == number) }
        switch resource.type {
        case .integer, .unsignedInteger: return allows(42) ? .integer(42) : nil
        case .float: return allows(21.5) ? .float(21.5) : nil
        case .time: return allows(1_500_000_000) ? .integer(1_500_000_000) : nil
        case .opaque: return allowed?.contains(3) ?? true ? .opaque([1, 2, 3]) : nil
        case .string, .none: return allowed?.contains(4) ?? true ? .string("text") : nil
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
        let allowed = AllowedValues(resource)
        let only = Double(resource.rangeEnumeration)
        switch resource.type {
        case .integer, .unsignedInteger: return integers(allowed, only, otherwise: [42, 0])
        case .time: return integers(allowed, only, otherwise: [1_500_000_000])
        case .float: return floats(allowed, only)
        case .boolean: return [.boolean(true), .boolean(false)]
        case .string: return texts(allowed).map { .string($0) }
        case .opaque:
            return texts(allowed).map { text in
                .opaque(text.utf8.enumerated().map { UInt8(truncatingIfNeeded: $0.offset &* 37) })
            }
        case .objectLink: return [.string("3:0"), .string("65535:65535")]
        case .corelnk: return [.string("</3/0>")]
        case .none: return []
        }
    }

    private static func integers(_ allowed: AllowedValues?, _ only: Double?, otherwise: [Int64]) -> [ResourceValue] {
        let numbers = numbers(allowed, only) { (($0 + $1) / 2).rounded(.down) }
        // A test cannot write numbers beyond 64 bits.
        let integers = unique(numbers.filter { allowed?.contains($0) ?? true }.compactMap { Int64(exactly: $0) })
        return (integers.isEmpty ? otherwise : integers).map { .integer($0) }
    }

    private static func floats(_ allowed: AllowedValues?, _ only: Double?) -> [ResourceValue] {
        let numbers = numbers(allowed, only) { $0 + ($1 - $0) / 2 }
        return (numbers.isEmpty ? [21.5, -0.25] : unique(numbers)).map { .float($0) }
    }

    /// The ends of the allowed ranges; for a single range, its middle too.
    private static func numbers(
        _ allowed: AllowedValues?, _ only: Double?, middle: (Double, Double) -> Double
    ) -> [Double] {
        guard case .numbers(let all)? = allowed?.content else { return only.map { [$0] } ?? [] }
        guard all.count == 1 else { return all.flatMap { [$0.low, $0.high] } }
        return [all[0].low, middle(all[0].low, all[0].high), all[0].high]
    }

    private static func texts(_ allowed: AllowedValues?) -> [String] {
        switch allowed?.content {
        case .words(let words)?: return words
        case .lengths(let all)? where all.allSatisfy { $0.low >= 0 && $0.high <= Double(longestText) }:
            return unique(all.flatMap { [Int($0.low.rounded(.up)), Int($0.high)] }).map { length in
                String(decoding: (0..<length).map { UInt8(97 + $0 % 26) }, as: UTF8.self)
            }
        default: return ["text"]
        }
    }

    private static func unique<Element: Hashable>(_ values: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return values.filter { seen.insert($0).inserted }
    }
}
