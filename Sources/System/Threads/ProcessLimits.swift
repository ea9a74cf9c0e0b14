#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system allows this process, and what the process took so far.
package enum ProcessLimits {
    /// What the system has a limit for.
    package struct Resource: Sendable {
        fileprivate let number: Int32

        #if canImport(Glibc)
            private init(_ resource: __rlimit_resource) { number = Int32(resource.rawValue) }
        #else
            private init(_ number: Int32) { self.number = number }
        #endif

        package static let descriptors = Resource(RLIMIT_NOFILE)
        /// In bytes.
        package static let addressSpace = Resource(RLIMIT_AS)
        /// What is written of a crash, in bytes.
        package static let core = Resource(RLIMIT_CORE)
    }

    /// The limit that holds, and the most that the process may set; nil if the system does not say.
    package static func limit(of resource: Resource) -> (current: UInt64, most: UInt64)? {
        var limit = rlimit()
        guard getrlimit(resource.number, &limit) == 0 else { return nil }
        return (UInt64(limit.rlim_cur), UInt64(limit.rlim_max))
    }

    /// Sets the limit that holds, and leaves what the process may set as it is.
    ///
    /// - Returns: whether the system does it.
    @discardableResult
    package static func set(_ current: UInt64, of resource: Resource) -> Bool {
        var limit = rlimit()
        guard getrlimit(resource.number, &limit) == 0 else { return false }
        limit.rlim_cur = rlim_t(current)
        return setrlimit(resource.number, &limit) == 0
    }

    /// Allows as many descriptors as the system lets a process allow itself.
    ///
    /// - Returns: how many there may be.
    package static func raiseDescriptors() -> Int {
        guard let limit = limit(of: .descriptors) else { return 1024 }
        let isRaised = limit.current < limit.most && set(limit.most, of: .descriptors)
        return Int(clamping: isRaised ? limit.most : limit.current)
    }

    /// Seconds of processor, the system's for this process included, and the most bytes that it had at one time.
    package static var use: (seconds: Double, peakBytes: Int) {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(RUSAGE_SELF.rawValue, &usage)
            let unit = 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            let unit = 1
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return (seconds(usage.ru_utime) + seconds(usage.ru_stime), Int(usage.ru_maxrss) * unit)
    }
}
