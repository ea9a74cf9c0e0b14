/// The URCs that a session has not sent yet.
struct PendingURCs {
    /// Those that came while a command was at work.
    private var waiting: [String] = []
    /// Those that chaos holds until another one or the next command comes.
    private var held: [String] = []
    /// When those that are held come by themselves; nil where there are none.
    private(set) var deadline: Double?

    /// The bytes of all that are kept.
    private var bytes = 0

    private static let most = 1000
    private static let mostBytes = 4 << 20

    /// Keeps a URC until the final result code; a host that never reads makes none of this grow.
    mutating func wait(_ urc: String) { if makesRoom(for: urc) { waiting.append(urc) } }

    private mutating func makesRoom(for urc: String) -> Bool {
        guard waiting.count + held.count < Self.most, bytes + urc.utf8.count <= Self.mostBytes else { return false }
        bytes += urc.utf8.count
        return true
    }

    /// Keeps URCs that came before those that wait.
    mutating func wait(first urcs: [String]) {
        waiting = urcs + waiting
        bytes = waiting.reduce(0) { $0 + $1.utf8.count }
    }

    mutating func hold(_ urc: String, until time: Double) {
        guard makesRoom(for: urc) else { return }
        held.append(urc)
        deadline = min(deadline ?? .infinity, time)
    }

    mutating func takeWaiting() -> [String] {
        defer {
            waiting = []
            bytes = held.reduce(0) { $0 + $1.utf8.count }
        }
        return waiting
    }

    mutating func takeHeld() -> [String] {
        deadline = nil
        defer {
            held = []
            bytes = waiting.reduce(0) { $0 + $1.utf8.count }
        }
        return held
    }
}
