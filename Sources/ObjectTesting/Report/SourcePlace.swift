/// A line of a file.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user would name it.
    public var file: String
    /// Counted from 1.
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// `tests/sensor_test.lua:12`.
    public var description: String { "\(file):\(line)" }
}
