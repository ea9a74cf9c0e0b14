package import ATInterface
package import FileSystem
package import Network

/// All ports of a module.
package final class ATPorts {
    /// How the lines behave.
    package struct Conditions {
        package var shape: LineShape?
        /// The seed for URCs that are joined, split and placed between answers; nil for orderly URCs.
        package var chaosSeed: UInt64?
        /// Whether the log includes keys that go over the lines.
        package var showsKeys = false

        package init() {}
    }

    /// Receives the reasons for refusals and what happens on the ports, for people.
    package var onNote: ((String) -> Void)?
    /// Called when the program's standard input, used as a port, has ended.
    package var onStandardEnd: (() -> Void)?
    /// Receives each command line, right after its answer.
    package var onAnswered: ((String) -> Void)?
    /// The connected ports: a scenario sets refusals on them.
    private(set) var connections: [ATConnection] = []
    /// The names that a program can open or connect to, `/dev/pts/3`, `127.0.0.1:4000`.
    package private(set) var names: [String] = []
    /// Those that other machines can reach too.
    package private(set) var namesForOthers: [String] = []

    private let run: ModuleRun
    private let loop: EventLoop
    private let conditions: Conditions
    private let log: ATLog?
    private var terminals: [PseudoTerminal] = []
    private var listeners: [TCPListener] = []
    private var bytePorts: [BytePort] = []
    /// The program's standard input and output, if they are a port.
    private var standard: BytePort?
    private var made: UInt64 = 0
    private static let mostPeers = 16

    /// Opens the ports.
    ///
    /// - Parameter log: receives what goes over the ports; nil if there is none.
    /// - throws: an error if one cannot be opened.
    package init(
        _ ways: [ATWay], _ conditions: Conditions, log: ATLog?, run: ModuleRun, on loop: EventLoop
    ) throws(NetworkError) {
        self.run = run
        self.loop = loop
        self.conditions = conditions
        self.log = log
        do {
            for way in ways { try open(way) }
        } catch {
            _ = close()
            throw error
        }
        run.afterTime.append { [weak self] in for connection in self?.connections ?? [] { connection.flush() } }
        loop.addDeadlines(
            next: { [weak self] in self?.connections.compactMap(\.nextDeadline).min() },
            advance: { [weak self] time in for connection in self?.connections ?? [] { connection.advance(to: time) } })
    }

    /// Gives the hosts a short time to receive what was sent to them.
    package func letHostsTake() {
        let end = loop.now + Self.mostSecondsToTake
        // The system carries bytes to the far end of a pseudoterminal asynchronously: for a moment they are at neither
        // end.
        var looks = 0
        while looks < Self.looksToBeSure, loop.now < end {
            pass(Self.secondsBetweenLooks)
            looks = connections.allSatisfy(\.isTaken) ? looks + 1 : 0
        }
    }

    private func pass(_ seconds: Double) {
        let end = loop.now + seconds
        while loop.now < end { loop.runOnce(timeout: end - loop.now) }
    }

    private static let mostSecondsToTake = 5.0
    private static let secondsBetweenLooks = 0.02
    private static let looksToBeSure = 3

    /// Removes links, which would outlive the program, and sends what is still waiting for standard output.
    ///
    /// - Returns: the system's error on standard output; 0 if there was none.
    package func close() -> Int32 {
        for terminal in terminals { terminal.close() }
        terminals = []
        standard?.close()
        defer { standard = nil }
        return standard?.failure ?? 0
    }

    /// Why the log is incomplete; nil if it is complete.
    package var failure: FileSystemError? { log?.failure }

    private func open(_ way: ATWay) throws(NetworkError) {
        switch way {
        case .pseudoTerminal(let link):
            let terminal = try PseudoTerminal(link: link, on: loop)
            let connection = connect(terminal)
            terminal.onHangUp = { [unowned connection] in connection.hangUp() }
            terminals.append(terminal)
            names.append(link ?? terminal.path)
        case .tcp(let host, let port):
            let listener = try TCPListener(host: host, port: port, on: loop)
            if listener.isReachableFromElsewhere { namesForOthers.append(listener.address) }
            listener.onPeer = { [weak self] peer in self?.serve(peer) }
            listeners.append(listener)
            names.append(listener.address)
        case .standard:
            let port = BytePort(reading: 0, writing: 1, ownsDescriptors: false, on: loop)
            _ = connect(port)
            port.onEnd = { [weak self] in self?.onStandardEnd?() }
            standard = port
        }
    }

    private func serve(_ peer: BytePort) {
        guard bytePorts.count < Self.mostPeers else { return peer.close() }
        let connection = connect(peer)
        bytePorts.append(peer)
        peer.onEnd = { [weak self, unowned peer, unowned connection] in
            connection.close()
            self?.connections.removeAll { $0 === connection }
            self?.bytePorts.removeAll { $0 === peer }
        }
    }

    private func connect(_ port: some HostPort) -> ATConnection {
        let chaos = conditions.chaosSeed.map { URCChaos(seed: $0 &+ made) }
        made += 1
        let number = made
        let connection = ATConnection(run, shape: conditions.shape, chaos: chaos, to: port)
        connection.session.name = "port \(number)"
        var record = LineRecord(showsKeys: conditions.showsKeys)
        connection.onTraffic = { [weak self] bytes, isTyped in
            guard let log = self?.log else { return }
            for entry in record.add(bytes, isTyped: isTyped, at: log.time) { log.write(entry, port: number) }
        }
        connection.session.onLog = { [weak self] text in
            self?.log?.note(text, port: number)
            self?.onNote?(text)
        }
        connection.session.onAnswered = { [weak self] line in self?.onAnswered?(line) }
        connections.append(connection)
        return connection
    }
}
