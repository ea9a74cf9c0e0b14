import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A byte stream to and from one peer: a pseudoterminal, a TCP connection, the program's own input and output.
///
/// Nothing is read from a peer that reads nothing, so that no buffer grows without limit.
package final class BytePort: HostPort {
    package var onBytes: (([UInt8]) -> Void)?
    /// Called once when the peer has gone; nothing is sent or read after that.
    package var onEnd: (() -> Void)?
    package var onRoom: (() -> Void)?

    private let loop: EventLoop
    private let reader: Int32
    private let writer: Int32
    private let ownsDescriptors: Bool
    private var backlog = SendQueue()
    private var isEnded = false
    /// The flags that borrowed descriptors had.
    private var oldFlags: [Int32: Int32] = [:]
    /// The system's error number from writing to the peer; 0 for none.
    package private(set) var failure: Int32 = 0
    /// Seconds that the reader of the program's own output has, at the end, for what it has not read yet.
    private static let lastPatience = 5.0
    /// When this many bytes await the peer, nothing is read from it.
    private static let mostBacklog = 1 << 20
    private static let readSize = 65_536

    /// Serves one or two descriptors from now on.
    ///
    /// - Parameter ownsDescriptors: whether they are closed with the port.
    package init(reading reader: Int32, writing writer: Int32, ownsDescriptors: Bool = true, on loop: EventLoop) {
        self.loop = loop
        self.reader = reader
        self.writer = writer
        self.ownsDescriptors = ownsDescriptors
        // Both may be the same terminal: all flags are read before any are changed.
        let flags = Set([reader, writer]).map { ($0, fcntl($0, F_GETFL)) }
        for (descriptor, old) in flags {
            if !ownsDescriptors { oldFlags[descriptor] = old }
            _ = fcntl(descriptor, F_SETFL, old | O_NONBLOCK)
        }
        loop.watch(reader) { [weak self] ready in self?.serve(ready) }
        if writer != reader { loop.watch(writer, for: []) { [weak self] _ in self?.flush() } }
    }

    deinit { close() }

    /// Sends bytes; what the peer does not accept now is sent later.
    package func send(_ bytes: some Collection<UInt8>) {
        guard !isEnded, !bytes.isEmpty else { return }
        backlog.append(bytes)
        flush()
    }

    package var isFull: Bool { backlog.count >= Self.mostBacklog }

    package var isTaken: Bool { isEnded || backlog.isEmpty }

    /// Closes the port from this side; `onEnd` is not called.
    package func close() {
        onEnd = nil
        end()
    }

    private func serve(_ ready: Readiness) {
        if ready.contains(.writing) { flush() }
        if ready.contains(.reading) { read() }
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        while !isEnded {
            let count = systemRead(reader, &buffer)
            if count > 0 {
                onBytes?(Array(buffer[..<count]))
                guard count == buffer.count, !isFull else { return }
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                return
            } else {
                return end()
            }
        }
    }

    private func flush() {
        guard !isEnded else { return }
        let wasFull = isFull
        guard backlog.write(to: writer) else { return end() }
        let wantsToWrite = !backlog.isEmpty
        let reading: Readiness = isFull ? [] : .reading
        if writer == reader {
            loop.setInterest(wantsToWrite ? reading.union(.writing) : reading, of: reader)
        } else {
            loop.setInterest(reading, of: reader)
            loop.setInterest(wantsToWrite ? .writing : [], of: writer)
        }
        if wasFull, !isFull { onRoom?() }
    }

    private func end() {
        guard !isEnded else { return }
        isEnded = true
        failure = backlog.failure
        if failure == 0, !ownsDescriptors, !backlog.isEmpty {
            failure = DescriptorOutput.write(backlog.waiting, to: writer, patience: Self.lastPatience)
        }
        // Others, such as a shell, use them too, and need them as they were.
        for (descriptor, flags) in oldFlags { _ = fcntl(descriptor, F_SETFL, flags) }
        for descriptor in Set([reader, writer]) {
            loop.unwatch(descriptor)
            if ownsDescriptors { systemClose(descriptor) }
        }
        backlog.clear()
        onEnd?()
    }
}

/// A byte stream to one host, which accepts bytes as fast as it reads them.
package protocol HostPort: AnyObject {
    /// Sends bytes; what the host does not accept now is sent later.
    func send(_ bytes: some Collection<UInt8>)
    /// Whether so many bytes await the host that nothing more should be sent; nothing is read from it either.
    var isFull: Bool { get }
    /// Whether the host has received everything sent to it, as far as this side can tell.
    var isTaken: Bool { get }
    /// Called with the bytes that the host sent.
    var onBytes: (([UInt8]) -> Void)? { get set }
    /// Called when there is room again in a port that was full.
    var onRoom: (() -> Void)? { get set }
}

/// Bytes on their way to a descriptor, which accepts them as it can.
struct SendQueue {
    private var bytes: [UInt8] = []
    /// How many of the bytes have been written.
    private var sent = 0

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { sent == bytes.count }

    mutating func append(_ more: some Collection<UInt8>) { bytes += more }

    mutating func clear() { (bytes, sent) = ([], 0) }

    /// The bytes still to be written.
    var waiting: ArraySlice<UInt8> { bytes[sent...] }
    /// Why the descriptor no longer accepts anything, as the system's error number; 0 while it does.
    private(set) var failure: Int32 = 0

    /// Writes as much as the descriptor accepts now.
    ///
    /// - Returns: whether it may accept more later.
    mutating func write(to descriptor: Int32) -> Bool {
        let (count, number) = DescriptorOutput.writeAvailable(waiting, to: descriptor)
        sent += count
        switch number {
        case 0:
            clear()
            return true
        case EAGAIN: return true
        default:
            failure = number
            return false
        }
    }
}
