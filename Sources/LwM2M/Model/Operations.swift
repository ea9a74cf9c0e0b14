/// What a server may do with a Resource by its definition.
///
/// Empty means that only the bootstrap interface reaches the Resource, as in Object 0.
///
/// - Source: LwM2M 1.0.1 appendix D.1.
public struct Operations: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Read, Observe, Discover and Write-Attributes.
    @inlinable public static var read: Operations { Operations(rawValue: 1) }
    /// Write.
    @inlinable public static var write: Operations { Operations(rawValue: 2) }
    /// Execute; goes with no other.
    @inlinable public static var execute: Operations { Operations(rawValue: 4) }

    /// Reads the words of a definition: an empty text, `R`, `W`, `RW` or `E`.
    ///
    /// Nil for any other word. `WR` and lower case are such.
    public init?(_ word: String) {
        switch word {
        case "": self = []
        case "R": self = .read
        case "W": self = .write
        case "RW": self = [.read, .write]
        case "E": self = .execute
        default: return nil
        }
    }
}

extension Operations: CustomStringConvertible {
    /// The word of the definition: an empty text, `R`, `W`, `RW` or `E`.
    public var description: String {
        (contains(.read) ? "R" : "") + (contains(.write) ? "W" : "") + (contains(.execute) ? "E" : "")
    }
}
