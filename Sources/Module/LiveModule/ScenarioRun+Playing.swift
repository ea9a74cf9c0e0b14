package import ATInterface
import Clocks
import Emulator
package import Network

extension ScenarioRun {
    /// Plays the scenario on a module with open ports, until it ends or the loop is stopped; it is kept by its owner.
    package func play(at ports: ATPorts, _ run: ModuleRun, on loop: EventLoop) {
        ports.onAnswered = { [weak self] line in self?.receive(line, at: MonotonicClock.now) }
        let earlier = run.at.onURC
        run.at.onURC = { [weak self] text in
            earlier?(text)
            self?.receiveURC(text)
        }
        run.afterTime.append { [weak self, unowned loop] in
            guard let self else { return }
            continueIfAwaitedCame(at: MonotonicClock.now)
            if verdict != .running { loop.stop() }
        }
        run.follow(loop)
        loop.addDeadlines(
            next: { [unowned self] in nextDeadline },
            advance: { [unowned self, unowned run] time in
                advance(to: time)
                run.catchUp()
            })
        start(at: loop.now)
        if verdict == .running { loop.run() }
    }
}
