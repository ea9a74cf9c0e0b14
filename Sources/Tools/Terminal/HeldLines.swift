#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lines that wait until the program is idle. A crash writes them to standard output before it ends the program, so
/// that the last ones, which show what led to it, are never lost.
package final class HeldLines {
    private let bytes: UnsafeMutableRawPointer
    private static let room = 1 << 16

    package init() {
        bytes = .allocate(byteCount: Self.room, alignment: 1)
        _ = CrashLines.isWatching
    }

    deinit {
        CrashLines.hold(nil, 0)
        bytes.deallocate()
    }

    /// The number of bytes waiting.
    package private(set) var count = 0

    /// Whether these lines should be written before another one is added.
    package var isNearlyFull: Bool { count > Self.room / 2 }

    /// Keeps a line; false if there is no room for it.
    package func add(_ line: String) -> Bool {
        var line = line
        return line.withUTF8 { text in
            guard count + text.count + 1 <= Self.room else { return false }
            if let start = text.baseAddress { (bytes + count).copyMemory(from: start, byteCount: text.count) }
            bytes.storeBytes(of: UInt8(ascii: "\n"), toByteOffset: count + text.count, as: UInt8.self)
            count += text.count + 1
            CrashLines.hold(bytes, count)
            return true
        }
    }

    /// Removes and returns the waiting lines, without the end of the last one.
    package func take() -> String {
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: max(0, count - 1)), as: UTF8.self)
        count = 0
        CrashLines.hold(nil, 0)
        return text
    }
}

/// What the crash handler may touch: plain memory that was allocated before.
private enum CrashLines {
    // Changed only on the log's thread, and read by a handler after which nothing else runs.
    nonisolated(unsafe) private static var bytes: UnsafeRawPointer?
    nonisolated(unsafe) private static var count = 0

    static func hold(_ bytes: UnsafeRawPointer?, _ count: Int) {
        self.count = 0
        self.bytes = bytes
        self.count = count
    }

    /// Watches for crash signals from its first use on, except those that already have a handler.
    static let isWatching: Bool = {
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE] {
            var before = sigaction()
            guard sigaction(signal, nil, &before) == 0, isDefault(before) else { continue }
            var action = sigaction()
            setHandler(of: &action)
            // At the second signal the system does what it would have done.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | Int32(SA_NODEFER)
            _ = sigaction(signal, &action, nil)
        }
        return true
    }()

    private static let write: @convention(c) (Int32) -> Void = { signal in
        if let bytes = CrashLines.bytes, CrashLines.count > 0 {
            #if canImport(Glibc)
                _ = Glibc.write(STDOUT_FILENO, bytes, CrashLines.count)
            #else
                _ = Darwin.write(STDOUT_FILENO, bytes, CrashLines.count)
            #endif
        }
        raise(signal)
    }

    private static func isDefault(_ action: sigaction) -> Bool {
        #if canImport(Glibc)
            return action.__sigaction_handler.sa_handler == nil
        #else
            return action.__sigaction_u.__sa_handler == nil
        #endif
    }

    private static func setHandler(of action: inout sigaction) {
        #if canImport(Glibc)
            action.__sigaction_handler.sa_handler = write
        #else
            action.__sigaction_u.__sa_handler = write
        #endif
    }
}
