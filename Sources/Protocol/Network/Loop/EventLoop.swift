import Clocks
import Moments

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits for descriptors, deadlines and signals, and calls their closures; all on the thread that runs it.
///
/// Anything may be called from within the closures. Only `perform` may be called from another thread.
package final class EventLoop {
    /// Identifies a source of deadlines at its loop.
    package struct DeadlineID: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct Watch {
        var interest: Readiness
        /// Distinguishes a descriptor from an older one with the same number.
        var serial: Int
        var handler: (Readiness) -> Void
    }

    private struct Deadlines {
        var next: () -> Double?
        var advance: (Double) -> Void
        /// How many times in a row it was called and still had something due.
        var turnsInVain = 0
    }

    private var watches: [Int32: Watch] = [:]
    private var deadlines: [DeadlineID: Deadlines] = [:]
    private var signals: [Int32: () -> Void] = [:]
    private var polled: [pollfd] = []
    private var isPolledStale = true
    private var serial = 0
    private var isStopped = false
    /// Why the loop ended without being stopped: a source of deadlines was called again and again and always had
    /// something due. nil if it ended in any other way.
    package private(set) var fault: String?
    /// Buffers for the datagrams of one turn.
    private(set) lazy var datagrams = DatagramRoom()
    private let wakePipe: WakePipe
    private let work: WorkQueue
    /// Lets time pass for the loop's client: called before input is passed on, and after each closure that took some
    /// time.
    package var passTime: () -> Void = {}
    /// Work that waits until there is nothing else to do.
    private var idleWork: (() -> Void)?

    /// - throws: if the system has no descriptors left.
    package init() throws(NetworkError) {
        let pipe = try WakePipe()
        wakePipe = pipe
        work = WorkQueue { pipe.wake() }
    }

    deinit {
        for signal in signals.keys { SignalWatch.release(signal) }
        work.end()
        wakePipe.close()
    }

    /// Seconds on the clock of the loop's deadlines.
    package var now: Double { MonotonicClock.now }

    // MARK: - Descriptors

    /// Calls a closure whenever a descriptor is ready. A descriptor has one watch; watching it again replaces that.
    package func watch(
        _ descriptor: Int32, for interest: Readiness = .reading, _ handler: @escaping (Readiness) -> Void
    ) {
        serial += 1
        watches[descriptor] = Watch(interest: interest, serial: serial, handler: handler)
        isPolledStale = true
    }

    /// Changes what a descriptor is watched for; with an empty set it is ignored.
    package func setInterest(_ interest: Readiness, of descriptor: Int32) {
        watches[descriptor]?.interest = interest
        isPolledStale = true
    }

    /// Stops watching a descriptor; call this before closing it.
    package func unwatch(_ descriptor: Int32) {
        watches[descriptor] = nil
        isPolledStale = true
    }

    // MARK: - Deadlines

    /// Adds a source of deadlines.
    ///
    /// - Parameters:
    ///   - next: when the source wants to be called, on the clock of `now`; nil for never. Called before each wait.
    ///   - advance: called with the time once that has come; afterwards, `next` must be later than that time. A source
    ///     that is called a thousand times in a row and still has something due ends the loop with a `fault`.
    @discardableResult
    package func addDeadlines(
        next: @escaping () -> Double?, advance: @escaping (Double) -> Void
    ) -> DeadlineID {
        serial += 1
        let id = DeadlineID(number: serial)
        deadlines[id] = Deadlines(next: next, advance: advance)
        return id
    }

    /// Removes a source of deadlines.
    package func removeDeadlines(_ id: DeadlineID) { deadlines[id] = nil }

    // MARK: - Signals and other threads

    /// Calls a closure on the loop when a signal arrives, such as `SIGINT`, instead of what the system would do.
    ///
    /// Only one loop in a process may do this at a time.
    package func onSignal(_ signal: Int32, _ handler: (() -> Void)?) {
        signals[signal] = handler
        if handler == nil {
            SignalWatch.release(signal)
        } else {
            SignalWatch.watch(signal, into: wakePipe.writer)
        }
    }

    /// Whether a signal with a handler has arrived, even if the loop has not called the handler yet.
    package static var hasSignalCome: Bool { SignalWatch.hasCome }

    /// Runs a closure on the loop soon; may be called from any thread.
    package var perform: @Sendable (@escaping @Sendable () -> Void) -> Void {
        let work = work
        return { work.add($0) }
    }

    /// Calls a closure once, before the loop waits with nothing ready and nothing due. A later closure replaces it.
    package func whenIdle(_ work: @escaping () -> Void) { idleWork = work }

    // MARK: - Running

    /// Runs until `stop`.
    package func run() {
        isStopped = false
        while !isStopped { runOnce() }
    }

    /// Makes `run` return once the current closure has returned.
    package func stop() {
        isStopped = true
        wakePipe.wake()
    }

    /// Waits until something happens, and calls the closures that waited for it.
    ///
    /// - Parameter timeout: the longest wait in seconds; nil to wait indefinitely.
    package func runOnce(timeout: Double? = nil) {
        refreshPolled()
        var next: Double?
        for source in deadlines.values { next = earlier(next, source.next()) }
        var wait = timeout ?? .infinity
        if let next { wait = min(wait, max(0, next - now)) }
        let milliseconds = wait == .infinity ? -1 : Int32(saturating: min(wait * 1000 + 0.999, 86_400_000))
        if idleWork == nil || milliseconds == 0 || !callReady(within: 0) {
            if milliseconds != 0, let work = idleWork {
                idleWork = nil
                work()
            }
            callReady(within: milliseconds)
        }
        // Anything that a handler made due is left to the next turn, which then does not wait.
        if let next, next <= now { callDue() }
    }

    /// Waits for descriptors, and calls their closures; false if none is ready.
    @discardableResult
    private func callReady(within milliseconds: Int32) -> Bool {
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return false }
        callReady()
        return true
    }

    private func refreshPolled() {
        guard isPolledStale else { return }
        isPolledStale = false
        polled = [pollfd(fd: wakePipe.reader, events: Int16(POLLIN), revents: 0)]
        for (descriptor, watch) in watches where !watch.interest.isEmpty {
            polled.append(pollfd(fd: descriptor, events: watch.interest.events, revents: 0))
        }
    }

    private func callReady() {
        let before = serial
        passTime()
        // A handler may change what is polled; descriptors added meanwhile wait for the next turn.
        for entry in polled where entry.revents != 0 {
            if entry.fd == wakePipe.reader {
                takeWakeUps()
            } else if let watch = watches[entry.fd], watch.serial <= before {
                watch.handler(Readiness(found: entry.revents, asked: watch.interest))
            }
            passTime()
        }
    }

    private func takeWakeUps() {
        let bytes = wakePipe.drain()
        for signal in Set(bytes) where signal != 0 { signals[Int32(signal)]?() }
        for piece in work.takeAll() { piece() }
    }

    private func callDue() {
        guard !deadlines.isEmpty else { return }
        let time = now
        for (id, source) in deadlines where deadlines[id] != nil {
            guard let next = source.next(), next <= time else {
                deadlines[id]?.turnsInVain = 0
                continue
            }
            source.advance(time)
            let isDone = source.next().map { $0 > time } ?? true
            let turns = isDone ? 0 : source.turnsInVain + 1
            deadlines[id]?.turnsInVain = turns
            if turns >= Turns.most {
                fault = "something in the program was due \(turns) times in a row and never done: its clock is stopped"
                deadlines[id] = nil
                stop()
            }
        }
    }
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read, the end, or an error that reading reports.
    package static let reading = Readiness(rawValue: 1)
    package static let writing = Readiness(rawValue: 2)

    /// As poll(2) asks for it.
    var events: Int16 {
        (contains(.reading) ? Int16(POLLIN) : 0) | (contains(.writing) ? Int16(POLLOUT) : 0)
    }

    /// What poll(2) found. Errors and hang-ups show up in the next operation, so they count as what was asked for.
    init(found events: Int16, asked: Readiness) {
        self = []
        if events & Int16(POLLIN) != 0 { insert(.reading) }
        if events & Int16(POLLOUT) != 0 { insert(.writing) }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { formUnion(asked) }
    }
}
