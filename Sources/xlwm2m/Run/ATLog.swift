import ATInterface
import Network

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that `--at-log` names: what goes over the lines, both ways, with the seconds since the start.
final class ATLog {
    private let descriptor: Int32
    private let start = MonotonicClock.now

    /// - throws: a failure where the file cannot be written.
    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure.couldNotRun("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Seconds since the start.
    var time: Double { MonotonicClock.now - start }

    /// Writes an entry; from the second port on with its number.
    func write(_ entry: String, port: UInt64) {
        var bytes = Array(((port > 1 ? "[\(port)] " : "") + entry + "\n").utf8)
        while !bytes.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, bytes, bytes.count)
            #else
                let count = Darwin.write(descriptor, bytes, bytes.count)
            #endif
            guard count > 0 else { return }
            bytes.removeFirst(count)
        }
    }

    /// Writes a remark.
    func note(_ text: String, port: UInt64) {
        var record = LineRecord()
        for entry in record.take(Array(text.utf8) + [10], isTyped: false, at: time) {
            write(entry.replacingDirection("#"), port: port)
        }
    }
}

extension String {
    /// The entry of a record with another mark than `<`.
    fileprivate func replacingDirection(_ mark: Character) -> String {
        guard let index = firstIndex(of: "<") else { return self }
        return self[..<index] + String(mark) + self[self.index(after: index)...]
    }
}
