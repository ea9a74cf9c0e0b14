public import LwM2M

/// An Object of a definition file, with the lines where its parts stand.
public struct ParsedObject: Hashable, Sendable {
    public var definition: ObjectDefinition
    /// The file as the caller named it.
    public var file: String
    /// Where the element `Object` starts, counted from 1.
    public var line: Int
    /// Where its element `Name` starts.
    public var nameLine: Int
    /// Where the element `Item` of each Resource starts, in the order of `definition.resources`.
    public var resourceLines: [Int]
    /// The nodes of the Object and of its Resources in the document that was read.
    var node: Int
    var resourceNodes: [Int]

    init(
        definition: ObjectDefinition, file: String, line: Int, nameLine: Int, resourceLines: [Int], node: Int,
        resourceNodes: [Int]
    ) {
        self.definition = definition
        self.file = file
        self.line = line
        self.nameLine = nameLine
        self.resourceLines = resourceLines
        self.node = node
        self.resourceNodes = resourceNodes
    }
}
