import CoAP
import LwM2M

/// A line for the log. Its text is made when it is read, so that this does not delay the answer.
package struct LogLine: Hashable, Sendable {
    private indirect enum Content: Hashable, Sendable {
        case words(String)
        case answered(CoAPRequest, Response, seconds: Double)
        case notified(Path, ContentFormat, isConfirmable: Bool, Response)
    }

    private let content: Content
    /// The server of the message if there is more than one; nil otherwise.
    private let server: ShortServerID?

    private init(_ content: Content, of server: ShortServerID? = nil) {
        self.content = content
        self.server = server
    }

    /// A line with a given text.
    package init(_ words: String) { self.init(.words(words)) }

    /// A request from a server with its answer.
    ///
    /// - Parameter seconds: how long the answer took.
    static func answered(
        _ request: CoAPRequest, with answer: Response, after seconds: Double, of server: ShortServerID?
    ) -> LogLine {
        LogLine(.answered(request, answer, seconds: seconds), of: server)
    }

    /// A notification.
    static func notified(
        _ path: Path, as format: ContentFormat, isConfirmable: Bool, _ response: Response, of server: ShortServerID?
    ) -> LogLine {
        LogLine(.notified(path, format, isConfirmable: isConfirmable, response), of: server)
    }

    /// Whether it tells of a message, or of the payload of one, rather than of something that happened besides.
    package var isMessage: Bool {
        guard case .words(let words) = content else { return true }
        return words.hasPrefix("-> ") || words.hasPrefix("<- ") || words.hasPrefix(" ")
    }

    /// The line: `<- GET /3/0/0 -> 2.05 6 B 0.1 ms`, with `[123]` at the end if there are several servers.
    package var text: String {
        var text: String
        switch content {
        case .words(let words): return words
        case .answered(let request, let answer, let seconds):
            text = "<- "
            text += MessageText.text(of: request)
            text += " -> "
            text += MessageText.text(of: answer)
            text += " "
            text += MessageText.duration(seconds)
        case .notified(let path, let format, let isConfirmable, let response):
            text = "-> notify \(path) \(format) \(isConfirmable ? "con" : "non") -> "
            text += MessageText.text(of: response)
        }
        if let server { text += " [\(server)]" }
        return text
    }
}
