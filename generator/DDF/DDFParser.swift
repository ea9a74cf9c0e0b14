/// Reads OMA definitions: XML in, Objects out.
///
/// Accepts what the OMA registry contains, even if it is not valid against the schema, and refuses anything from which
/// no correct script can be made. Files are untrusted data: there is no network, no document type, and no entity except
/// those of XML itself.
package enum DDFParser {
    /// The Objects of a file, at least one.
    ///
    /// - Parameters:
    ///   - bytes: XML in UTF-8, UTF-16 or the encoding that its declaration names.
    ///   - file: the name for messages.
    ///   - keepsProse: whether the descriptions are kept; no script needs them.
    /// - throws: the first error in the file.
    package static func parse(
        _ bytes: [UInt8], file: String, limits: DDFLimits = DDFLimits(), keepsProse: Bool = true
    ) throws(DDFError) -> [ParsedObject] {
        let document = try DocumentReader.read(bytes, file: file, limits: limits, keepsProse: keepsProse)
        var interpreter = Interpreter(document, file: file, isThorough: false)
        var objects = interpreter.objects()
        if let first = interpreter.judgements.first(where: \.isBlocking)?.finding {
            throw DDFError(.definition, file: file, line: first.line, message: first.message)
        }
        for index in objects.indices {
            objects[index].findings = DDFValidator.findings(of: objects[index], in: document)
        }
        return objects
    }
}

/// Why no Object could be made from a definition: the place, and how to fix it.
package struct DDFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reason.
    package enum Code: Hashable, Sendable {
        /// The bytes are not well-formed XML.
        case notWellFormed
        /// A document type declaration; a definition needs none, and it could contain entities.
        case documentType
        /// Longer, deeper or with more Resources than `DDFLimits` allows.
        case limit
        /// The XML is well-formed, but it does not define an Object.
        case definition
    }

    package var code: Code
    /// The file as the caller named it.
    package var file: String
    /// Counted from 1; 0 if the whole file is meant.
    package var line: Int
    /// What is wrong, a colon, how to fix it.
    package var message: String

    package init(_ code: Code, file: String, line: Int, message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
    }

    /// `sensor.xml:12: what is wrong: what to do`.
    package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

/// One violation of the schema or the OMA rules.
package struct DDFFinding: Hashable, Sendable {
    /// How serious it is.
    package enum Severity: String, Hashable, Sendable {
        /// Violates the schema or the specification.
        case error
        /// Allowed or common, but worth a second look.
        case warning
    }

    package var severity: Severity
    /// Counted from 1; 0 if the whole file is meant.
    package var line: Int
    /// The rule in kebab-case, `resource-id-twice`; stable, for filters.
    package var rule: String
    /// What is wrong, a colon, how to fix it.
    package var message: String

    /// `sensor.xml:12: error: what is wrong: what to do [xml-urn-id]`.
    package func text(in file: String) -> String {
        (line > 0 ? "\(file):\(line): " : "\(file): ") + "\(severity.rawValue): \(message) [xml-\(rule)]"
    }

    package init(_ severity: Severity, line: Int, rule: String, message: String) {
        self.severity = severity
        self.line = line
        self.rule = rule
        self.message = message
    }
}

/// How much a definition may contain; the largest one in the OMA registry has 67 Resources in 70 KB.
package struct DDFLimits: Hashable, Sendable {
    /// The size of the file in bytes.
    package var bytes: Int
    /// The nesting depth of elements.
    package var depth: Int
    /// The number of elements in the file.
    package var elements: Int
    /// The number of Resources in all Objects of the file.
    package var resources: Int
    /// The number of attributes of one element.
    package var attributes: Int

    package init(
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
