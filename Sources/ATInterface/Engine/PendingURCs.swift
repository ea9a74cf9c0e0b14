/// The URCs that a session has not sent yet.
struct PendingURCs {
    /// Those that came while a command was at work.
    private var waiting: [String] = []
    /// Those that chaos holds until another one or the next command comes.
    private var held: [String] = []
    /// When those that are held come by themselves; nil where there are none.
    private(set) var deadline: Double?

    private static let most = 1000

    /// Keeps a URC until the final result code; a host that never reads makes none of this grow.
    mutating func wait(_ urc: String) { if waiting.count < Self.most { waiting.append(urc) } }

    /// Keeps URCs that came before those that wait.
    mutating func wait(first urcs: [String]) { waiting = urcs + waiting }

    mutating func hold(_ urc: String, until time: Double) {
        held.append(urc)
        deadline = min(deadline ?? .infinity, time)
    }

    mutating func takeWaiting() -> [String] {
        defer { waiting = [] }
        return waiting
    }

    mutating func takeHeld() -> [String] {
        deadline = nil
        defer { held = [] }
        return held
    }
}
