import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A running `xlwm2m` that a test talks to, over pipes or over a terminal.
package final class LiveProgram: @unchecked Sendable {
    // The lock guards what two threads touch: `text`, `isHungUp` and `isAtEnd`.
    private let lock = NSCondition()
    private var text = ""
    private var isHungUp = false
    /// Whether nothing more can come.
    private var isAtEnd = false
    private let process = Process()
    private let input: FileHandle
    private let output: FileHandle

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - program: the built `xlwm2m`, or another one.
    ///   - onTerminal: whether it sees a terminal of 80 columns instead of pipes.
    package init(
        _ arguments: [String], program: String = Program.path, onTerminal: Bool = false,
        in directory: URL = Corpus.checkout, environment: [String: String] = [:]
    ) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        if onTerminal {
            let (leader, follower) = try Self.openTerminal()
            var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
            _ = ioctl(follower, UInt(TIOCSWINSZ), &size)
            let handle = FileHandle(fileDescriptor: follower, closeOnDealloc: true)
            process.standardInput = handle
            process.standardOutput = handle
            process.standardError = handle
            input = FileHandle(fileDescriptor: leader, closeOnDealloc: true)
            output = input
            try process.run()
            try handle.close()
        } else {
            let (there, back) = (Pipe(), Pipe())
            process.standardInput = there
            process.standardOutput = back
            input = there.fileHandleForWriting
            output = back.fileHandleForReading
            try process.run()
        }
        Thread.detachNewThread { [self] in collect() }
    }

    // A program may be started with signals blocked: only this one always reaches it.
    deinit { kill() }

    /// Types something.
    package func send(_ text: String) throws { try input.write(contentsOf: Data(text.utf8)) }

    /// Ends the program's input, where that is a pipe.
    package func endInput() throws { try input.close() }

    /// Takes its terminal away, as when a window is closed.
    package func hangUp() {
        lock.lock()
        isHungUp = true
        lock.unlock()
    }

    /// Waits until a text appears behind what earlier calls waited for; false if it does not within the time.
    package func wait(for wanted: String, seconds: Double = 20) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        lock.lock()
        defer { lock.unlock() }
        while true {
            if let range = text.range(of: wanted) {
                text.removeSubrange(..<range.upperBound)
                return true
            }
            guard lock.wait(until: deadline) else { return false }
        }
    }

    /// Takes out the text from the first place where `start` stands to the end of that line; nil if it does not come
    /// within the time.
    ///
    /// - Parameter keepsEarlier: whether what is before it stays, to be looked for later.
    package func line(from start: String, keepsEarlier: Bool = false, seconds: Double = 20) -> String? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        lock.lock()
        defer { lock.unlock() }
        while true {
            if let first = text.range(of: start), let end = text[first.upperBound...].firstIndex(of: "\n") {
                let line = String(text[first.lowerBound..<end])
                text.removeSubrange((keepsEarlier ? first.lowerBound : text.startIndex)...end)
                return line
            }
            guard lock.wait(until: deadline) else { return nil }
        }
    }

    /// Sends a signal to the program.
    package func send(signal: Int32) { sendSignal(signal, to: process.processIdentifier) }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// Whether it ended with a code, and not by a signal.
    package var endedByItself: Bool { process.terminationReason == .exit }

    /// The memory that it has now, in KiB; nil where the system does not say.
    package var residentMemory: Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return nil }
        return Int(line.filter(\.isNumber))
    }

    /// Asks the program to end, as `kill` does.
    package func terminate() { process.terminate() }

    /// Ends the program at once; it cannot say goodbye.
    package func kill() { if process.isRunning { sendSignal(SIGKILL, to: process.processIdentifier) } }

    /// What has come since the last text that was waited for.
    package var rest: String {
        lock.lock()
        defer { lock.unlock() }
        return text
    }

    /// Has the system end it, and waits for that.
    package func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Waits for the end, and for what was said before it; answers the exit code.
    package func exitCode() -> Int32 {
        process.waitUntilExit()
        let deadline = Date(timeIntervalSinceNow: 5)
        lock.lock()
        // A process that it started may hold the output open.
        while !isAtEnd, lock.wait(until: deadline) {}
        lock.unlock()
        return process.terminationStatus
    }

    /// Both ends of a new terminal.
    private static func openTerminal() throws -> (leader: Int32, follower: Int32) {
        #if os(Linux)
            // The C library's own functions for this are hidden from Swift (ioctl_tty(2)).
            let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
            let leader = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var (isLocked, number): (Int32, Int32) = (0, 0)
            guard leader >= 0, ioctl(leader, unlock, &isLocked) == 0, ioctl(leader, getNumber, &number) == 0 else {
                throw CocoaError(.fileReadUnknown)
            }
            return (leader, open("/dev/pts/\(number)", O_RDWR | O_NOCTTY))
        #else
            let leader = posix_openpt(O_RDWR | O_NOCTTY)
            guard leader >= 0, grantpt(leader) == 0, unlockpt(leader) == 0, let name = ptsname(leader) else {
                throw CocoaError(.fileReadUnknown)
            }
            return (leader, open(name, O_RDWR | O_NOCTTY))
        #endif
    }

    private func collect() {
        // The read of a terminal fails when the program is gone; so does this loop then.
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var waiting = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 20) != 0 else {
                lock.lock()
                let isHungUp = isHungUp
                lock.unlock()
                guard isHungUp else { continue }
                try? output.close()
                break
            }
            let count = read(output.fileDescriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            lock.lock()
            text += String(decoding: buffer[..<count], as: UTF8.self)
            lock.broadcast()
            lock.unlock()
        }
        lock.lock()
        isAtEnd = true
        lock.broadcast()
        lock.unlock()
    }
}

// The method `kill` hides that of the system.
private func sendSignal(_ number: Int32, to process: Int32) { kill(process, number) }
