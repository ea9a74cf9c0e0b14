import Clocks
import CoAP
import Emulator
import FileSystem
import Network

/// The way of a module to its servers: sockets on the loop, and what is recorded of them.
final class ServerWire {
    let client: WireClient
    /// Lets the time of the module pass, before and after something came; set once the module runs.
    var catchUp: () -> Void = {}

    private let loop: EventLoop
    private let sockets: SocketConnector
    private let capture: CaptureFile?

    /// - Parameters:
    ///   - recording: the file for the datagrams; nil for none.
    ///   - note: takes what is worth a line of the log.
    /// - throws: a failure where the file cannot be written.
    init(
        _ module: Module, settings: WireSettings, recording: String?, on loop: EventLoop,
        note: @escaping (String) -> Void
    ) throws {
        self.loop = loop
        sockets = SocketConnector(on: loop)
        sockets.onNotice = note
        do {
            capture = try recording.map { try CaptureFile($0, program: "xlwm2m \(programVersion)", now: loop.now) }
        } catch {
            throw CommandFailure.couldNotRun("option '--pcap': \(error)")
        }
        var settings = settings
        settings.stopwatch = { MonotonicClock.now }
        client = WireClient(module, settings: settings, connector: sockets)
        // The radio takes its time; the AT side says when the module is registered.
        client.service = .none
        sockets.capture = capture
        sockets.onWake = { [weak self] in self?.catchUp() }
    }

    /// Why the recording is not whole; nil where it is.
    var failure: FileSystemError? { capture?.failure }

    /// De-registers from all servers, as long as that takes, but not long.
    func leave() {
        client.leave()
        let end = loop.now + Self.mostSecondsToLeave
        catchUp()
        while !client.isStopped, loop.now < end {
            loop.runOnce(timeout: 0.05)
            catchUp()
        }
    }

    private static let mostSecondsToLeave = 3.0
}
