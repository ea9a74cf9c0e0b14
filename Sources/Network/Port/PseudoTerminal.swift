#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pseudoterminal that a host opens as it opens a serial port, as often as it likes.
///
/// While nobody has it open, what is sent is lost, as on a line without a listener.
public final class PseudoTerminal {
    /// Takes what came.
    public var onBytes: (([UInt8]) -> Void)?
    /// The path of the device, `/dev/pts/3`.
    public let path: String
    /// The name of a link to it; nil for none.
    public let link: String?
    /// Whether some program has it open.
    public private(set) var isOpen = false

    private let loop: EventLoop
    private let descriptor: Int32
    private var backlog: [UInt8] = []
    private var nextLook: Double?
    private var deadlines: EventLoop.DeadlineID?
    private static let mostBacklog = 1 << 16
    /// Seconds between two looks at whether somebody opened it: the system does not say.
    private static let interval = 0.02

    /// Makes one.
    ///
    /// - Parameter link: a name that shall lead to it; a link of that name is replaced, anything else is left alone.
    /// - throws: where the system has none left, or something else stands under the name.
    public init(link: String? = nil, on loop: EventLoop) throws(NetworkError) {
        self.loop = loop
        self.link = link
        (descriptor, path) = try Self.open()
        Self.makeRaw(descriptor)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // Opened and closed once, it tells from then on whether it is open.
        let follower = Self.openFollower(path)
        if follower >= 0 { systemClose(follower) }
        if let link {
            do throws(NetworkError) { try Self.makeLink(link, to: path) } catch {
                systemClose(descriptor)
                throw error
            }
        }
        nextLook = loop.now
        deadlines = loop.addDeadlines(
            next: { [weak self] in self?.nextLook }, advance: { [weak self] _ in self?.look() })
    }

    /// Takes the link away, where it still leads here, and ends the terminal.
    public func close() {
        guard let deadlines else { return }
        self.deadlines = nil
        loop.removeDeadlines(deadlines)
        loop.unwatch(descriptor)
        if let link, Self.target(of: link) == path { unlink(link) }
        systemClose(descriptor)
    }

    deinit { close() }

    /// Sends bytes, where somebody listens.
    public func send(_ bytes: some Collection<UInt8>) {
        guard isOpen, !bytes.isEmpty else { return }
        backlog += bytes
        // Whoever keeps it open and never reads loses what is older than the line could hold.
        if backlog.count > Self.mostBacklog { backlog.removeFirst(backlog.count - Self.mostBacklog) }
        flush()
    }

    // MARK: - Being opened and closed

    private func look() {
        var found = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&found, 1, 0)
        // Bytes of a host that is gone again count as well.
        guard found.revents & Int16(POLLHUP) == 0 || found.revents & Int16(POLLIN) != 0 else {
            nextLook = loop.now + Self.interval
            return
        }
        nextLook = nil
        isOpen = true
        loop.watch(descriptor) { [weak self] ready in self?.serve(ready) }
    }

    private func closedByHost() {
        loop.unwatch(descriptor)
        isOpen = false
        backlog = []
        Self.makeRaw(descriptor)
        nextLook = loop.now + Self.interval
    }

    private func serve(_ ready: Readiness) {
        if ready.contains(.writing) { flush() }
        if ready.contains(.reading) { read() }
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = systemRead(descriptor, &buffer)
        if count > 0 { return onBytes?(Array(buffer[..<count])) ?? () }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        closedByHost()
    }

    private func flush() {
        while isOpen, !backlog.isEmpty {
            let count = write(descriptor, backlog, backlog.count)
            if count > 0 {
                backlog.removeSubrange(..<count)
            } else if count < 0, errno == EINTR {
                continue
            } else {
                if errno != EAGAIN { backlog = [] }
                break
            }
        }
        if isOpen { loop.setInterest(backlog.isEmpty ? .reading : [.reading, .writing], of: descriptor) }
    }

    // MARK: - The system

    private static func open() throws(NetworkError) -> (descriptor: Int32, path: String) {
        #if os(Linux)
            // The C library's own functions for this are hidden from Swift (ioctl_tty(2)).
            let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
            let leader = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var (isLocked, number): (Int32, Int32) = (0, 0)
            guard leader >= 0, ioctl(leader, unlock, &isLocked) == 0, ioctl(leader, getNumber, &number) == 0 else {
                throw NetworkError(.system, "cannot make a pseudoterminal: \(SystemWords.of(errno))")
            }
            return (leader, "/dev/pts/\(number)")
        #else
            let leader = posix_openpt(O_RDWR | O_NOCTTY)
            guard leader >= 0, grantpt(leader) == 0, unlockpt(leader) == 0, let name = ptsname(leader) else {
                throw NetworkError(.system, "cannot make a pseudoterminal: \(SystemWords.of(errno))")
            }
            return (leader, String(cString: name))
        #endif
    }

    private static func openFollower(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #else
            Darwin.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #endif
    }

    /// Every byte passes as it is, in both directions.
    private static func makeRaw(_ descriptor: Int32) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return }
        cfmakeraw(&settings)
        cfsetspeed(&settings, speed_t(B115200))
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count - 1)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func makeLink(_ link: String, to path: String) throws(NetworkError) {
        if target(of: link) != nil { unlink(link) }
        guard symlink(path, link) == 0 else {
            let reason = errno == EEXIST ? "something else stands there" : SystemWords.of(errno)
            throw NetworkError(.system, "cannot make the link \(link): \(reason)")
        }
    }
}
