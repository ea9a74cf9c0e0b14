package import HTTP
package import JSON
package import Network

/// Serves a page and its events on the program's loop, for whoever knows its token.
///
/// It takes a fifth of the loop's time at most, however many requests come in; a page that takes its events slowly or
/// not at all costs nothing but the events that it will have missed.
package final class PageServer {
    /// Answers requests for anything but the page and its events; the path is relative, `run`.
    package var onRequest: (_ path: String, HTTPRequest) -> HTTPAnswer = { _, _ in .notFound }
    /// Somebody looks, or nobody has looked for a while.
    package var onWatched: (_ isWatched: Bool) -> Void = { _ in }
    /// What a sign of life tells, as JSON.
    package var sign: () -> String = { "{}" }
    /// The events.
    package var timeline = Timeline()

    /// The address of the page with its token.
    package let url: String
    private let kind: String
    private let server: HTTPServer
    private let access: PageAccess
    private let loop: EventLoop
    private var readers: [ObjectIdentifier: Reader] = [:]
    private var isWatched = false
    private var pause: EventLoop.TimerID?
    private var wakeUp: EventLoop.TimerID?
    private var pulse: EventLoop.TimerID?
    private var isWaking = false
    private var left = 0.0

    private final class Reader {
        let stream = HTTPStream()
        var place: TimelineReader
        init(_ place: TimelineReader) { self.place = place }
    }

    /// Connections at once, for ten pages and more with one stream each.
    private static let mostConnections: UInt32 = 64
    private static let mostReaders = 40
    private static let longestBody = 1 << 20
    private static let secondsBetweenWakeUps = 0.05
    private static let secondsBetweenSigns = 5.0
    private static let secondsUntilUnwatched = 60.0

    /// Listens at once.
    ///
    /// - Parameter kind: what the page shows, `module` or `server`.
    /// - throws: why it cannot listen there.
    package init(_ place: ListeningPlace, kind: String, on loop: EventLoop) throws(HTTPError) {
        server = try HTTPServer(
            host: place.host, port: place.port,
            limits: HTTPServer.Limits(connections: Self.mostConnections, body: Self.longestBody))
        access = PageAccess(address: server.address)
        url = "http://\(server.address)/\(access.token)/"
        self.kind = kind
        self.loop = loop
        server.onRequest = { [unowned self] request in answer(request) }
        loop.watch(server.descriptor) { [unowned self] _ in runServer() }
        pause = loop.addTimer { [unowned self] _ in runServer() }
        wakeUp = loop.addTimer { [unowned self] _ in wakeReaders() }
        pulse = loop.addTimer { [unowned self] _ in giveSigns() }
    }

    deinit {
        loop.unwatch(server.descriptor)
        for timer in [pause, wakeUp, pulse] { if let timer { loop.removeTimer(timer) } }
    }

    /// Adds an entry to the time line; readers get it soon.
    package func add(_ entry: JSONValue) {
        timeline.add(entry)
        guard !isWaking, !readers.isEmpty, let wakeUp else { return }
        isWaking = true
        loop.setTimer(wakeUp, at: loop.now + Self.secondsBetweenWakeUps)
    }

    // MARK: - Turns

    /// Answers what has come in, and lets the others go on for four times as long.
    private func runServer() {
        let start = loop.now
        server.run()
        let end = loop.now
        let rest = min((end - start) * 4, Self.longestRest)
        loop.setInterest(rest > Self.shortestRest ? [] : .reading, of: server.descriptor)
        let next = rest > Self.shortestRest ? end + rest : server.timeout.map { end + max($0, Self.shortestRest) }
        if let pause { loop.setTimer(pause, at: next) }
    }

    /// Seconds; a script that was asked for something may have taken longer.
    private static let longestRest = 0.25
    private static let shortestRest = 0.0002

    private func wakeReaders() {
        isWaking = false
        for reader in readers.values { reader.stream.wake() }
        runServer()
    }

    private func giveSigns() {
        if readers.isEmpty {
            if loop.now >= left + Self.secondsUntilUnwatched { return setWatched(false) }
        } else {
            let text = sign()
            for reader in readers.values {
                reader.place.addSign(text)
                reader.stream.wake()
            }
            runServer()
        }
        if let pulse { loop.setTimer(pulse, at: loop.now + Self.secondsBetweenSigns) }
    }

    private func setWatched(_ isWatched: Bool) {
        guard isWatched != self.isWatched else { return }
        self.isWatched = isWatched
        onWatched(isWatched)
        if isWatched, let pulse { loop.setTimer(pulse, at: loop.now + Self.secondsBetweenSigns) }
    }

    // MARK: - Requests

    private func answer(_ request: HTTPRequest) -> HTTPAnswer {
        switch access.target(of: request.path, header: request.header) {
        case .failure(let refusal): return refusal.answer
        case .success(""): return PageText.answer(kind: kind)
        case .success("events"): return events(after: request.header("Last-Event-ID") ?? request.parameter("after"))
        case .success(let path):
            // A form of another site cannot send this type.
            if request.isPost, request.header("Content-Type") != "application/octet-stream" {
                return .words(415, "what is sent here is application/octet-stream")
            }
            return onRequest(path, request)
        }
    }

    private func events(after last: String?) -> HTTPAnswer {
        guard readers.count < Self.mostReaders else { return .words(503, "too many pages are open") }
        setWatched(true)
        let reader = Reader(TimelineReader(after: last.flatMap { Int($0) }, of: timeline))
        reader.stream.onRead = { [weak self, unowned reader] room in
            guard let self else { return [] }
            return reader.place.read(room, of: timeline)
        }
        let id = ObjectIdentifier(reader)
        reader.stream.onEnd = { [weak self] in
            guard let self else { return }
            readers[id] = nil
            left = loop.now
        }
        readers[id] = reader
        return HTTPAnswer(type: "text/event-stream", stream: reader.stream)
    }
}
