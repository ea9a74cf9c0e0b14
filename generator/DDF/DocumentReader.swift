import CLibXML2

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads XML into a `RawDocument` with the SAX2 parser of libxml2.
///
/// No network and no document type, hence no entities except those that XML itself defines; each callback may stop the
/// parser.
///
/// It must not move while the parser is running, because the parser passes its address to the callbacks.
struct DocumentReader {
    private var document = RawDocument()
    /// The numbers of the open nodes, the root first.
    private var open: [Int] = []
    private var resources = 0
    private var failure: DDFError?
    private let file: String
    private let limits: DDFLimits
    private let keepsProse: Bool
    private var parser: xmlParserCtxtPtr?

    private init(file: String, limits: DDFLimits, keepsProse: Bool) {
        self.file = file
        self.limits = limits
        self.keepsProse = keepsProse
    }

    /// Reads a whole file.
    ///
    /// - Parameter keepsProse: whether the text of descriptions is kept.
    /// - throws: for the first XML that is not well-formed, for a document type, or for an exceeded limit.
    static func read(
        _ bytes: [UInt8], file: String, limits: DDFLimits, keepsProse: Bool = true
    ) throws(DDFError) -> RawDocument {
        guard bytes.count <= limits.bytes else {
            throw DDFError(
                .limit, file: file, line: 0,
                message: "the file has \(bytes.count) bytes: a definition may have \(limits.bytes); split it up")
        }
        guard bytes.contains(where: { !isBlank($0) }) else {
            throw DDFError(.notWellFormed, file: file, line: 0, message: "the file is empty: give an OMA definition")
        }
        if let encoding = TagScan.encoding(of: bytes), !TagScan.isScanned(encoding) {
            throw DDFError(
                .notWellFormed, file: file, line: 1,
                message: "the encoding '\(shown(encoding))' is not read: save the file as UTF-8")
        }
        if let line = TagScan.crowdedTag(in: bytes, most: limits.attributes) {
            throw DDFError(
                .limit, file: file, line: line,
                message:
                    "an element has more than \(limits.attributes) attributes: those of a definition have 2 at most")
        }
        var reader = DocumentReader(file: file, limits: limits, keepsProse: keepsProse)
        reader.parse(bytes)
        if let failure = reader.failure { throw failure }
        return reader.document
    }

    /// libxml2 must be initialized once, before threads use it.
    private static let isSetUp: Bool = {
        xmlInitParser()
        return true
    }()

    private mutating func parse(_ bytes: [UInt8]) {
        guard Self.isSetUp else { return }
        document.nodes.reserveCapacity(min(bytes.count / 40, 4096))
        document.text.reserveCapacity(min(bytes.count, 16384))
        let isWellFormed = withUnsafeMutablePointer(to: &self) { reader in
            bytes.withUnsafeBytes { buffer -> Bool in
                let start = buffer.bindMemory(to: CChar.self).baseAddress
                guard let parser = xmlCreateMemoryParserCtxt(start, CInt(buffer.count)) else { return false }
                defer { xmlFreeParserCtxt(parser) }
                reader.pointee.parser = parser
                defer { reader.pointee.parser = nil }
                parser.pointee.sax.pointee = Self.handler
                parser.pointee.userData = UnsafeMutableRawPointer(reader)
                xmlCtxtUseOptions(parser, CInt(XML_PARSE_NONET.rawValue))
                return xmlParseDocument(parser) == 0 && parser.pointee.wellFormed != 0
            }
        }
        if !isWellFormed, failure == nil {
            failure = DDFError(
                .notWellFormed, file: file, line: 0, message: "the file is no XML: give an OMA definition")
        }
    }

    /// The callbacks of the parser; anything without a callback is skipped (comments, processing instructions).
    private static var handler: xmlSAXHandler {
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.internalSubset = { data, _, _, _ in reader(data).pointee.refuseDocumentType() }
        sax.startElementNs = { data, name, _, _, _, _, count, _, attributes in
            reader(data).pointee.start(name, attributes, Int(count))
        }
        sax.endElementNs = { data, _, _, _ in reader(data).pointee.end() }
        sax.characters = { data, bytes, count in reader(data).pointee.characters(bytes, Int(count)) }
        sax.ignorableWhitespace = sax.characters
        sax.cdataBlock = sax.characters
        sax.serror = { data, error in
            guard let error = error?.pointee, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
            reader(data).pointee.refuseMalformed(
                line: Int(error.line), message: error.message.map { String(cString: $0) } ?? "")
        }
        return sax
    }

