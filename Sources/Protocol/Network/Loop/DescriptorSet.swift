import CDescriptorPoll
import Moments

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The descriptors that a loop waits for. On Linux a wait costs what the ready ones cost, however many are watched.
struct DescriptorSet {
    private var interests: [Int32: Readiness] = [:]
    /// Files, which are ready at any time, and which epoll(7) does not take.
    private var files: Set<Int32> = []
    /// -1 where there is no epoll(7), or no room in it, so that poll(2) has to do.
    private var set: Int32
    private var events = [dp_event](repeating: dp_event(), count: mostAtATime)
    /// Those of the last wait; kept for its room.
    private var ready: [(descriptor: Int32, found: Readiness)] = []
    private var pace = dp_pace(0)
    private static let mostAtATime = 256

    init() { set = dp_open() }

    func close() { if set >= 0 { systemClose(set) } }

    /// Waits for a descriptor as well, or for other things of it; for nothing means no longer.
    mutating func set(_ interest: Readiness, of descriptor: Int32) {
        interests[descriptor] = interest.isEmpty ? nil : interest
        files.remove(descriptor)
        guard set >= 0 else { return }
        switch dp_set(set, descriptor, UInt32(interest.rawValue)) {
        case EPERM: files.insert(descriptor)
        case ENOMEM, ENOSPC:
            // One that is not waited for would never be heard of.
            systemClose(set)
            set = -1
            files = []
        default: break
        }
    }

    /// Waits until one is ready, or a time is over.
    ///
    /// - Parameter seconds: the longest wait; infinity for as long as it takes.
    /// - Returns: those that are ready; empty if the time was over.
    mutating func wait(_ seconds: Double) -> [(descriptor: Int32, found: Readiness)] {
        let wait = files.isEmpty ? seconds : 0
        let milliseconds = wait == .infinity ? -1 : Int32(saturating: min(wait * 1000 + 0.999, 86_400_000))
        guard set >= 0 else { return waitByPoll(milliseconds) }
        let count = dp_wait(set, &events, Int32(Self.mostAtATime), milliseconds, &pace)
        ready.removeAll(keepingCapacity: true)
        for index in 0..<max(0, Int(count)) {
            let event = events[index]
            guard let asked = interests[event.descriptor] else { continue }
            var found = Readiness(rawValue: UInt8(event.found & UInt32(DP_READING | DP_WRITING)))
            // Errors and hang-ups show in whatever is tried next, so they count as what was asked for.
            if event.found & UInt32(DP_BROKEN) != 0 { found.formUnion(asked) }
            ready.append((event.descriptor, found))
        }
        for file in files { if let asked = interests[file] { ready.append((file, asked)) } }
        return ready
    }

    private func waitByPoll(_ milliseconds: Int32) -> [(descriptor: Int32, found: Readiness)] {
        var polled = interests.map { pollfd(fd: $0.key, events: $0.value.events, revents: 0) }
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
        return polled.filter { $0.revents != 0 }.map { entry in
            (entry.fd, Readiness(found: entry.revents, asked: interests[entry.fd] ?? []))
        }
    }
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read, or the end, or an error that reading tells.
    package static let reading = Readiness(rawValue: 1)
    package static let writing = Readiness(rawValue: 2)

    /// As poll(2) asks for it.
    fileprivate var events: Int16 {
        (contains(.reading) ? Int16(POLLIN) : 0) | (contains(.writing) ? Int16(POLLOUT) : 0)
    }

    /// What poll(2) found. Errors and hang-ups show in whatever is tried next, so they count as what was asked for.
    fileprivate init(found events: Int16, asked: Readiness) {
        self = []
        if events & Int16(POLLIN) != 0 { insert(.reading) }
        if events & Int16(POLLOUT) != 0 { insert(.writing) }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { formUnion(asked) }
    }
}
