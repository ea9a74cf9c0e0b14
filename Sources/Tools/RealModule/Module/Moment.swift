import Clocks

/// The present, for those who wait.
enum Moment {
    /// Seconds of the clock that never goes backwards.
    static var now: Double { MonotonicClock.now }
}
