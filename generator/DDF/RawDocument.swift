/// The elements of a definition file in a row, as they stand in it, before anyone asks what they mean.
struct RawDocument {
    /// One element; its children follow it, up to `next`.
    struct Node {
        var element: Element
        var depth: UInt8
        var line: Int32
        /// The number of the first node that is not inside this one.
        var next: Int32
        /// Where its text lies in `text`; that of nested elements is part of it.
        var start: Int32
        var end: Int32
        /// The attribute `ID` of an Item or `ObjectType` of an Object, or the name of an unknown element.
        var noteStart: Int32
        var noteEnd: Int32
        /// Whether the note is there; an attribute may be empty.
        var hasNote: Bool
    }

    /// Something that the schema does not know, seen on the way.
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

    /// The text of a node without white space at its ends.
    func word(_ node: Node) -> String {
        let (start, end) = trimmedRange(node)
        return string(start, end)
    }

    /// Whether the text of a node, without white space at its ends, is a word.
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

    /// The attribute of a node, or the name of an unknown one; nil where there is none.
    func note(_ node: Node) -> String? { node.hasNote ? string(node.noteStart, node.noteEnd) : nil }

    /// The name of a node's element as written.
    func name(_ node: Node) -> String {
        node.element == .unknown ? note(node) ?? "?" : node.element.spelling
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

    /// The first direct child of a node that is such an element; nil where there is none.
    func child(of index: Int, _ element: Element) -> Int? {
        var found: Int?
        forEachChild(of: index) { if found == nil, nodes[$0].element == element { found = $0 } }
        return found
    }

    /// The line where such a child starts, or else the node itself.
    func line(of element: Element, in index: Int) -> Int { Int(nodes[child(of: index, element) ?? index].line) }

    private func string(_ start: Int32, _ end: Int32) -> String {
        text.withUnsafeBufferPointer { String(decoding: $0[Int(start)..<Int(end)], as: UTF8.self) }
    }
}

/// Whether a byte is white space in XML.
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
