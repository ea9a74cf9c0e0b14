import Randomness

/// Places URCs between the answers.
extension ATSession {
    /// Sends a URC, or keeps it until the final result code of the running command.
    func raise(_ urc: [UInt8], at time: Double) {
        guard takesURCs, module.isAnswering, !settings.isQuiet, !output.isFull else { return }
        if ATAssumptions.holdsURCsWhileAutobauding, module.isAutobauding, !hasReceivedCommand { return }
        guard !isWorking else { return urcs.wait(urc) }
        let bytes = settings.framed([urc])
        switch chaos?.next() {
        case nil: output.send(bytes)
        case .plain?:
            releaseHeld()
            output.send(bytes)
        case .held(let seconds)?: urcs.hold(urc, until: time + seconds)
        case .split(let at, let seconds)?:
            releaseHeld()
            let cut = max(1, min(bytes.count - 1, Int(Double(bytes.count) * at)))
            output.send(bytes[..<cut])
            output.send(bytes[cut...], at: time + seconds)
        }
    }

    /// Sends the held URCs one after another.
    func releaseHeld() {
        let held = urcs.takeHeld()
        guard !isWorking else { return urcs.wait(first: held) }
        for urc in held { output.send(settings.framed([urc])) }
    }
}

/// The URCs that a session has not sent yet.
struct PendingURCs {
    /// URCs that arrived while a command was running.
    private var waiting: [[UInt8]] = []
    /// URCs that chaos holds back until another URC or the next command arrives.
    private var held: [[UInt8]] = []
    /// When the held URCs are sent on their own; nil if there are none.
    private(set) var deadline: Double?

    /// The number of bytes of all stored URCs.
    private var bytes = 0

    private static let most = 1000
    private static let mostBytes = 4 << 20

    /// Keeps a URC until the final result code; the size is limited even if the host never reads.
    mutating func wait(_ urc: [UInt8]) { if makesRoom(for: urc) { waiting.append(urc) } }

    private mutating func makesRoom(for urc: [UInt8]) -> Bool {
        guard waiting.count + held.count < Self.most, bytes + urc.count <= Self.mostBytes else { return false }
        bytes += urc.count
        return true
    }

    /// Keeps URCs that came before the waiting ones.
    mutating func wait(first urcs: [[UInt8]]) {
        waiting = urcs + waiting
        bytes = waiting.reduce(0) { $0 + $1.count }
    }

    mutating func hold(_ urc: [UInt8], until time: Double) {
        guard makesRoom(for: urc) else { return }
        held.append(urc)
        deadline = min(deadline ?? .infinity, time)
    }

    mutating func takeWaiting() -> [[UInt8]] {
        defer {
            waiting = []
            bytes = held.reduce(0) { $0 + $1.count }
        }
        return waiting
    }

    mutating func takeHeld() -> [[UInt8]] {
        deadline = nil
        defer {
            held = []
            bytes = waiting.reduce(0) { $0 + $1.count }
        }
        return held
    }
}

/// How a module may send its URCs where nothing forbids it: joined together, in two pieces, or between a command and
/// its answer. Hosts must cope with all of these; a seed determines the order.
package struct URCChaos: Hashable, Sendable {
    /// What happens to a URC.
    enum Way: Hashable, Sendable {
        /// Sent at once and whole.
        case plain
        /// Sent with the next URC, between the next command and its answer, or after some seconds.
        case held(seconds: Double)
        /// Sent in two pieces, cut at a fraction of its length, the second after some seconds.
        case split(at: Double, seconds: Double)
    }

    private var random: SeededSequence

    /// The order determined by a seed: the same each time.
    package init(seed: UInt64) { random = SeededSequence(seed: seed) }

    mutating func next() -> Way {
        switch number(below: 5) {
        case 0: .plain
        case 1, 2: .held(seconds: 0.1 + Double(number(below: 2000)) / 1000)
        default: .split(at: Double(1 + number(below: 98)) / 100, seconds: Double(1 + number(below: 200)) / 1000)
        }
    }

    private mutating func number(below bound: UInt64) -> UInt64 { random.next() % bound }
}
