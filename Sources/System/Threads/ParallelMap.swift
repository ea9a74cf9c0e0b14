/// Processes many independent inputs on all processors; the results are in the order of the inputs.
package enum ParallelMap {
    /// With fewer inputs, threads cost more than they save.
    private static let fewest = 32
    private static let mostThreads = 8

    /// Calls `body` once for each input, from several threads if that pays.
    ///
    /// - Parameter progress: called now and then, on the caller's thread, with the approximate number of inputs done.
    package static func run<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], progress: (Int) -> Void = { _ in }, _ body: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        let count = inputs.count < fewest ? 1 : min(WorkerThread.processorCount, mostThreads)
        let shares = (0..<count).map { first in
            Share(first: first, step: count, count: inputs.count) { body(inputs[$0]) }
        }
        let threads = shares.dropFirst().map { share in WorkerThread { share.work(progress: { _ in }) } }
        shares[0].work(progress: progress)
        for (thread, share) in zip(threads, shares.dropFirst()) {
            // If a thread could not be started, this thread does its share.
            if let thread { thread.join() } else { share.work(progress: { _ in }) }
        }
        return inputs.indices.map { shares[$0 % count].results[$0 / count] }
    }
}

/// Every n-th input, for one thread.
///
/// `@unchecked Sendable`: only that thread touches it until it has been joined.
private final class Share<Output>: @unchecked Sendable {
    private let first: Int
    private let step: Int
    private let count: Int
    private let body: (Int) -> Output
    private(set) var results: [Output] = []

    init(first: Int, step: Int, count: Int, body: @escaping (Int) -> Output) {
        (self.first, self.step, self.count, self.body) = (first, step, count, body)
    }

    func work(progress: (Int) -> Void) {
        results.reserveCapacity(count / step + 1)
        for index in stride(from: first, to: count, by: step) {
            progress(index)
            results.append(body(index))
        }
    }
}
