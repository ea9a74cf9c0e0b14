/// Reads OMA definitions: XML in, Objects out.
///
/// Accepts what the registry of OMA holds, even if it is not valid against the schema, and refuses what no correct
/// script can be made from. Files are data from outside: there is no network, no document type, no entity except those of
/// XML itself.
public enum DDFParser {
    /// The Objects of a file, at least one.
    ///
    /// - Parameters:
    ///   - bytes: XML in UTF-8, UTF-16 or what its declaration names.
    ///   - file: the name for messages.
    ///   - keepsProse: whether the descriptions are wanted; no script needs them.
    /// - throws: the first thing in the file that is wrong.
    public static func parse(
        _ bytes: [UInt8], file: String, limits: DDFLimits = DDFLimits(), keepsProse: Bool = true
    ) throws(DDFError) -> [ParsedObject] {
        let document = try DocumentReader.read(bytes, file: file, limits: limits, keepsProse: keepsProse)
        var interpreter = Interpreter(document, file: file, isThorough: false)
        let objects = interpreter.objects()
        if let first = interpreter.judgements.first(where: \.isBlocking)?.finding {
            throw DDFError(.definition, file: file, line: first.line, message: first.message)
        }
        return objects
    }
}

/// Why no Object could be made from a definition: the place, and what to do about it.
public struct DDFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: Hashable, Sendable {
        /// The bytes are not well-formed XML.
        case notWellFormed
        /// A document type declaration; a definition needs none, and entities could hide in it.
        case documentType
        /// Longer, deeper or with more Resources than `DDFLimits` allows.
        case limit
        /// The XML is in order, but it does not define an Object.
        case definition
    }

    public var code: Code
    /// The file as the caller named it.
    public var file: String
    /// Counted from 1; 0 if the whole file is meant.
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

/// One violation of the schema or the rules of OMA.
public struct DDFFinding: Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable {
        /// Against the schema or the specification.
        case error
        /// Allowed or common, but it asks for a second look.
        case warning
    }

    public var severity: Severity
    /// Counted from 1; 0 if the whole file is meant.
    public var line: Int
    /// The rule in kebab-case, `resource-id-twice`; stable, for filters.
    public var rule: String
    /// What is wrong, a colon, what to do.
    public var message: String

    public init(_ severity: Severity, line: Int, rule: String, message: String) {
        self.severity = severity
        self.line = line
        self.rule = rule
        self.message = message
    }
}

/// How much a definition may hold; the largest one of the OMA registry has 67 Resources in 70 KB.
public struct DDFLimits: Hashable, Sendable {
    /// Bytes of the file.
    public var bytes: Int
    /// Nested elements.
    public var depth: Int
    /// Elements in the file.
    public var elements: Int
    /// Resources in all Objects of the file.
    public var resources: Int
    /// Attributes of one element.
    public var attributes: Int

    public init(
        bytes: Int = 8 << 20, depth: Int = 32, elements: Int = 200_000, resources: Int = 10_000,
        attributes: Int = 64
    ) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
        self.resources = resources
        self.attributes = attributes
    }
}
