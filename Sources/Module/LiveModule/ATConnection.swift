import ATInterface
import Clocks
import Emulator
import Network

/// A port in use: carries the bytes of a host to a session and back, at the speed and latency of a line.
final class ATConnection {
    let session: ATSession
    private let run: ModuleRun
    /// nil once the host has left, possibly in the middle of an answer.
    private weak var port: (any HostPort)?
    private var inward: LineShape?
    private var outward: LineShape?
    private var isFlushing = false

    /// - Parameter port: the host; it is retained by the owner of the connection.
    init(_ run: ModuleRun, shape: LineShape?, chaos: URCChaos?, to port: some HostPort) {
        self.run = run
        self.port = port
        session = ATSession(run.at)
        session.chaos = chaos
        (inward, outward) = (shape, shape)
        port.onBytes = { [unowned self] bytes in receive(bytes) }
        port.onRoom = { [weak self] in self?.flush() }
    }

    /// Receives what goes over the line, as it happens.
    var onTraffic: ((_ bytes: [UInt8], _ isTyped: Bool) -> Void)?

    /// Receives what the host sent; the loop lets the module's time pass before and after it.
    private func receive(_ bytes: [UInt8]) {
        guard inward == nil else {
            inward?.send(bytes, at: MonotonicClock.now)
            return
        }
        onTraffic?(bytes, true)
        session.receive(bytes, at: run.module.now)
    }

    private func deliver(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        onTraffic?(bytes, true)
        run.catchUp()
        session.receive(bytes, at: run.module.now)
        run.catchUp()
    }

    /// Passes on the session's output, as far as the host accepts it; the session then continues with what it holds
    /// back.
    func flush() {
        // A port that accepts everything at once reports it while the flush is in progress.
        guard !isFlushing else { return }
        isFlushing = true
        defer { isFlushing = false }
        while let port, session.hasOutput, !port.isFull, outward?.isFull != true {
            let bytes = session.takeOutput()
            if outward == nil { pass(bytes) } else { outward?.send(bytes, at: MonotonicClock.now) }
            session.receive([], at: run.module.now)
        }
    }

    private func pass(_ bytes: [UInt8]) {
        guard let port else { return }
        onTraffic?(bytes, false)
        port.send(bytes)
    }

    /// Whether the host has received everything that was sent to it.
    var isTaken: Bool { !session.hasOutput && outward?.nextDeadline == nil && port?.isTaken != false }

    /// When bytes in transit arrive, on the machine's monotonic clock.
    var nextDeadline: Double? { [inward?.nextDeadline, outward?.nextDeadline].compactMap { $0 }.min() }

    func advance(to time: Double) {
        if let bytes = outward?.removeArrived(at: time), !bytes.isEmpty {
            pass(bytes)
            flush()
        }
        if let bytes = inward?.removeArrived(at: time) { deliver(bytes) }
    }

    /// The host has disconnected; another one may connect.
    func hangUp() { session.hangUp(at: run.module.now) }

    func close() { session.close() }
}
