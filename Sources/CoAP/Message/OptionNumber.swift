/// Which option it is.
///
/// - Source: RFC 7252 §5.10, RFC 7641 §2, RFC 7959 §2.1.
public struct OptionNumber: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }

    public static let ifMatch = OptionNumber(1)
    public static let uriHost = OptionNumber(3)
    public static let etag = OptionNumber(4)
    public static let ifNoneMatch = OptionNumber(5)
    public static let observe = OptionNumber(6)
    public static let uriPort = OptionNumber(7)
    public static let locationPath = OptionNumber(8)
    public static let uriPath = OptionNumber(11)
    public static let contentFormat = OptionNumber(12)
    public static let maxAge = OptionNumber(14)
    public static let uriQuery = OptionNumber(15)
    public static let accept = OptionNumber(17)
    public static let locationQuery = OptionNumber(20)
    public static let block2 = OptionNumber(23)
    public static let block1 = OptionNumber(27)
    public static let size2 = OptionNumber(28)
    public static let proxyURI = OptionNumber(35)
    public static let proxyScheme = OptionNumber(39)
    public static let size1 = OptionNumber(60)

    /// Whether a receiver that does not know the option must not act on the message: the number is odd.
    public var isCritical: Bool { rawValue & 1 == 1 }

    @inlinable public static func < (a: OptionNumber, b: OptionNumber) -> Bool { a.rawValue < b.rawValue }
}

extension OptionNumber: CustomStringConvertible {
    /// The name of RFC 7252 with the number, `Uri-Path (11)`; the number alone where there is no name.
    public var description: String {
        Self.names[rawValue].map { "\($0) (\(rawValue))" } ?? "\(rawValue)"
    }

    private static let names: [UInt16: String] = [
        1: "If-Match", 3: "Uri-Host", 4: "ETag", 5: "If-None-Match", 6: "Observe", 7: "Uri-Port", 8: "Location-Path",
        11: "Uri-Path", 12: "Content-Format", 14: "Max-Age", 15: "Uri-Query", 17: "Accept", 20: "Location-Query",
        23: "Block2", 27: "Block1", 28: "Size2", 35: "Proxy-Uri", 39: "Proxy-Scheme", 60: "Size1",
    ]
}
