import ObjectTesting

/// Runs tests again when files change.
struct TestWatch {
    init(_ settings: TestSettings) throws {}
    func run(_ files: [TestFile]) throws -> ExitCode { .ok }
}
