#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Works on many independent things with the processors that there are; the results stand in the order of the inputs.
enum ParallelMap {
    /// Below this a thread costs more than it saves.
    private static let fewest = 32
    private static let mostThreads = 8

    /// Calls `body` once for each input, from several threads where that pays.
    ///
    /// - Parameter progress: called now and then, on the caller's thread, with about how many are done.
    static func run<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], progress: (Int) -> Void = { _ in }, _ body: @escaping @Sendable (Input) -> Output
    ) -> [Output] {
        let processors = max(1, min(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), mostThreads))
        let count = inputs.count < fewest ? 1 : processors
        let shares = (0..<count).map { first in
            Share(first: first, step: count, count: inputs.count) { body(inputs[$0]) }
        }
        let threads = shares.dropFirst().map { start($0) }
        shares[0].work(progress: progress)
        for (thread, share) in zip(threads, shares.dropFirst()) {
            // A thread that could not be had leaves its share to this one.
            if let thread { pthread_join(thread, nil) } else { share.work(progress: { _ in }) }
        }
        return inputs.indices.map { shares[$0 % count].results[$0 / count] }
    }

    private static func start<Output>(_ share: Share<Output>) -> pthread_t? {
        let run = Unmanaged.passRetained(share as any Runnable as AnyObject)
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let failure = pthread_create(
            &thread, nil,
            { pointer in
                #if canImport(Glibc)
                    guard let pointer else { return nil }
                #endif
                let object = Unmanaged<AnyObject>.fromOpaque(pointer).takeRetainedValue()
                (object as? any Runnable)?.work(progress: { _ in })
                return nil
            }, run.toOpaque())
        if failure != 0 {
            run.release()
            return nil
        }
        return thread
    }
}

private protocol Runnable: AnyObject {
    func work(progress: (Int) -> Void)
}

/// Every n-th input, for one thread. Only that thread touches it until it has been joined.
private final class Share<Output>: Runnable {
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
