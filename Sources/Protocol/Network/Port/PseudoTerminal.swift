import CPseudoTerminal
import Randomness

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pseudoterminal that a host opens like a serial port, as often as it likes.
///
/// While it is not open, bytes sent to it are lost, as on a line without a listener.
package final class PseudoTerminal: HostPort {
    package var onBytes: (([UInt8]) -> Void)?
    package var onRoom: (() -> Void)?
    /// Called when no program has it open any longer.
    package var onHangUp: (() -> Void)?
    /// The path of the device, `/dev/pts/3`.
    package let path: String
    /// The name of a link to it; nil if there is none.
    package let link: String?
    /// Whether some program has it open.
    package private(set) var isOpen = false

    private let loop: EventLoop
    private let descriptor: Int32
    private var backlog = SendQueue()
    private var nextLook: Double?
    /// When the waiting bytes are dropped, because the host has read nothing for too long.
    private var patienceEnd: Double?
    private var deadlines: EventLoop.DeadlineID?
    private var claim: LinkClaim?
    private static let mostBacklog = 1 << 16
    /// Seconds between two checks whether a program has opened it: the system does not report it.
    private static let interval = 0.02
    /// Seconds that a full line waits for a host that reads nothing; then all of it is dropped, as on a cable.
    private static let patience = 5.0

    /// Makes a pseudoterminal.
    ///
    /// - Parameter link: a name for a link to it; a link left under that name by an earlier program is replaced, which
    ///   is one to a pseudoterminal; anything else is left alone.
    /// - throws: if the system has none left, another program serves that link, or something else has that name.
    package init(link: String? = nil, on loop: EventLoop) throws(NetworkError) {
        self.loop = loop
        self.link = link
        claim = try link.map { (link) throws(NetworkError) in try LinkClaim(link) }
        (descriptor, path) = try Self.open()
        Self.makeRaw(descriptor)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        // Once it has been opened and closed, the system can tell whether it is open.
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
            next: { [weak self] in self?.nextLook ?? self?.patienceEnd },
            advance: { [weak self] time in
                guard let self else { return }
                if nextLook != nil { checkForHost() } else if let end = patienceEnd, end <= time { loseBacklog() }
            })
    }

    /// Removes the link if it still leads here, and closes the terminal.
    package func close() {
        guard let deadlines else { return }
        self.deadlines = nil
        loop.removeDeadlines(deadlines)
        loop.unwatch(descriptor)
        if let link, Self.target(of: link) == path { unlink(link) }
        claim = nil
        systemClose(descriptor)
    }

    deinit { close() }

    /// Sends bytes if a program has it open.
    package func send(_ bytes: some Collection<UInt8>) {
        guard isOpen, !bytes.isEmpty else { return }
        backlog.append(bytes)
        flush()
    }

    package var isFull: Bool { backlog.count >= Self.mostBacklog }

    package var isTaken: Bool {
        guard isOpen else { return true }
        guard backlog.isEmpty else { return false }
        // What the host has not read yet is lost when the terminal closes (tty_ioctl(4), FIONREAD).
        let follower = Self.openFollower(path)
        guard follower >= 0 else { return true }
        defer { systemClose(follower) }
        var count: Int32 = 0
        return ioctl(follower, UInt(FIONREAD), &count) != 0 || count == 0
    }

    // MARK: - Being opened and closed

    private func checkForHost() {
        var found = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&found, 1, 0)
        // Bytes from a host that has already closed it count too.
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
        Self.makeRaw(descriptor)
        nextLook = loop.now + Self.interval
        loseBacklog()
        onHangUp?()
    }

    private func loseBacklog() {
        let wasFull = isFull
        patienceEnd = nil
        backlog.clear()
        if isOpen { loop.setInterest(.reading, of: descriptor) }
        if wasFull { onRoom?() }
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
        guard isOpen else { return }
        let (wasFull, before) = (isFull, backlog.count)
        if !backlog.write(to: descriptor) { backlog.clear() }
        if !isFull {
            patienceEnd = nil
        } else if patienceEnd == nil || backlog.count < before {
            patienceEnd = loop.now + Self.patience
        }
        let writing: Readiness = backlog.isEmpty ? [] : .writing
        loop.setInterest(isFull ? writing : writing.union(.reading), of: descriptor)
        if wasFull, !isFull { onRoom?() }
    }

    // MARK: - The system

    private static func open() throws(NetworkError) -> (descriptor: Int32, path: String) {
        var path = [CChar](repeating: 0, count: 128)
        let leader = pt_open(&path, path.count)
        guard leader >= 0 else {
            throw NetworkError(.system, "cannot make a pseudoterminal: \(SystemWords.of(errno))")
        }
        let name = path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return (leader, String(decoding: name, as: UTF8.self))
    }

    private static func openFollower(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #else
            Darwin.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        #endif
    }

    /// Makes every byte pass unchanged in both directions.
    private static func makeRaw(_ descriptor: Int32) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return }
        cfmakeraw(&settings)
        cfsetspeed(&settings, speed_t(B115200))
        // A signal may come in between.
        while tcsetattr(descriptor, TCSANOW, &settings) != 0, errno == EINTR {}
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &buffer, buffer.count - 1)
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a path is one that the system gives pseudoterminals, whether that one is still there or not.
    private static func isPseudoTerminal(_ path: String) -> Bool {
        #if canImport(Glibc)
            let folder = "/dev/pts/"
        #else
            let folder = "/dev/ttys"
        #endif
        let number = path.dropFirst(folder.count)
        return path.hasPrefix(folder) && !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func makeLink(_ link: String, to path: String) throws(NetworkError) {
        if let target = target(of: link) {
            guard isPseudoTerminal(target) else {
                throw NetworkError(
                    .system, "cannot make the link \(link): a link to \(target) stands there; take another name")
            }
            unlink(link)
        }
        guard symlink(path, link) == 0 else {
            let reason = errno == EEXIST ? "something else stands there" : SystemWords.of(errno)
            throw NetworkError(.system, "cannot make the link \(link): \(reason)")
        }
    }
}

