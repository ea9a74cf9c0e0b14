import Fleet
import Network
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a person sees of a fleet while it runs: a line on a terminal that is written again, and notes above it; and the
/// track of it that a picture is made of.
final class FleetView {
    private(set) var track = FleetTrack()
    private let fleet: Fleet
    private let showsProgress = Output.style.movesCursor(isTerminal: isatty(STDERR_FILENO) == 1)

    init(_ fleet: Fleet, on loop: EventLoop) {
        self.fleet = fleet
        let began = loop.now
        loop.addDeadlines(
            next: { [weak self] in self.map { began + $0.track.nextTime } },
            advance: { [weak self] time in self?.sampleCounts(at: time - began) })
    }

    private func sampleCounts(at time: Double) {
        track.add(fleet.counts, at: time)
        guard showsProgress else { return }
        let counts = fleet.counts
        Output.error(
            "\r\(Int(time)) s: \(counts.started) of \(fleet.deviceCount) started, \(counts.registered) registered, "
                + "\(counts.stopped.values.reduce(0, +)) stopped, \(counts.notifications) notifications\u{1B}[K")
    }

    /// Says something once for the whole fleet.
    func note(_ words: String) {
        Output.error((showsProgress ? "\r\u{1B}[K" : "") + "xlwm2m fleet: \(words)\n")
    }

    /// Takes the line away, and looks a last time.
    func end() {
        track.add(fleet.counts, at: fleet.elapsed)
        if showsProgress { Output.error("\r\u{1B}[K") }
    }
}
