/// The earlier of two deadlines, in seconds; nil means never.
@inlinable
package func earlier(_ first: Double?, _ second: Double?) -> Double? {
    guard let first else { return second }
    guard let second else { return first }
    return second < first ? second : first
}
