#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read, or the end, or an error that reading tells.
    public static let reading = Readiness(rawValue: 1)
    public static let writing = Readiness(rawValue: 2)

    /// As poll(2) asks for it.
    var events: Int16 {
        (contains(.reading) ? Int16(POLLIN) : 0) | (contains(.writing) ? Int16(POLLOUT) : 0)
    }

    /// What poll(2) found. Errors and hang-ups show in whatever is tried next, so they count as what was asked for.
    init(found events: Int16, asked: Readiness) {
        self = []
        if events & Int16(POLLIN) != 0 { insert(.reading) }
        if events & Int16(POLLOUT) != 0 { insert(.writing) }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { formUnion(asked) }
    }
}
