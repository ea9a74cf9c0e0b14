import ATInterface
import Emulator
import Network

/// One port at work: the bytes of a host on their way to a session and back, at the speed and lateness of a line.
final class ATConnection {
    let session: ATSession
    private let run: ModuleRun
    private let send: ([UInt8]) -> Void
    private var inward: LineShape?
    private var outward: LineShape?

    /// - Parameter send: passes bytes to the host.
    init(_ run: ModuleRun, shape: LineShape?, chaos: URCChaos?, send: @escaping ([UInt8]) -> Void) {
        self.run = run
        self.send = send
        session = ATSession(run.at)
        session.chaos = chaos
        (inward, outward) = (shape, shape)
    }

    /// Hears of what goes over the line, and when.
    var onTraffic: ((_ bytes: [UInt8], _ isTyped: Bool) -> Void)?

    /// Takes what the host sent.
    func receive(_ bytes: [UInt8]) {
        guard inward == nil else {
            inward?.put(bytes, at: MonotonicClock.now)
            return
        }
        deliver(bytes)
    }

    private func deliver(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        onTraffic?(bytes, true)
        run.catchUp()
        session.receive(bytes, at: run.module.now)
        run.catchUp()
    }

    /// Passes on what the session has to say.
    func flush() {
        guard session.hasOutput else { return }
        let bytes = session.takeOutput()
        if outward == nil { pass(bytes) } else { outward?.put(bytes, at: MonotonicClock.now) }
    }

    private func pass(_ bytes: [UInt8]) {
        onTraffic?(bytes, false)
        send(bytes)
    }

    /// When bytes on their way arrive, on the machine's monotonic clock.
    var nextDeadline: Double? { [inward?.nextDeadline, outward?.nextDeadline].compactMap { $0 }.min() }

    func advance(to time: Double) {
        if let bytes = outward?.take(at: time), !bytes.isEmpty { pass(bytes) }
        if let bytes = inward?.take(at: time) { deliver(bytes) }
    }

    func close() { session.close() }
}