/// Reserves the name of a link for this program as long as it runs, however it ends.
///
/// A link does not tell which program made it, and the numbers of pseudoterminals are reused. So the program that
/// serves a link also holds a socket without a file, whose name says where the link is (unix(7), "Abstract sockets"). A
/// link without such a socket was left by a program that was killed.
final class LinkClaim {
    private let descriptor: Int32

    /// - throws: if another program holds the link.
    init(_ link: String) throws(NetworkError) {
        #if os(Linux)
            descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0, let name = Self.name(of: link) else { return }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            // A name that begins with a zero byte is abstract.
            withUnsafeMutableBytes(of: &address.sun_path) { $0[1...].copyBytes(from: name.utf8) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, length) }
            }
            if result != 0, errno == EADDRINUSE {
                systemClose(descriptor)
                throw NetworkError(
                    .system,
                    "cannot make the link \(link): another program serves it; end that one, or take another name")
            }
        #else
            descriptor = -1
        #endif
    }

    deinit { if descriptor >= 0 { systemClose(descriptor) } }

    /// A name for the place of a link: its folder by device and inode, whatever path leads there; nil if the folder
    /// does not exist.
    private static func name(of link: String) -> String? {
        let slash = link.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == link.startIndex ? "/" : String(link[..<$0]) } ?? "."
        let file = slash.map { link[link.utf8.index(after: $0)...] } ?? link[...]
        var status = stat()
        guard stat(folder, &status) == 0 else { return nil }
        // A hash, because the name of a file may be longer than that of a socket.
        return "xlwm2m link \(status.st_dev) \(status.st_ino) \(String(FNV1a(file.utf8).value, radix: 16))"
    }
}
