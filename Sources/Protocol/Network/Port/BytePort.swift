import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A byte stream to and from one peer: a pseudoterminal, a connection of TCP, the program's own input and output.
///
/// A peer that reads nothing stops being read from, so that nothing grows.
package final class BytePort: HostPort {
    package var onBytes: (([UInt8]) -> Void)?
    /// Called once when the peer is gone; nothing is sent or read after that.
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
    /// The system's number for what went wrong when the peer was written to; 0 for nothing.
    package private(set) var failure: Int32 = 0
    /// Seconds that a peer of the program's own output has for what it has not taken at the end.
    private static let lastPatience = 5.0
    /// When the peer has not taken this many bytes, nothing is read from it.
    private static let mostBacklog = 1 << 20
    private static let readSize = 65_536

    /// Serves a descriptor, or two, from now on.
    ///
    /// - Parameter ownsDescriptors: whether they are closed with the port.
    package init(reading reader: Int32, writing writer: Int32, ownsDescriptors: Bool = true, on loop: EventLoop) {
        self.loop = loop
        self.reader = reader
        self.writer = writer
        self.ownsDescriptors = ownsDescriptors
        // Both may be one terminal: all is read before anything is changed.
        let flags = Set([reader, writer]).map { ($0, fcntl($0, F_GETFL)) }
        for (descriptor, old) in flags {
            if !ownsDescriptors { oldFlags[descriptor] = old }
            _ = fcntl(descriptor, F_SETFL, old | O_NONBLOCK)
        }
        loop.watch(reader) { [weak self] ready in self?.serve(ready) }
        if writer != reader { loop.watch(writer, for: []) { [weak self] _ in self?.flush() } }
    }

    deinit { close() }

    /// Sends bytes; what the peer does not take now goes out later.
    package func send(_ bytes: some Collection<UInt8>) {
        guard !isEnded, !bytes.isEmpty else { return }
        backlog.append(bytes)
        flush()
    }

    package var isFull: Bool { backlog.count >= Self.mostBacklog }

    package var isTaken: Bool { isEnded || backlog.isEmpty }

    /// Ends it from this side; `onEnd` is not called.
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
        // Others use them too, such as a shell, which wants them as they were.
        for (descriptor, flags) in oldFlags { _ = fcntl(descriptor, F_SETFL, flags) }
        for descriptor in Set([reader, writer]) {
            loop.unwatch(descriptor)
            if ownsDescriptors { systemClose(descriptor) }
        }
        backlog.clear()
        onEnd?()
    }
}

/// A byte stream to one host, which takes bytes as fast as it reads.
package protocol HostPort: AnyObject {
    /// Sends bytes; what the host does not take now goes out later.
    func send(_ bytes: some Collection<UInt8>)
    /// Whether so much waits for the host that nothing more should be sent; nothing is read from it either.
    var isFull: Bool { get }
    /// Whether the host has everything that was sent to it, as far as this side can know.
    var isTaken: Bool { get }
    /// Takes what the host sent.
    var onBytes: (([UInt8]) -> Void)? { get set }
    /// Called when there is room again in a port that was full.
    var onRoom: (() -> Void)? { get set }
}

/// Bytes on their way to a descriptor that takes them as it can.
struct SendQueue {
    private var bytes: [UInt8] = []
    /// How many of them are gone.
    private var sent = 0

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { sent == bytes.count }

    mutating func append(_ more: some Collection<UInt8>) { bytes += more }

    mutating func clear() { (bytes, sent) = ([], 0) }

    /// What waits to go.
    var waiting: ArraySlice<UInt8> { bytes[sent...] }
    /// Why the descriptor no longer takes anything, as the system's number; 0 while it does.
    private(set) var failure: Int32 = 0

    /// Writes what the descriptor takes now.
    ///
    /// - Returns: whether it may take more later.
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
