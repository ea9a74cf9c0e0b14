public import ObjectHost

/// How tests are run.
public struct TestOptions: Sendable {
    /// The products to run on, each test on each.
    public var products: [ScriptBindings]
    /// Finds a product for `device.product = NAME`.
    public var productNamed: @Sendable (_ name: String) -> ScriptBindings?
    /// Whether the built-in Objects are those of the product, with what it has of them; nil for all of each.
    public var tables: ProductTables?
    /// Folders in which `device.load` looks besides those around the test.
    public var objectFolders: [String] = []
    /// Only tests with one of these texts in their name, where `*` stands for any text; empty for all.
    public var filters: [String] = []
    /// What the order is shuffled by; 0 is the order of the files.
    public var seed: UInt64 = 0
    /// How often all tests run.
    public var rounds = 1
    /// Whether the first failure ends the run.
    public var failsFast = false
    /// How many files are run at one time.
    public var workers = 1
    /// Seconds on the wall for one test.
    public var timeout = 10.0
    /// Bytes of Lua memory for one device with its test.
    public var memory = 8 << 20
    /// Instructions for each request that an Object serves.
    public var instructions = 10_000_000
    /// Whether to count the lines of Objects that run.
    public var countsLines = false

    public init(
        products: [ScriptBindings], productNamed: @escaping @Sendable (_ name: String) -> ScriptBindings?
    ) {
        self.products = products
        self.productNamed = productNamed
    }
}
