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

    /// Names a timer at its loop.
    package struct TimerID: Hashable, Sendable {
        fileprivate let number: Int
    }

    private struct Watch {
        /// Tells a descriptor from an older one of the same number.
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
    private var descriptors = DescriptorSet()
    /// Deadlines that their owners set, however many they are.
    private var timers = DeadlineHeap<TimerID>()
    private var timerBodies: [TimerID: (Double) -> Void] = [:]
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
        descriptors.set(.reading, of: pipe.reader)
    }

    deinit {
        for signal in signals.keys { SignalWatch.release(signal) }
        work.end()
        descriptors.close()
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
        watches[descriptor] = Watch(serial: serial, handler: handler)
        descriptors.set(interest, of: descriptor)
    }

    /// Changes what a descriptor is watched for; with an empty set it is ignored.
    package func setInterest(_ interest: Readiness, of descriptor: Int32) {
        if watches[descriptor] != nil { descriptors.set(interest, of: descriptor) }
    }

    /// Stops watching a descriptor; call this before closing it.
    package func unwatch(_ descriptor: Int32) {
        watches[descriptor] = nil
        descriptors.set([], of: descriptor)
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

    /// Adds a timer, which has no deadline yet. Unlike `addDeadlines` it costs nothing while it waits.
    ///
    /// - Parameter advance: called with the time when its deadline has come, which is taken away before.
    package func addTimer(_ advance: @escaping (Double) -> Void) -> TimerID {
        serial += 1
        let id = TimerID(number: serial)
        timerBodies[id] = advance
        return id
    }

    /// Sets the deadline of a timer, on the clock of `now`; nil for never.
    package func setTimer(_ id: TimerID, at time: Double?) {
        if timerBodies[id] != nil { timers.set(time, for: id) }
    }

    /// Forgets a timer.
    package func removeTimer(_ id: TimerID) {
        timers.remove(id)
        timerBodies[id] = nil
    }

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
        var next: Double?
        for source in deadlines.values { next = earlier(next, source.next()) }
        var wait = timeout ?? .infinity
        if let due = earlier(next, timers.first?.time) { wait = min(wait, max(0, due - now)) }
        if idleWork == nil || wait == 0 || !callReady(within: 0) {
            if wait != 0, let work = idleWork {
                idleWork = nil
                work()
            }
            callReady(within: wait)
        }
        callTimers()
        // What a handler made due waits for the next turn, which does not wait then.
        if let next, next <= now { callDue() }
    }

    /// Waits for descriptors, and calls whoever waited for them; false if none is ready.
    ///
    /// - Parameter seconds: the longest wait.
    @discardableResult
    private func callReady(within seconds: Double) -> Bool {
        let ready = descriptors.wait(seconds)
        guard !ready.isEmpty else { return false }
        let before = serial
        passTime()
        // Whoever came in meanwhile waits for the next turn.
        for (descriptor, found) in ready {
            if descriptor == wakePipe.reader {
                takeWakeUps()
            } else if let watch = watches[descriptor], watch.serial <= before {
                watch.handler(found)
            }
            passTime()
        }
        return true
    }

    /// Calls each timer that is due once; one that is due again at once has its turn after the descriptors.
    private func callTimers() {
        guard let first = timers.first else { return }
        let time = now
        guard first.time <= time else { return }
        var due: [TimerID] = []
        while let timer = timers.first, timer.time <= time {
            timers.remove(timer.key)
            due.append(timer.key)
        }
        for id in due { timerBodies[id]?(time) }
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
