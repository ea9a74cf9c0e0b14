/// Reads OMA definitions: XML in, Objects out.
///
/// Takes what the registry of OMA holds, also where it is not valid against the schema, and nothing that no right
/// script can be made of. Files are data from outside: there is no network, no document type, no entity but those of
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
