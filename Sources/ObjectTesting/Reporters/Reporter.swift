/// Shows the results of a run in one form. It is called from one thread, results in the order of the files.
public protocol Reporter: AnyObject {
    /// Before the first result.
    func started(_ plan: TestPlan)
    func finished(_ result: TestResult)
    func failed(_ problem: TestProblem)
    /// A file was loaded and has no test.
    func foundEmpty(_ file: TestFile)
    /// All results of one file on one product are in.
    func ended(_ file: TestJob)
    /// After the last result.
    func ended(_ summary: TestSummary)
}

extension Reporter {
    public func started(_ plan: TestPlan) {}
    public func foundEmpty(_ file: TestFile) {}
    public func ended(_ file: TestJob) {}
}
