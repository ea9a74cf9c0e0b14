/// A marker line of a custom region that is missing, stands twice or says something else, so that nobody can tell where
/// the code of the region begins and ends.
public struct MarkerDamage: Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    public var line: Int
    /// What is wrong with which marker.
    public var message: String

    init(_ line: Int, _ message: String) { (self.line, self.message) = (line, message) }

    /// `line 12: '-- custom read: end' is missing`.
    public var description: String { "line \(line): \(message)" }
}
