package import FileSystem
import JSON
package import Network
package import RealModule

/// Stands between a host and a module: passes all bytes on as they come, and writes them into a recording.
package final class RecordingProxy {
    /// Why it cannot go on: the module's port is gone, or the file cannot be written; nil while it can.
    package private(set) var failure: String?
    /// How many lines have been recorded.
    package private(set) var count = 0

    private let port: ModulePort
    private let host: HostSide
    private let file: OutputFile
    private let loop: EventLoop
    private let start: Double
    private var recorder: Recorder
    /// What the module's port has not taken yet.
    private var waiting: [UInt8] = []

    /// Begins at once; the file gets its first line.
    ///
    /// - throws: the system's error if the file cannot be written.
    package init(
        _ port: ModulePort, host: HostSide, file: OutputFile, showsKeys: Bool, on loop: EventLoop
    ) throws(FileSystemError) {
        (self.port, self.host, self.file, self.loop, start) = (port, host, file, loop, loop.now)
        recorder = Recorder(showsKeys: showsKeys)
        try file.write(
            Array((Recording(port: port.address.description, baud: port.settings.baud).head.text + "\n").utf8))
        host.onBytes = { [unowned self] bytes in
            record(bytes, isHost: true)
            waiting += bytes
            flush()
        }
        loop.watch(port.descriptor) { [unowned self] ready in
            if ready.contains(.writing) { flush() }
            if ready.contains(.reading) { read() }
        }
    }

    /// Ends the recording; what has not ended its line is written too.
    package func end() {
        loop.unwatch(port.descriptor)
        host.onBytes = nil
        write(recorder.takeRest())
    }

    private func read() {
        do throws(PortError) {
            let bytes = try port.readAvailable()
            guard !bytes.isEmpty else { return }
            host.send(bytes)
            record(bytes, isHost: false)
        } catch {
            fail(error.description)
        }
    }

    private func flush() {
        do throws(PortError) {
            loop.setInterest(try port.flush(&waiting) ? .reading : [.reading, .writing], of: port.descriptor)
        } catch {
            fail(error.description)
        }
    }

    private func record(_ bytes: [UInt8], isHost: Bool) {
        write(recorder.take(bytes, isHost: isHost, at: loop.now - start))
    }

    private func write(_ entries: [Recording.Entry]) {
        for entry in entries {
            count += 1
            do throws(FileSystemError) { try file.write(Array((entry.json.text + "\n").utf8)) } catch {
                return fail("\(error)")
            }
        }
    }

    private func fail(_ words: String) {
        failure = failure ?? words
        loop.unwatch(port.descriptor)
        loop.stop()
    }
}
