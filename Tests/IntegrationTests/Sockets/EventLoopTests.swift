import Network
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The loop with real descriptors, signals and threads.
@Suite(.serialized) struct EventLoopTests {
    /// Runs a loop until something is so, for two seconds at most.
    static func run(_ loop: EventLoop, until isDone: () -> Bool) {
        let end = loop.now + 2
        while !isDone(), loop.now < end { loop.runOnce(timeout: 0.05) }
    }

    @Test func deadlinesAreMetInTheirOrder() throws {
        let loop = try EventLoop()
        let start = loop.now
        var due = [start + 0.02, start + 0.01]
        var met: [Int] = []
        for index in 0..<2 {
            loop.addDeadlines(next: { due[index] == .infinity ? nil : due[index] }) { time in
                #expect(time >= due[index])
                due[index] = .infinity
                met.append(index)
            }
        }
        Self.run(loop) { met.count == 2 }
        #expect(met == [1, 0])
    }

    /// A loop that would go round for ever ends, and says why.
    @Test func aDeadlineThatIsNeverServedEndsTheLoop() throws {
        let loop = try EventLoop()
        var calls = 0
        loop.addDeadlines(next: { -.infinity }, advance: { _ in calls += 1 })
        loop.run()
        #expect(calls == 1000)
        #expect(
            loop.fault == "something in the program was due 1000 times in a row and never done: its clock is stopped")
    }

    @Test func idleWorkWaitsUntilNothingElseIsToBeDone() throws {
        let loop = try EventLoop()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var order: [String] = []
        loop.watch(ends[0]) { _ in
            var byte: UInt8 = 0
            _ = read(ends[0], &byte, 1)
            order.append("\(byte)")
        }
        for byte in 1...2 as ClosedRange<UInt8> {
            var byte = byte
            #expect(write(ends[1], &byte, 1) == 1)
        }
        loop.whenIdle { order.append("forgotten") }
        loop.whenIdle { order.append("idle") }
        for _ in 0..<4 { loop.runOnce(timeout: 0.01) }
        #expect(order == ["1", "2", "idle"])
    }

    /// After waits that were short one after the other, a wait looks again before it sleeps: what comes is found all the
    /// same, and a time-out is waited for.
    @Test func looksAgainBeforeItSleeps() throws {
        let loop = try EventLoop()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var found = 0
        var byte: UInt8 = 0
        loop.watch(ends[0]) { _ in found += read(ends[0], &byte, 1) }
        for round in 1...3 {
            for _ in 0..<20 {
                #expect(write(ends[1], &byte, 1) == 1)
                loop.runOnce(timeout: 0.05)
            }
            #expect(found == 20 * round)
            let start = loop.now
            loop.runOnce(timeout: 0.01)
            #expect(loop.now - start >= 0.01)
        }
    }

    @Test func aRemovedDeadlineIsNotAsked() throws {
        let loop = try EventLoop()
        var asked = 0
        let id = loop.addDeadlines(
            next: {
                asked += 1
                return -.infinity
            }, advance: { _ in })
        loop.removeDeadlines(id)
        loop.runOnce(timeout: 0)
        #expect(asked == 0)
    }

    @Test func timersAreCalledOnceInTheirOrder() throws {
        let loop = try EventLoop()
        let start = loop.now
        var called: [Int] = []
        let timers = (0..<4).map { number in
            loop.addTimer { time in
                #expect(time >= start)
                called.append(number)
            }
        }
        loop.setTimer(timers[0], at: start + 0.02)
        loop.setTimer(timers[1], at: start + 0.01)
        loop.setTimer(timers[2], at: start + 0.005)
        loop.setTimer(timers[2], at: nil)
        loop.setTimer(timers[3], at: -.infinity)
        loop.removeTimer(timers[3])
        Self.run(loop) { called.count == 2 }
        loop.runOnce(timeout: 0)
        #expect(called == [1, 0])
        // Its own body may set it again.
        var turns = 0
        var again: EventLoop.TimerID?
        again = loop.addTimer { time in
            turns += 1
            if turns < 3, let again { loop.setTimer(again, at: time) }
        }
        if let again { loop.setTimer(again, at: loop.now) }
        Self.run(loop) { turns == 3 }
        loop.runOnce(timeout: 0)
        #expect(turns == 3)
    }

    /// epoll(7) takes no file, and a program's input may be one.
    @Test func aFileIsAlwaysReady() throws {
        let loop = try EventLoop()
        let file = open("/etc/passwd", O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var found: [Readiness] = []
        loop.watch(file) { found.append($0) }
        loop.runOnce(timeout: 2)
        loop.runOnce(timeout: 2)
        #expect(found == [.reading, .reading])
        loop.setInterest([], of: file)
        loop.runOnce(timeout: 0)
        loop.setInterest(.reading, of: file)
        loop.unwatch(file)
        loop.runOnce(timeout: 0)
        #expect(found.count == 2)
    }

    @Test func aDescriptorIsReadyWhenSomethingIsThere() throws {
        let loop = try EventLoop()
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var calls = 0
        loop.watch(ends[0]) { readiness in
            #expect(readiness.contains(.reading))
            calls += 1
            loop.unwatch(ends[0])
        }
        loop.runOnce(timeout: 0)
        #expect(calls == 0)
        var byte: UInt8 = 1
        #expect(write(ends[1], &byte, 1) == 1)
        loop.runOnce(timeout: 1)
        loop.runOnce(timeout: 0)
        #expect(calls == 1)
    }

    /// Whoever closes a descriptor unwatches it before; one that was closed all the same holds nobody up.
    @Test func aClosedPeerIsToldAndAClosedDescriptorDoesNoHarm() throws {
        let loop = try EventLoop()
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        var calls = 0
        loop.watch(ends[0]) { _ in calls += 1 }
        close(ends[1])
        loop.runOnce(timeout: 1)
        #expect(calls == 1)
        close(ends[0])
        loop.runOnce(timeout: 0.01)
        #if os(Linux)
            // epoll(7) forgets it.
            #expect(calls == 1)
        #else
            #expect(calls == 2)
        #endif
        loop.unwatch(ends[0])
        loop.runOnce(timeout: 0)
    }

    @Test func aSignalIsAClosure() throws {
        let loop = try EventLoop()
        var signals = 0
        loop.onSignal(SIGUSR1) {
            signals += 1
            loop.stop()
        }
        kill(getpid(), SIGUSR1)
        Self.run(loop) { signals > 0 }
        #expect(signals == 1)
        loop.onSignal(SIGUSR1, nil)
    }

    @Test func anotherThreadHandsInWork() throws {
        let loop = try EventLoop()
        let perform = loop.perform
        var thread = pthread_t()
        final class Order {
            let perform: (@escaping @Sendable () -> Void) -> Void
            init(_ perform: @escaping (@escaping @Sendable () -> Void) -> Void) { self.perform = perform }
        }
        let done = Done()
        let order = Unmanaged.passRetained(Order { _ in perform { done.isSo = true } })
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument = argument as UnsafeMutableRawPointer? else { return nil }
                Unmanaged<Order>.fromOpaque(argument).takeRetainedValue().perform {}
                return nil
            }, order.toOpaque())
        Self.run(loop) { done.isSo }
        pthread_join(thread, nil)
        #expect(done.isSo)
    }

    /// `@unchecked Sendable`: only the thread that runs the loop touches it.
    private final class Done: @unchecked Sendable { var isSo = false }
}
