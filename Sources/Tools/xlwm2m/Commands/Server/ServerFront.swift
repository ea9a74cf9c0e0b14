import LwM2MServer
import Network

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes commands from options, a file, a pipe or a terminal to a desk, while the loop serves the network.
final class ServerFront {
    private let desk: ServerDesk
    private let loop: EventLoop
    private let input: (any InputSource)?
    private let isInteractive: Bool
    private let ending: Ending
    private var hasInput = false
    private var isAtEnd = false
    /// What is typed before the loop runs may end it as well.
    private var hasQuit = false

    /// - Parameters:
    ///   - input: where commands come from besides those given; nil for nowhere.
    ///   - ending: what ends the program besides its commands.
    init(
        _ desk: ServerDesk, on loop: EventLoop, input: (any InputSource)?, isInteractive: Bool, ending: Ending
    ) {
        self.ending = ending
        self.desk = desk
        self.loop = loop
        self.input = input
        self.isInteractive = isInteractive
        if let input { desk.show = { input.show($0) } }
        desk.onQuit = { [unowned self] in
            hasQuit = true
            loop.stop()
        }
        desk.onIdle = { [unowned self] in if isAtEnd { endIfServed() } }
    }

    /// Runs until the commands or the input end, `quit` comes, or the system wants the program to end.
    func run(_ lines: [String]) -> ExitCode {
        loop.addDeadlines(
            next: { [desk] in desk.server.nextDeadline }, advance: { [desk] in desk.server.advance(to: $0) })
        if let input {
            for descriptor in input.descriptors { loop.watch(descriptor) { [unowned self] _ in takeInput() } }
            takeInput()
        } else {
            hasInput = true
            isAtEnd = true
            for line in lines where !ending.isDue { desk.run(line) }
        }
        let isDone = isAtEnd && (isInteractive || hasInput && desk.isIdle)
        if !hasQuit, !isDone, !ending.isDue { loop.run() }
        desk.server.close()
        return desk.hasFailed && !isInteractive ? .findings : .ok
    }

    /// Takes all lines that are there.
    private func takeInput() {
        guard let input, !isAtEnd else { return }
        while !hasQuit, !ending.isDue {
            switch input.next(within: 0) {
            case .line(let line):
                hasInput = true
                desk.run(line)
            case .end:
                isAtEnd = true
                // An interrupt, or the end of a terminal.
                if isInteractive { loop.stop() }
                for descriptor in input.descriptors { loop.unwatch(descriptor) }
                if desk.isIdle { endIfServed() }
                return
            case .nothing: return
            }
        }
    }

    /// The end of commands is the end; an input that never held any, `/dev/null` say, leaves the server serving.
    private func endIfServed() {
        if hasInput || isInteractive { loop.stop() }
    }
}
