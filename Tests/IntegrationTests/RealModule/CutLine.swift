import Foundation
import TestSupport

/// A port of TCP that passes bytes on to another one, both ways, and does something once after so many bytes.
final class CutLine: @unchecked Sendable {
    /// What happens to the line afterwards.
    enum Fate { case goesOn, isCut }

    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    // The lock guards what two threads share.
    private let lock = NSLock()
    private var passed = 0
    private var limit = Int.max
    private var action: @Sendable () -> Fate = { .goesOn }

    /// Passes on what comes to the port of a module.
    init(to target: UInt16) throws {
        self.target = target
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socket in
                bind(descriptor, socket, length) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, socket, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                guard let self else { return _ = close(peer) }
                Thread.detachNewThread { self.serve(peer) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Does something after so many more bytes.
    func after(bytes: Int, _ action: @escaping @Sendable () -> Fate) {
        lock.withLock { (passed, limit, self.action) = (0, bytes, action) }
    }

    /// How many bytes have passed since the last `after`.
    var count: Int { lock.withLock { passed } }

    private func serve(_ peer: Int32) {
        defer { close(peer) }
        guard let module = try? SerialPort(tcp: target) else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var entries = [peer, module.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&entries, 2, 30_000) > 0 else { return }
            for (from, to) in [(0, 1), (1, 0)] where entries[from].revents != 0 {
                let count = read(entries[from].fd, &buffer, buffer.count)
                guard count > 0 else { return }
                let (pass, fate) = account(count)
                // The part before the limit arrives.
                if pass > 0, write(entries[to].fd, buffer, pass) != pass { return }
                if let fate, fate() == .isCut { return }
                if pass < count, write(entries[to].fd, Array(buffer[pass..<count]), count - pass) != count - pass {
                    return
                }
            }
        }
    }

    /// Counts bytes; how many of them come before the limit, and what is to be done if it lies among them.
    private func account(_ count: Int) -> (pass: Int, fate: (() -> Fate)?) {
        lock.withLock {
            defer { passed += count }
            guard passed < limit, passed + count >= limit else { return (count, nil) }
            return (limit - passed, action)
        }
    }
}
