public import ObjectHost

/// One test file on one product, once.
public struct TestJob: Hashable, Sendable {
    public var file: TestFile
    /// The product that the device is.
    public var bindings: ScriptBindings
    /// Which repetition it is, from 1.
    public var round: Int

    public init(file: TestFile, bindings: ScriptBindings, round: Int = 1) {
        self.file = file
        self.bindings = bindings
        self.round = round
    }

    /// The name of the product.
    public var product: String { bindings.product }
}
