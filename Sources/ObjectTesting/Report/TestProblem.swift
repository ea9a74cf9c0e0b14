/// A test file that could not be used.
public struct TestProblem: Error, Hashable, Sendable {
    /// The path of the test's file.
    public var file: String
    public var product: String
    /// What was wrong, with file and line in front where they are known.
    public var message: String
    /// Where it happened, if known.
    public var place: SourcePlace?
    /// The calls that led there as Lua words them; empty where there are none.
    public var traceback: String

    public init(file: String, product: String, message: String, place: SourcePlace? = nil, traceback: String = "") {
        self.file = file
        self.product = product
        self.message = message
        self.place = place
        self.traceback = traceback
    }
}
