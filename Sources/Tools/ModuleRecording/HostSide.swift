package import LiveModule
package import Network

/// The port at which a host finds a module that is not this program's own: a pseudoterminal, or TCP for one host at a time.
package final class HostSide {
    /// Called with what the host sent.
    package var onBytes: (([UInt8]) -> Void)?
    /// Called when the host has closed the port.
    package var onHangUp: (() -> Void)?
    /// What a host opens, `/tmp/modem`, `127.0.0.1:4000`.
    package private(set) var name = ""
    /// Whether other machines can reach it.
    package private(set) var isReachableFromElsewhere = false

    private var terminal: PseudoTerminal?
    private var listener: TCPListener?
    private var peer: BytePort?

    /// Opens it.
    ///
    /// - throws: if it cannot be opened.
    package init(_ way: ATWay, on loop: EventLoop) throws(NetworkError) {
        switch way {
        case .pseudoTerminal(let link):
            let terminal = try PseudoTerminal(link: link, on: loop)
            terminal.onBytes = { [weak self] bytes in self?.onBytes?(bytes) }
            terminal.onHangUp = { [weak self] in self?.onHangUp?() }
            name = link ?? terminal.path
            self.terminal = terminal
        case .tcp(let host, let port):
            let listener = try TCPListener(host: host, port: port, on: loop)
            listener.onPeer = { [weak self] peer in self?.serve(peer) }
            (name, isReachableFromElsewhere) = (listener.address, listener.isReachableFromElsewhere)
            self.listener = listener
        case .standard:
            let port = BytePort(reading: 0, writing: 1, ownsDescriptors: false, on: loop)
            serve(port)
        }
    }

    private func serve(_ port: BytePort) {
        guard peer == nil else { return port.close() }
        peer = port
        port.onBytes = { [weak self] bytes in self?.onBytes?(bytes) }
        port.onEnd = { [weak self] in
            self?.peer = nil
            self?.onHangUp?()
        }
    }

    /// Sends bytes; without a host they are lost, as on a cable.
    package func send(_ bytes: [UInt8]) {
        terminal?.send(bytes)
        peer?.send(bytes)
    }

    /// Whether the host has taken all of it.
    package var isTaken: Bool { terminal?.isTaken ?? peer?.isTaken ?? true }

    /// Removes the link, and sends what still waits.
    package func close() {
        terminal?.close()
        peer?.close()
        (terminal, peer, listener) = (nil, nil, nil)
    }
}
