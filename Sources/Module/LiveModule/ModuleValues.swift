import Emulator
package import Network
package import ValueSources

/// Writes the values of sources to the Objects of a module as its time passes, starting when the Objects are first
/// served.
package final class ModuleValues {
    private let run: ModuleRun
    private let sources: [ValueSource]
    private let note: (String) -> Void
    private var feed: ValueFeed?

    /// - Parameter note: receives what is refused, with its place in the source.
    package init(_ sources: [ValueSource], run: ModuleRun, on loop: EventLoop, note: @escaping (String) -> Void) {
        (self.sources, self.run, self.note) = (sources, run, note)
        run.afterTime.append { [weak self] in self?.writeWhatIsDue() }
        loop.addDeadlines(
            next: { [weak self] in
                guard let self, self.run.module.isRunning, let next = feed?.nextDeadline else { return nil }
                return self.run.realTime(of: next)
            },
            advance: { [unowned run] _ in run.catchUp() })
        writeWhatIsDue()
    }

    private func writeWhatIsDue() {
        let module = run.module
        guard module.isRunning else { return }
        var feed = feed ?? ValueFeed(sources, start: module.now)
        let refusals = feed.advance(to: module.now, in: module.dataModel)
        self.feed = feed
        for words in refusals { note(words) }
    }
}
