import CLibXML2
import Wording

/// An element of an XML document to be written, containing either other elements or text.
package struct XMLElement: Hashable, Sendable {
    /// The name of the tag.
    package var name: String
    /// In the order in which they are written.
    package private(set) var attributes: [XMLAttribute]
    /// The child elements, in order.
    package var children: [XMLElement]
    /// The text; nil for an element with children, and for an empty one.
    package var text: String?

    package init(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], children: [XMLElement] = [],
        text: String? = nil
    ) {
        self.name = name
        self.attributes = attributes.map { XMLAttribute(name: $0.key, value: $0.value) }
        self.children = children
        self.text = text
    }

    /// The element as a document in UTF-8, one element per line, indented by two spaces per level.
    ///
    /// Characters that XML does not allow are written as escapes, `\x1b`.
    ///
    /// - Parameter doctype: where the document type definition is; nil to leave it out.
    package func document(doctype: String? = nil) -> String {
        let writer = DocumentWriter()
        writer.begin(root: name, doctype: doctype)
        writer.write(self)
        return writer.end()
    }

    /// A text as written between the tags of an element.
    package static func escaped(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let writer = DocumentWriter()
        writer.write(XMLElement("t", text: text))
        return String(writer.end().dropFirst("<t>".count).dropLast("</t>".count))
    }
}

/// An attribute of an element.
package struct XMLAttribute: Hashable, Sendable {
    /// The name in the tag.
    package var name: String
    /// The value, unescaped.
    package var value: String
}

/// Writes a document to memory with the libxml2 writer.
///
/// Its functions fail only if out of memory, or if calls come in an order that is not valid XML.
private final class DocumentWriter {
    private let buffer: xmlBufferPtr
    private let writer: xmlTextWriterPtr

    init() {
        guard let buffer = xmlBufferCreate(), let writer = xmlNewTextWriterMemory(buffer, 0) else {
            preconditionFailure("the system has no memory for a document")
        }
        self.buffer = buffer
        self.writer = writer
    }

    deinit { xmlBufferFree(buffer) }

    func begin(root: String, doctype: String?) {
        xmlTextWriterStartDocument(writer, nil, "UTF-8", nil)
        if let doctype {
            xmlTextWriterStartDTD(writer, root, nil, doctype)
            // Any earlier, indenting would put the parts of the document type on separate lines.
            xmlTextWriterSetIndent(writer, 1)
            xmlTextWriterEndDTD(writer)
        }
        xmlTextWriterSetIndent(writer, 1)
        xmlTextWriterSetIndentString(writer, "  ")
    }

    func write(_ element: XMLElement) {
        xmlTextWriterStartElement(writer, element.name)
        for attribute in element.attributes {
            xmlTextWriterWriteAttribute(writer, attribute.name, Self.spelled(attribute.value))
        }
        for child in element.children { write(child) }
        if let text = element.text { write(text: text) }
        xmlTextWriterEndElement(writer)
    }

    /// A quote needs no escape between tags.
    func write(text: String) {
        let parts = Self.spelled(text).split(separator: "\"", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index > 0 { xmlTextWriterWriteRaw(writer, "\"") }
            xmlTextWriterWriteString(writer, String(part))
        }
    }

    /// Returns the document. The writer must not be used after this.
    func end() -> String {
        xmlFreeTextWriter(writer)
        let bytes = UnsafeBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Source: XML 1.0, production 2 (Char): control characters cannot be written at all, so escapes stand for them.
    private static func spelled(_ text: String) -> String {
        text.escaping { scalar in
            switch scalar {
            case "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
            default: Printable.spelling(scalar)
            }
        }
    }
}
