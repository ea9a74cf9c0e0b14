import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A running `xlwm2m` that a test talks to over pipes or a terminal.
package final class LiveProgram: @unchecked Sendable {
    // The lock guards the state shared by two threads: `text`, `isHungUp` and `isAtEnd`.
    private let lock = NSCondition()
    private var text = ""
    private var isHungUp = false
    /// Whether no more output can come.
    private var isAtEnd = false
    private let process = Process()
    private let input: FileHandle
    private let output: FileHandle

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - program: the built `xlwm2m`, or another program.
    ///   - onTerminal: whether it gets an 80-column terminal instead of pipes.
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
        // Between two looks nothing keeps the program, so that it ends with a test that forgot it.
        Thread.detachNewThread { [weak self] in while self?.collect() == true {} }
    }

    // A program may be started with signals blocked: only SIGKILL always reaches it.
    deinit { kill() }

    /// Types text.
    package func send(_ text: String) throws { try input.write(contentsOf: Data(text.utf8)) }

    /// Closes the program's input, if it is a pipe.
    package func endInput() throws { try input.close() }

    /// Takes its terminal away, as if its window had been closed.
    package func hangUp() {
        lock.lock()
        isHungUp = true
        lock.unlock()
    }

    /// Waits for a text after those that earlier calls waited for; false if it does not appear in time.
    package func wait(for wanted: String, seconds: Double = 60) -> Bool {
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

    /// Removes and returns the text from the first occurrence of `start` to the end of that line; nil if it does not
    /// appear in time.
    ///
    /// - Parameter keepsEarlier: whether the text before it is kept for later calls.
    package func line(from start: String, keepsEarlier: Bool = false, seconds: Double = 60) -> String? {
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

    /// Whether it is still running.
    package var isRunning: Bool { process.isRunning }

    /// Whether it exited with a code rather than by a signal.
    package var endedByItself: Bool { process.terminationReason == .exit }

    /// Its current memory in KiB; nil if the system does not say.
    package var residentMemory: Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return nil }
        return Int(line.filter(\.isNumber))
    }

    /// Its arguments as the system shows them to everybody; nil if the system does not.
    package var arguments: [String]? {
        guard let bytes = FileManager.default.contents(atPath: "/proc/\(process.processIdentifier)/cmdline") else {
            return nil
        }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Its limits as the system shows them; nil if it does not.
    package var limits: String? {
        try? String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
    }

    /// Asks the program to end, as `kill` does.
    package func terminate() { process.terminate() }

    /// Ends the program at once, without a chance to clean up.
    package func kill() { if process.isRunning { sendSignal(SIGKILL, to: process.processIdentifier) } }

    /// The output since the last text that was waited for.
    package var rest: String {
        lock.lock()
        defer { lock.unlock() }
        return text
    }

    /// Has the system end the program, and waits for that.
    package func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Waits for the program to end and for all output before that; returns the exit code.
    package func exitCode() -> Int32 {
        process.waitUntilExit()
        let deadline = Date(timeIntervalSinceNow: 5)
        lock.lock()
        // A process that it started may keep the output open.
        while !isAtEnd, lock.wait(until: deadline) {}
        lock.unlock()
        return process.terminationStatus
    }

    /// Both ends of a new terminal.
    private static func openTerminal() throws -> (leader: Int32, follower: Int32) {
        #if os(Linux)
            // The C library's own functions for this are not visible to Swift (ioctl_tty(2)).
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

    /// Waits a moment for output, and takes it.
    ///
    /// - Returns: false if no more can come.
    private func collect() -> Bool {
        var waiting = pollfd(fd: output.fileDescriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 20) != 0 else {
            lock.lock()
            let isHungUp = isHungUp
            lock.unlock()
            guard isHungUp else { return true }
            try? output.close()
            endOutput()
            return false
        }
        // Reading from a terminal fails when the program is gone.
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(output.fileDescriptor, &buffer, buffer.count)
        guard count > 0 else {
            endOutput()
            return false
        }
        lock.lock()
        text += String(decoding: buffer[..<count], as: UTF8.self)
        lock.broadcast()
        lock.unlock()
        return true
    }

    private func endOutput() {
        lock.lock()
        isAtEnd = true
        lock.broadcast()
        lock.unlock()
    }
}

// The method `kill` hides the system function.
private func sendSignal(_ number: Int32, to process: Int32) { kill(process, number) }
