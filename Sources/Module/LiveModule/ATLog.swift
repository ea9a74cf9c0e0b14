import ATInterface
import Clocks
package import FileSystem

/// The file named by `--at-log`: what goes over the lines in both directions, with the seconds since the start.
package final class ATLog {
    private let file: OutputFile
    private let start = MonotonicClock.now

    /// - throws: an error if the file cannot be written.
    package init(_ path: String) throws(FileSystemError) { file = try OutputFile(path, mode: 0o644) }

    /// The first error; nothing is written after it.
    var failure: FileSystemError? { file.failure }

    /// Seconds since the start.
    var time: Double { MonotonicClock.now - start }

    /// Writes an entry, with the port number from the second port on.
    func write(_ entry: String, port: UInt64) {
        // The caller checks `failure`.
        try? file.write(Array(((port > 1 ? "[\(port)] " : "") + entry + "\n").utf8))
    }

    /// Writes a comment.
    func note(_ text: String, port: UInt64) {
        var record = LineRecord()
        for entry in record.add(Array(text.utf8) + [10], isTyped: false, at: time) {
            write(entry.replacingDirection("#"), port: port)
        }
    }
}

extension String {
    /// The entry of a record with a mark other than `<`.
    fileprivate func replacingDirection(_ mark: Character) -> String {
        guard let index = firstIndex(of: "<") else { return self }
        return self[..<index] + String(mark) + self[self.index(after: index)...]
    }
}
