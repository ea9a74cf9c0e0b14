/// A path to a node of the data model, from `/` down to `/3/0/11/0`.
///
/// - Source: LwM2M 1.0.1 §6.1, §8.2.3.
@usableFromInline package struct Path: Hashable, Sendable {
    @usableFromInline let first: UInt16
    @usableFromInline let second: UInt16
    @usableFromInline let third: UInt16
    @usableFromInline let fourth: UInt16
    /// How many ids the path has: 0 for `/`, 4 for a Resource Instance.
    @usableFromInline package let depth: UInt8

    @inlinable init(_ first: UInt16, _ second: UInt16, _ third: UInt16, _ fourth: UInt16, depth: UInt8) {
        (self.first, self.second, self.third, self.fourth, self.depth) = (first, second, third, fourth, depth)
    }

    /// The path `/`.
    package static let root = Path(0, 0, 0, 0, depth: 0)

    /// The path of an Object.
    @inlinable package init(_ object: ObjectID) { self.init(object, 0, 0, 0, depth: 1) }

    /// The path of an Object Instance.
    @inlinable package init(_ object: ObjectID, _ instance: ObjectInstanceID) {
        self.init(object, instance, 0, 0, depth: 2)
    }

    /// The path of a Resource.
    @inlinable package init(_ object: ObjectID, _ instance: ObjectInstanceID, _ resource: ResourceID) {
        self.init(object, instance, resource, 0, depth: 3)
    }

    /// The path of a Resource Instance.
    @inlinable package init(
        _ object: ObjectID, _ instance: ObjectInstanceID, _ resource: ResourceID,
        _ resourceInstance: ResourceInstanceID
    ) {
        self.init(object, instance, resource, resourceInstance, depth: 4)
    }

    /// The Object id, if the path is that long.
    @inlinable package var object: ObjectID? { depth > 0 ? first : nil }
    /// The Object Instance id, if the path is that long.
    @inlinable package var instance: ObjectInstanceID? { depth > 1 ? second : nil }
    /// The Resource id, if the path is that long.
    @inlinable package var resource: ResourceID? { depth > 2 ? third : nil }
    /// The Resource Instance id, if the path is that long.
    @inlinable package var resourceInstance: ResourceInstanceID? { depth > 3 ? fourth : nil }

    /// The path one level down.
    ///
    /// The caller makes sure that the path is not that of a Resource Instance.
    @inlinable package func appending(_ id: UInt16) -> Path {
        switch depth {
        case 0: Path(id)
        case 1: Path(first, id)
        case 2: Path(first, second, id)
        case 3: Path(first, second, third, id)
        default: preconditionFailure("a Resource Instance has nothing below it")
        }
    }

    /// The path one level up; the root is its own parent.
    package var parent: Path {
        switch depth {
        case 4: Path(first, second, third)
        case 3: Path(first, second)
        case 2: Path(first)
        default: .root
        }
    }

    /// The ids that this path has below another one, `6/0`; nil if both are the same path.
    ///
    /// The caller makes sure that this path is within the other.
    func suffix(below other: Path) -> String? {
        let ids = [first, second, third, fourth][Int(other.depth)..<Int(depth)]
        return ids.isEmpty ? nil : ids.map(String.init).joined(separator: "/")
    }

    /// The ids in decimal, one element for each level.
    package var segments: [String] {
        [object, instance, resource, resourceInstance].compactMap { $0.map(String.init) }
    }

    /// Whether this path is `other` or lies below it.
    @inlinable package func isWithin(_ other: Path) -> Bool {
        guard depth >= other.depth else { return false }
        return (other.depth < 1 || first == other.first) && (other.depth < 2 || second == other.second)
            && (other.depth < 3 || third == other.third) && (other.depth < 4 || fourth == other.fourth)
    }
}

extension Path {
    /// Reads a path as users and AT commands write it: `/3/0/0`, `3/0/0`, `/3/0/`.
    ///
    /// - throws: 4.04 for more than four levels, an empty level, or one that is not a decimal id of 16 bits.
    /// - Source: LwM2M 1.0.1 §8.2.3; UBX-18068860 R09 §5.1.1 (leading and trailing slash are optional).
    package init(parsing text: String) throws(LwM2MError) {
        var path = Path.root
        var id: UInt32?
        func refusal(_ why: String) -> LwM2MError { LwM2MError(.notFound, "'\(text)' is not a path: \(why)") }
        var isFirst = true
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/") {
                if let value = id {
                    guard path.depth < 4 else { throw refusal("it has more than four levels") }
                    path = path.appending(UInt16(value))
                } else if !isFirst {
                    throw refusal("a level is empty")
                }
                id = nil
            } else {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                    throw refusal("an id is a decimal number, 0 to 65535")
                }
                let value = (id ?? 0) * 10 + UInt32(byte - UInt8(ascii: "0"))
                guard value <= 65535 else { throw refusal("an id is a decimal number, 0 to 65535") }
                id = value
            }
            isFirst = false
        }
        if let value = id {
            guard path.depth < 4 else { throw refusal("it has more than four levels") }
            path = path.appending(UInt16(value))
        }
        guard !isFirst else { throw refusal("it is empty; '/' is the root") }
        self = path
    }
}

extension Path {
    /// Reads the Uri-Path options of a request.
    ///
    /// - throws: 4.04 for more than three levels or a segment that is not a decimal id of 16 bits.
    /// - Source: LwM2M 1.0.1 §8.2.3.
    package init(segments: some Collection<String>) throws(LwM2MError) {
        var path = Path.root
        for segment in segments {
            guard path.depth < 3, let id = UInt16(segment: segment.utf8) else {
                throw LwM2MError(
                    .notFound,
                    "/\(segments.joined(separator: "/")) is not a path: it takes one to three ids, 0 to 65535")
            }
            path = path.appending(id)
        }
        self = path
    }
}

extension Path: CustomStringConvertible {
    /// The path as text, `/3/0/0`, without a slash at the end; `/` for the root.
    @usableFromInline package var description: String {
        switch depth {
        case 0: "/"
        case 1: "/\(first)"
        case 2: "/\(first)/\(second)"
        case 3: "/\(first)/\(second)/\(third)"
        default: "/\(first)/\(second)/\(third)/\(fourth)"
        }
    }
}

extension UInt16 {
    /// The id that a path segment contains in decimal digits; nil for any other text and for an id above 65535.
    @inlinable package init?<Segment: Sequence>(segment: Segment) where Segment.Element == UInt8 {
        var value: UInt32 = 0
        var isEmpty = true
        for byte in segment {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
            guard value <= 65535 else { return nil }
            isEmpty = false
        }
        guard !isEmpty else { return nil }
        self = UInt16(value)
    }
}
