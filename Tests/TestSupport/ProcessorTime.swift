import Foundation

/// The processor time that a piece of work takes on its thread, which does not depend on how busy the machine is.
///
/// It is for tests of how a cost grows. How long something takes is a matter for the benchmarks.
package enum ProcessorTime {
    /// The shortest time of several runs of the work, in seconds.
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
