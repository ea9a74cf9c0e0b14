/// A test of a file, known before it runs.
public struct CollectedTest: Hashable, Sendable {
    /// Its number in the file, from 1, in the order of the text.
    public var number: Int
    /// The names of the blocks around it, outermost first.
    public var blocks: [String]
    public var name: String
    public var place: SourcePlace

    public init(number: Int, blocks: [String], name: String, place: SourcePlace) {
        self.number = number
        self.blocks = blocks
        self.name = name
        self.place = place
    }

    /// The names of blocks and test, `a sensor > tells the host`.
    public var fullName: String { (blocks + [name]).joined(separator: " > ") }
}
