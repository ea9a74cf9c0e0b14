import ATInterface
import FileSystem
import Network

/// All ports of a module.
final class ATPorts {
    /// How the lines behave.
    struct Conditions {
        var shape: LineShape?
        var chaosSeed: UInt64?
        /// A file that both directions are written to.
        var log: String?
        /// Whether it holds the keys that go over the lines.
        var showsKeys = false
    }

    /// Receives the reasons of refusals and what happens to the ports, for people.
    var onNote: ((String) -> Void)?
    /// Called when the program's own input, being a port, has ended.
    var onStandardEnd: (() -> Void)?
    /// Hears of each command line, right after its answer.
    var onAnswered: ((String) -> Void)?
    /// Ports that came: a scenario sets refusals there.
    private(set) var connections: [ATConnection] = []
    /// What a program can open or connect to, `/dev/pts/3`, `127.0.0.1:4000`.
    private(set) var names: [String] = []

    private let run: ModuleRun
    private let loop: EventLoop
    private let conditions: Conditions
    private let log: ATLog?
    private var terminals: [PseudoTerminal] = []
    private var listeners: [TCPListener] = []
    private var bytePorts: [BytePort] = []
    /// The program's own input and output, where they are a port.
    private var standard: BytePort?
    private var made: UInt64 = 0
    private static let mostPeers = 16

    /// Opens them.
    ///
    /// - throws: a failure where one cannot be opened.
    init(_ ways: [ATWay], _ conditions: Conditions, run: ModuleRun, on loop: EventLoop) throws {
        self.run = run
        self.loop = loop
        self.conditions = conditions
        log = try conditions.log.map { try ATLog($0) }
        do {
            for way in ways { try open(way) }
        } catch let error as NetworkError {
            close()
            throw CommandFailure.couldNotRun(error.message)
        }
        run.afterTime.append { [weak self] in for connection in self?.connections ?? [] { connection.flush() } }
        loop.addDeadlines(
            next: { [weak self] in self?.connections.compactMap(\.nextDeadline).min() },
            advance: { [weak self] time in for connection in self?.connections ?? [] { connection.advance(to: time) } })
    }

    /// Lets the hosts take what was said to them, as long as that takes, but not long.
    func letHostsTake() {
        let end = loop.now + Self.mostSecondsToTake
        // The system carries bytes to the far end of a pseudoterminal by the way: for a moment they are at neither.
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

    /// Takes away what outlives the program, links, and sends what still waits to standard output.
    func close() {
        for terminal in terminals { terminal.close() }
        terminals = []
        standard?.close()
        Output.fail(standard?.failure ?? 0)
        standard = nil
    }

    /// Why the log is not whole; nil where it is.
    var failure: FileSystemError? { log?.failure }

    private func open(_ way: ATWay) throws {
        switch way {
        case .pseudoTerminal(let link):
            let terminal = try PseudoTerminal(link: link, on: loop)
            let connection = connect(terminal)
            terminal.onBytes = { [unowned connection] in connection.receive($0) }
            terminal.onHangUp = { [unowned connection] in connection.hangUp() }
            terminals.append(terminal)
            names.append(link ?? terminal.path)
        case .tcp(let host, let port):
            let listener = try TCPListener(host: host, port: port, on: loop)
            if listener.isReachableFromElsewhere {
                Output.errorLine(
                    "AT port \(listener.address): other machines can reach it; 127.0.0.1 keeps it to this one")
            }
            listener.onPeer = { [weak self] peer in self?.serve(peer) }
            listeners.append(listener)
            names.append(listener.address)
        case .standard:
            let port = BytePort(reading: 0, writing: 1, ownsDescriptors: false, on: loop)
            let connection = connect(port)
            port.onBytes = { [unowned connection] in connection.receive($0) }
            port.onEnd = { [weak self] in self?.onStandardEnd?() }
            standard = port
        }
    }

    private func serve(_ peer: BytePort) {
        guard bytePorts.count < Self.mostPeers else { return peer.close() }
        let connection = connect(peer)
        bytePorts.append(peer)
        peer.onBytes = { [unowned connection] in connection.receive($0) }
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

/// A way to the AT commands of the module, as `--at` names it.
enum ATWay: Hashable {
    /// A pseudoterminal, with or without a link to it.
    case pseudoTerminal(link: String?)
    case tcp(host: String, port: UInt16)
    /// The program's own input and output.
    case standard

    /// - throws: a usage failure for anything else.
    init(_ text: String) throws {
        if text == "stdio" {
            self = .standard
        } else if text == "pty" {
            self = .pseudoTerminal(link: nil)
        } else if text.hasPrefix("pty="), text.utf8.count > 4 {
            self = .pseudoTerminal(link: String(text.dropFirst(4)))
        } else if text.hasPrefix("tcp:"), let way = Self.tcp(text.dropFirst(4)) {
            self = way
        } else {
            throw CommandFailure.usage(
                "option '--at' takes pty, pty=LINK, tcp:PORT, tcp:ADDRESS:PORT or stdio, not '\(text)'")
        }
    }

    /// `4000`, `127.0.0.1:4000`, `[::1]:4000`.
    private static func tcp(_ text: Substring) -> ATWay? {
        guard let colon = text.lastIndex(of: ":") else {
            return UInt16(text).map { .tcp(host: "127.0.0.1", port: $0) }
        }
        guard let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : .tcp(host: String(host), port: port)
    }
}
