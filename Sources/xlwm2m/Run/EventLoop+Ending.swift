import Network

extension EventLoop {
    /// How a command ends whose loop ended: as it says itself, unless the loop could not go on.
    ///
    /// - throws: `.couldNotRun` with the fault of the loop.
    func ending(_ code: ExitCode) throws -> ExitCode {
        if let fault { throw CommandFailure.couldNotRun(fault) }
        return code
    }
}