    private mutating func stop(_ code: DDFError.Code, line: Int, _ message: String) {
        if failure == nil { failure = DDFError(code, file: file, line: line, message: message) }
        if let parser { xmlStopParser(parser) }
    }

    private var line: Int { Int(parser?.pointee.input?.pointee.line ?? 0) }

    /// The line on which the tag that was just read begins; the parser is at its end.
    ///
    /// No `<` may appear inside a tag, so the last one is its start.
    private var lineOfTag: Int {
        guard let input = parser?.pointee.input?.pointee, var place = input.cur, let start = input.base else {
            return line
        }
        var line = Int(input.line)
        while place > start {
            place -= 1
            if place.pointee == UInt8(ascii: "<") { break }
            if place.pointee == 0x0A { line -= 1 }
        }
        return max(line, 1)
    }

    private mutating func refuseMalformed(line: Int, message: String) {
        var words = message.unicodeScalars.prefix { $0 != "\n" }
        while words.last == " " { words.removeLast() }
        stop(.notWellFormed, line: max(line, 1), "not well-formed XML, \(String(words)): correct the file")
    }

    private mutating func refuseDocumentType() {
        stop(.documentType, line: line, "a document type declaration is not allowed: remove <!DOCTYPE ...>")
    }

    private mutating func start(
        _ name: UnsafePointer<xmlChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
    ) {
        guard failure == nil, let name else { return }
        let line = lineOfTag
        guard open.count < limits.depth else {
            return stop(.limit, line: line, "elements more than \(limits.depth) deep: a definition has 5 levels")
        }
        guard document.nodes.count < limits.elements else {
            return stop(.limit, line: line, "more than \(limits.elements) elements: split the file up")
        }
        let spelling = UnsafeBufferPointer(start: name, count: Self.length(of: name))
        let element = Element(spelling)
        if element == .item {
            resources += 1
            guard resources <= limits.resources else {
                return stop(.limit, line: line, "more than \(limits.resources) resources: split the file up")
            }
        }
        var node = RawDocument.Node(
            element: element, depth: UInt8(clamping: open.count), line: Int32(truncatingIfNeeded: line), next: 0,
            start: 0,
            end: 0, labelStart: 0, labelEnd: 0, hasLabel: false)
        if element == .unknown { setLabel(spelling, of: &node) }
        for number in 0..<count { attribute(attributes, number, of: &node, line: line) }
        node.start = Int32(document.text.count)
        open.append(document.nodes.count)
        document.nodes.append(node)
    }

    /// Handles one attribute; libxml2 passes five pointers for each: name, prefix, URI, value, end of value.
    private mutating func attribute(
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ number: Int, of node: inout RawDocument.Node,
        line: Int
    ) {
        guard let attributes, let name = attributes[5 * number], let start = attributes[5 * number + 3],
            let end = attributes[5 * number + 4]
        else { return }
        let wanted = node.element == .item ? "ID" : node.element == .object ? "ObjectType" : ""
        let isPlain = attributes[5 * number + 1] == nil
        if isPlain, !wanted.isEmpty, xmlStrcmp(name, wanted) == 0 {
            setLabel(UnsafeBufferPointer(start: start, count: end - start), of: &node)
        } else if isPlain, node.element != .unknown, document.oddities.count < 100 {
            let spelling = UnsafeBufferPointer(start: name, count: Self.length(of: name))
            document.oddities.append(
                .init(line: line, kind: .attribute, name: String(decoding: spelling, as: UTF8.self)))
        }
    }

    private static func length(of name: UnsafePointer<xmlChar>) -> Int {
        strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
    }

    private mutating func setLabel(_ bytes: UnsafeBufferPointer<UInt8>, of node: inout RawDocument.Node) {
        node.labelStart = Int32(document.text.count)
        document.text.append(contentsOf: bytes)
        node.labelEnd = Int32(document.text.count)
        node.hasLabel = true
    }

