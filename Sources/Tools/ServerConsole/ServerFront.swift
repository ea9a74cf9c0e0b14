package import Console
import LwM2MServer
package import Network
package import Terminal

/// Passes commands from options, a file, a pipe or a terminal to a desk, while the loop serves the network.
package final class ServerFront {
    private let desk: ServerDesk
    private let loop: EventLoop
    private let input: (any InputSource)?
    private let isInteractive: Bool
    private let isDue: () -> Bool
    private var hasInput = false
    private var isAtEnd = false
    /// What is typed before the loop runs may also end it.
    private var hasQuit = false
    /// Whether the program was told to end before all commands were carried out.
    private var isCutShort = false

    /// - Parameters:
    ///   - input: the source of commands besides the given ones; nil if there is none.
    ///   - isDue: whether something other than its commands ends the program.
    package init(
        _ desk: ServerDesk, on loop: EventLoop, input: (any InputSource)?, isInteractive: Bool,
        isDue: @escaping () -> Bool
    ) {
        self.isDue = isDue
        self.desk = desk
        self.loop = loop
        self.input = input
        self.isInteractive = isInteractive
        if let input { desk.show = { input.show($0) } }
        input?.completer = { line, start, end in
            Completion.candidates(line, start, end, of: ServerVerb.self) { _ in [] }
        }
        desk.onQuit = { [unowned self] in
            hasQuit = true
            loop.stop()
        }
        desk.onIdle = { [unowned self] in if isAtEnd { endIfServed() } }
    }

    /// Runs until the commands or the input end, `quit` is given, or the system asks the program to end.
    ///
    /// - Returns: how the commands ended; at a terminal, failures have already been seen and do not count.
    package func run(_ lines: [String]) -> CommandsEnd {
        loop.addDeadlines(
            next: { [desk] in desk.server.nextDeadline }, advance: { [desk] in desk.server.advance(to: $0) })
        if let input {
            for descriptor in input.descriptors { loop.watch(descriptor) { [unowned self] _ in takeInput() } }
            takeInput()
        } else {
            hasInput = true
            isAtEnd = true
            for line in lines {
                isCutShort = isDue()
                if isCutShort { break }
                desk.run(line)
            }
        }
        let isDone = isAtEnd && (endsWithInput || hasInput && desk.isIdle)
        if !hasQuit, !isDone, !isDue() { loop.run() }
        if isDue(), !hasQuit, !isInteractive, desk.breakOff() { isCutShort = true }
        desk.server.close()
        return isInteractive ? .fine : isCutShort ? .cutShort : desk.hasFailed ? .failed : .fine
    }

    /// Takes all available lines.
    private func takeInput() {
        guard let input, !isAtEnd else { return }
        while !hasQuit, !isDue() {
            switch input.next(within: 0) {
            case .line(let line):
                hasInput = true
                desk.run(line)
            case .end:
                isAtEnd = true
                if endsWithInput { loop.stop() }
                for descriptor in input.descriptors { loop.unwatch(descriptor) }
                if desk.isIdle { endIfServed() }
                return
            case .nothing: return
            }
        }
    }

    /// Whether nothing more can come: an interrupt, the end of a terminal, or an error.
    private var endsWithInput: Bool { isInteractive || Output.hasInputFailed }

    /// The end of the commands ends the run; an input that never contained any, such as `/dev/null`, leaves the server
    /// running.
    private func endIfServed() {
        if hasInput || isInteractive { loop.stop() }
    }
}
