import Emulator
import LiveModule
import LwM2M
import LwM2MClient
import Network
import Terminal
import Wording

/// Conditions that a script waits for: the loop runs inside the command in the meantime.
extension ConsoleFront {
    /// Lets time pass while a condition holds and something is still due.
    func wait(while isSo: () -> Bool) {
        waiting { while isSo(), !isOver, loop.fault == nil, run.nextDeadline != nil { loop.runOnce() } }
        if isOver, isSo() { isCutShort = true }
    }

    /// Waits for a condition; returns a description of the result.
    ///
    /// - throws: an error if it is not fulfilled.
    func wait(for condition: WaitCondition) throws(LwM2MError) -> String {
        switch condition {
        case .time(let seconds):
            try pass(seconds) { false }
            return "\(Digits.brief(seconds)) s have passed"
        case .registered(let seconds):
            try pass(seconds) { isRegistered }
            let reports = wire.client.reports
            if isRegistered { return "registered with \(Self.names(reports))" }
            let reason =
                reports.isEmpty
                ? run.module.isRunning ? "there is no account of a server" : run.module.whyNotRunning
                : reports.map { "server \($0.shortServerID) is \($0.state)" }.joined(separator: ", ")
            throw LwM2MError(.gatewayTimeout, "not registered within \(Digits.brief(seconds)) s: \(reason)")
        }
    }

    private var isRegistered: Bool {
        let reports = wire.client.reports
        return !reports.isEmpty
            && reports.allSatisfy { [.registered, .updateNeeded, .updatePending].contains($0.state) }
    }

    /// Lets some seconds of the module's time pass, or fewer.
    ///
    /// - throws: 5.03 if the program is told to end before that.
    private func pass(_ seconds: Double, until isEnough: () -> Bool) throws(LwM2MError) {
        run.catchUp()
        let start = run.module.now
        let end = start + seconds
        waiting {
            while !isOver, loop.fault == nil, !isEnough(), run.module.now < end {
                loop.runOnce(timeout: max(0, run.realTime(of: end) - loop.now))
                run.catchUp()
            }
        }
        guard isOver, !isEnough(), run.module.now < end else { return }
        isCutShort = true
        throw LwM2MError(.serviceUnavailable, CommandsEnd.words(after: run.module.now - start))
    }

    private func waiting(_ body: () -> Void) {
        let wasWaiting = isWaiting
        isWaiting = true
        // Input waits as well, and must not wake the loop.
        for descriptor in input.descriptors { loop.setInterest([], of: descriptor) }
        body()
        isWaiting = wasWaiting
        if !isWaiting { for descriptor in input.descriptors { loop.setInterest(.reading, of: descriptor) } }
    }

    private static func names(_ reports: [ServerReport]) -> String {
        (reports.count == 1 ? "server " : "servers ") + reports.map { "\($0.shortServerID)" }.joined(separator: ", ")
    }
}