    private mutating func end() {
        guard failure == nil, let index = open.popLast() else { return }
        document.nodes[index].end = Int32(document.text.count)
        document.nodes[index].next = Int32(document.nodes.count)
    }

    private mutating func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, let bytes, let index = open.last else { return }
        let buffer = UnsafeBufferPointer(start: bytes, count: count)
        let element = document.nodes[index].element
        if element.isProse, !keepsProse { return }
        if element.isContainer {
            guard document.oddities.count < 100, let place = buffer.firstIndex(where: { !isBlank($0) }) else { return }
            let later = buffer[place...].count { $0 == 0x0A }
            document.oddities.append(.init(line: max(line - later, 1), kind: .text, name: element.spelling))
        } else if element != .unknown || open.count > 1 {
            document.text.append(contentsOf: buffer)
        }
    }
}

private func reader(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<DocumentReader> {
    guard let data else { preconditionFailure("libxml2 hands back the pointer it was given") }
    return data.assumingMemoryBound(to: DocumentReader.self)
}

/// The elements of a definition file in order, before interpretation.
struct RawDocument {
    /// One element; its children follow it, up to `next`.
    struct Node {
        var element: Element
        var depth: UInt8
        var line: Int32
        /// The number of the first node that is not inside this one.
        var next: Int32
        /// Where its text begins in `text`; the text of nested elements is part of it.
        var start: Int32
        var end: Int32
        /// The attribute `ID` of an Item or `ObjectType` of an Object, or the name of an unknown element.
        var labelStart: Int32
        var labelEnd: Int32
        /// Whether there is a label; it may be empty.
        var hasLabel: Bool
    }

    /// Something that the schema does not know.
    struct Oddity {
        var line: Int
        var kind: Kind
        /// The name of an attribute, or the element that holds the text.
        var name: String

        enum Kind { case attribute, text }
    }

    var nodes: [Node] = []
    var text: [UInt8] = []
    var oddities: [Oddity] = []

    /// The text of a node as written, with its spaces.
    func string(_ node: Node) -> String { string(node.start, node.end) }

    /// The text of a node without white space at either end.
    func word(_ node: Node) -> String {
        let (start, end) = trimmedRange(node)
        return string(start, end)
    }

    /// Whether the text of a node, without white space at either end, is a given word.
    func isWord(_ node: Node, _ word: StaticString) -> Bool {
        let (start, end) = trimmedRange(node)
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return Int(end - start) == letters.count
            && text.withUnsafeBufferPointer { letters.elementsEqual($0[Int(start)..<Int(end)]) }
    }

    private func trimmedRange(_ node: Node) -> (Int32, Int32) {
        var start = node.start
        var end = node.end
        while start < end, isBlank(text[Int(start)]) { start += 1 }
        while end > start, isBlank(text[Int(end - 1)]) { end -= 1 }
        return (start, end)
    }

    /// The attribute of a node, or the name of an unknown element; nil if there is none.
    func label(of node: Node) -> String? { node.hasLabel ? string(node.labelStart, node.labelEnd) : nil }

    /// The name of a node's element as written.
    func name(_ node: Node) -> String {
        node.element == .unknown ? label(of: node) ?? "?" : node.element.spelling
    }

    /// Calls `body` with each direct child of a node.
    func forEachChild(of index: Int, _ body: (Int) -> Void) {
        var child = index + 1
        let end = Int(nodes[index].next)
        while child < end {
            body(child)
            child = Int(nodes[child].next)
        }
    }

    /// The first direct child of a node that is a given element; nil if there is none.
    func child(of index: Int, _ element: Element) -> Int? {
        var found: Int?
        forEachChild(of: index) { if found == nil, nodes[$0].element == element { found = $0 } }
        return found
    }

    /// The line on which such a child begins, or that of the node itself if there is none.
    func line(of element: Element, in index: Int) -> Int { Int(nodes[child(of: index, element) ?? index].line) }

    private func string(_ start: Int32, _ end: Int32) -> String {
        text.withUnsafeBufferPointer { String(decoding: $0[Int(start)..<Int(end)], as: UTF8.self) }
    }
}

/// Whether a byte is white space in XML.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
