import Foundation

/// The time of the processor that a piece of work takes on its thread: how busy the machine is does not count.
///
/// It serves tests of how a cost grows. How long something takes is for the benchmarks.
package enum ProcessorTime {
    /// The least that some runs of the work take, in seconds.
    package static func least(of runs: Int = 5, _ work: () throws -> Void) rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<runs {
            let start = now
            try work()
            least = min(least, now - start)
        }
        return least
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
