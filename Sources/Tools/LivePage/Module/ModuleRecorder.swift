import ATInterface
import Console
package import Emulator
import JSON
package import LiveModule
import LwM2M
import LwM2MClient
import Products

/// Writes down what happens in a module, on its clock, while somebody looks; otherwise it does not listen to anything.
package final class ModuleRecorder {
    /// The messages of servers, the newest last, as they may be shown.
    private(set) var messages: [RecordedMessage] = []

    /// What was done on pages, as it can be done again.
    var deeds = DeedRecord()

    /// How many prints and faults of scripts there were.
    private(set) var wordsOfScripts = 0

    private var readers: [Int: (JSONValue) -> Void] = [:]
    private var readersMade = 0
    private let run: ModuleRun
    private let client: WireClient
    private var listener: ModuleListener?
    private var earlierURC: ((String) -> Void)?
    private var screen = MessageKeyScreen()
    private var pins: [PinState] = []
    private var lines: [ObjectIdentifier: PortLines] = [:]
    private let watch: AfterTime

    /// What goes over one port.
    private struct PortLines {
        var record = LineRecord()
        /// The last line that was typed, which its echo repeats.
        var typed: String?
    }

    /// Called when time has passed; the run keeps it for good.
    private final class AfterTime {
        var body: (() -> Void)?
    }

    private static let mostMessages = 5000

    /// - Parameter client: its messages with servers are written down.
    package init(_ run: ModuleRun, _ client: WireClient) {
        (self.run, self.client) = (run, client)
        let watch = AfterTime()
        self.watch = watch
        run.afterTime.append { watch.body?() }
    }

    deinit { stop() }

    /// Passes each entry to a reader from now on; what is returned ends that.
    func addReader(_ body: @escaping (JSONValue) -> Void) -> Int {
        readersMade += 1
        readers[readersMade] = body
        start()
        return readersMade
    }

    /// Passes nothing more to a reader; without any, nothing is written down.
    func removeReader(_ reader: Int) {
        readers[reader] = nil
        if readers.isEmpty { stop() }
    }

    private func start() {
        guard listener == nil else { return }
        listener = run.module.addListener { [unowned self] event in record(event) }
        earlierURC = run.at.onURC
        let earlier = earlierURC
        run.at.onURC = { [weak self] text in
            earlier?(text)
            self?.record(urc: text)
        }
        run.at.onTraffic = { [unowned self] session, bytes, isTyped in record(bytes, isTyped: isTyped, at: session) }
        client.onMessage = { [unowned self] bytes, account, isSent in record(bytes, of: account, isSent: isSent) }
        pins = run.at.pinStates
        watch.body = { [unowned self] in recordPins() }
    }

    private func stop() {
        guard let listener else { return }
        run.module.removeListener(listener)
        self.listener = nil
        run.at.onURC = earlierURC
        run.at.onTraffic = nil
        client.onMessage = nil
        watch.body = nil
        lines = [:]
        messages = []
        deeds = DeedRecord()
    }

    /// Adds an entry for something that is not an event of the module.
    func add(_ kind: String, _ members: KeyValuePairs<String, JSONValue?>) {
        let time = (run.module.now * 1000).rounded() / 1000
        let head: [JSONMember] = [
            JSONMember(name: "t", value: .number(time)), JSONMember(name: "k", value: .string(kind)),
        ]
        let entry = JSONValue.object(
            head + members.compactMap { pair in pair.value.map { JSONMember(name: pair.key, value: $0) } })
        for reader in readers.values { reader(entry) }
    }

    // MARK: - Events

    private func record(_ event: ModuleEvent) {
        switch event {
        case .state: add("state", ["text": .string(run.module.whyNotRunning)])
        case .client, .update, .urc, .notify, .settingsErased, .simChanged: break
        case .server(let event): record(event)
        case .pulse(let pin):
            let state = run.at.pinStates.first { Int64($0.id) == pin }
            add(
                "pulse",
                [
                    "pin": .integer(pin), "level": state.map { .integer(Int64($0.pulseLevel)) },
                    "ms": state.map { .integer(Int64($0.pulseTime)) }, "mode": state.map { .integer(Int64($0.mode)) },
                ])
        case .print(let text, let file, let line):
            wordsOfScripts += 1
            add(
                "print", ["file": .string(file), "line": line > 0 ? .integer(Int64(line)) : nil, "text": .string(text)])
        case .log(let text):
            wordsOfScripts += 1
            add("fault", ["text": .string(text)])
        case .factoryReset: add("reset", ["text": "factory reset with the next restart"])
        case .restart(let reason): add("reset", ["text": .string("\(reason)")])
        case .changed(let change):
            add(
                "changed",
                [
                    "what": .string("\(change.kind)"), "path": .string("\(change.path)"),
                    "by": .string("\(change.requester)"),
                ])
        case .load(let report): add("load", ["text": .string("\(report)"), "failed": .boolean(report.isFailure)])
        }
    }

    private func record(_ event: ServerEvent) {
        switch event {
        case .state(let server, let state):
            add("server", ["server": .integer(Int64(server)), "text": .string("\(state)")])
        case .connection(let server, let change):
            add("server", ["server": .integer(Int64(server)), "text": .string("connection \(change.words)")])
        case .notification(let server, let path):
            add("notify", ["server": .integer(Int64(server)), "path": .string("\(path)")])
        case .bootstrapped: add("server", ["text": "the bootstrap server wrote the accounts"])
        // Messages are entries of their own.
        case .log(let line) where !line.isMessage: add("note", ["text": .string(line.text)])
        case .log, .timeLeft, .acknowledged, .forgotten: break
        }
    }

    private func record(urc text: String) {
        deeds.add(urc: text)
        add("urc", ["text": .string(LineRecord.withoutKeys(text))])
    }

    private func record(_ bytes: [UInt8], of account: ServerAccount, isSent: Bool) {
        let server = account.shortServerID
        let shown = screen.shown(bytes, of: "\(server)", isSent: isSent)
        if messages.count >= 2 * Self.mostMessages { messages.removeFirst(Self.mostMessages) }
        messages.append(RecordedMessage(bytes: shown.bytes, account: account, isSent: isSent, time: run.module.now))
        add(
            "coap",
            [
                "out": .boolean(isSent), "server": .integer(Int64(server)), "uri": .string(account.uri),
                "data": .string(Base64.text(of: shown.bytes)),
                "hidden": shown.hidden > 0 ? .integer(Int64(shown.hidden)) : nil,
            ])
    }

    private func record(_ bytes: [UInt8], isTyped: Bool, at session: ATSession) {
        var port = lines[ObjectIdentifier(session)] ?? PortLines()
        for line in port.record.lines(bytes, isTyped: isTyped) {
            if isTyped {
                port.typed = line
                addDeed(line, at: session)
            } else if let typed = port.typed {
                port.typed = nil
                if typed == line { continue }
            }
            // Those are entries of their own.
            if !isTyped, session.takesURCs, !session.isWorking, line.hasPrefix("+") { continue }
            add("at", ["port": .string(session.name), "out": .boolean(!isTyped), "text": .string(line)])
        }
        lines[ObjectIdentifier(session)] = port
    }

    private func addDeed(_ line: String, at session: ATSession) {
        switch session.name {
        // The page tells of its lines itself, with their answers.
        case ConsoleLine.pageName: break
        case ConsoleLine.promptName:
            deeds.tellURCs()
            deeds.add(
                line: line, withoutKeys: LineRecord.withoutKeys(line), answer: [], from: run.module.now,
                to: run.module.now)
        default: if MixedLine.isAT(line) { deeds.add(hostLine: line, at: run.module.now) }
        }
    }

    private func recordPins() {
        let now = run.at.pinStates
        guard now != pins else { return }
        for pin in now where !pins.contains(pin) {
            let old = pins.first { $0.id == pin.id }
            add("pin", ["pin": pin.json, "was": old.map { .integer(Int64($0.level)) }])
        }
        pins = now
    }
}

extension PinState {
    var json: JSONValue {
        .members([
            "id": .integer(Int64(id)), "mode": .integer(Int64(mode)), "level": .integer(Int64(level)),
            "pulseLevel": .integer(Int64(pulseLevel)), "pulseTime": .integer(Int64(pulseTime)),
        ])
    }
}

extension ConnectionChange {
    fileprivate var words: String {
        switch self {
        case .created(let uri): "to \(uri) created"
        case .suspended(let sent, let received): "suspended after \(sent) bytes sent and \(received) received"
        case .resumed(let uri): "to \(uri) resumed"
        case .closed(let sent, let received): "closed after \(sent) bytes sent and \(received) received"
        }
    }
}
