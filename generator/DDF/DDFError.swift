/// Why no Object could be made of a definition: the place, and what to do about it.
public struct DDFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: Hashable, Sendable {
        /// The bytes are no well-formed XML.
        case notWellFormed
        /// A document type declaration; a definition needs none, and entities could hide in it.
        case documentType
        /// Longer, deeper or of more Resources than `DDFLimits` allows.
        case limit
        /// The XML is in order, but it does not define an Object.
        case definition
    }

    public var code: Code
    /// The file as the caller named it.
    public var file: String
    /// Counted from 1; 0 where the whole file is meant.
    public var line: Int
    /// What is wrong, a colon, what to do.
    public var message: String

    public init(_ code: Code, file: String, line: Int, message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    /// `sensor.xml:12: what is wrong: what to do`.
    public var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}
