/// What a worker tells about one file.
enum TestEvent: Sendable {
    case result(TestResult)
    case problem(TestProblem)
    /// The file is done.
    case ended(FileUse)
}
