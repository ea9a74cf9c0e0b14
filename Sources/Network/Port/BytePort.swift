#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A way for bytes to and from one peer: a pseudoterminal, a connection of TCP, the program's own input and output.
///
/// A peer that reads nothing stops being read from, so that nothing grows.
public final class BytePort: HostPort {
    /// Takes what came.
    public var onBytes: (([UInt8]) -> Void)?
    /// Called once when the peer is gone; nothing is sent or read any more.
    public var onEnd: (() -> Void)?
    public var onRoom: (() -> Void)?

    private let loop: EventLoop
    private let reader: Int32
    private let writer: Int32
    private let ownsDescriptors: Bool
    private var backlog = SendQueue()
    private var isEnded = false
    /// From this many bytes on that the peer has not taken, nothing is read from it.
    private static let mostBacklog = 1 << 20
    private static let readSize = 65_536

    /// Serves a descriptor, or two, from now on.
    ///
    /// - Parameter ownsDescriptors: whether they are closed with the port.
    public init(reading reader: Int32, writing writer: Int32, ownsDescriptors: Bool = true, on loop: EventLoop) {
        self.loop = loop
        self.reader = reader
        self.writer = writer
        self.ownsDescriptors = ownsDescriptors
        for descriptor in Set([reader, writer]) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        loop.watch(reader) { [weak self] ready in self?.serve(ready) }
        if writer != reader { loop.watch(writer, for: []) { [weak self] _ in self?.flush() } }
    }

    deinit { close() }

    /// Sends bytes; what the peer does not take now goes out later.
    public func send(_ bytes: some Collection<UInt8>) {
        guard !isEnded, !bytes.isEmpty else { return }
        backlog.append(bytes)
        flush()
    }

    public var isFull: Bool { backlog.count >= Self.mostBacklog }

    public var isTaken: Bool { isEnded || backlog.isEmpty }

    /// Ends it from this side; `onEnd` is not called.
    public func close() {
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
        for descriptor in Set([reader, writer]) {
            loop.unwatch(descriptor)
            if ownsDescriptors { systemClose(descriptor) }
        }
        backlog.clear()
        onEnd?()
    }
}
