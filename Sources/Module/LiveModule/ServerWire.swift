import Clocks
package import CoAP
package import Emulator
package import FileSystem
package import Network

/// The module's connection to its servers: sockets on the loop, and the recording of their traffic.
package final class ServerWire {
    package let client: WireClient

    private let loop: EventLoop
    private let sockets: SocketConnector
    private let capture: CaptureFile?

    /// - Parameters:
    ///   - conditions: of the network to be on; nil for the one that there is.
    ///   - capture: records the datagrams; nil if there is none.
    ///   - note: receives what deserves a line in the log.
    package init(
        _ module: Module, settings: WireSettings, conditions: LinkConditions? = nil, capture: CaptureFile?,
        on loop: EventLoop,
        note: @escaping (String) -> Void
    ) {
        self.loop = loop
        sockets = SocketConnector(on: loop)
        sockets.onNotice = note
        sockets.conditions = conditions
        self.capture = capture
        var settings = settings
        settings.stopwatch = { MonotonicClock.now }
        client = WireClient(module, settings: settings, connector: sockets)
        // The radio takes time; the AT side reports when the module is registered.
        client.service = .none
        sockets.capture = capture
    }

    /// Why the recording is incomplete; nil if it is complete.
    package var failure: FileSystemError? { capture?.failure }

    /// De-registers from all servers, waiting only a short time.
    package func leave() {
        client.leave()
        let end = loop.now + Self.mostSecondsToLeave
        loop.passTime()
        while !client.isStopped, loop.now < end {
            loop.runOnce(timeout: 0.05)
            loop.passTime()
        }
    }

    private static let mostSecondsToLeave = 3.0
}
