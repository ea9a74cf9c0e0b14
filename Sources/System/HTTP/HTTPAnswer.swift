import CHTTPServer

/// What a request is answered.
package struct HTTPAnswer {
    /// 200, 404.
    package var status: Int
    /// `text/plain; charset=utf-8`.
    package var type: String
    /// Further headers; names and values are one line each.
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8]
    /// Goes on after the headers, in place of a body; nil for an answer that ends.
    package var stream: HTTPStream?

    package init(status: Int = 200, type: String, body: String) {
        self.init(status: status, type: type, bytes: Array(body.utf8))
    }

    package init(status: Int = 200, type: String, bytes: [UInt8]) {
        (self.status, self.type, self.body) = (status, type, bytes)
    }

    /// An answer that goes on.
    package init(type: String, stream: HTTPStream) {
        self.init(type: type, body: "")
        self.stream = stream
    }

    /// There is nothing at the path.
    package static var notFound: HTTPAnswer { .words(404, "there is nothing here") }

    /// A line of text for people.
    package static func words(_ status: Int, _ text: String) -> HTTPAnswer {
        HTTPAnswer(status: status, type: "text/plain; charset=utf-8", body: text + "\n")
    }

    func send(to exchange: OpaquePointer) {
        let lines = headers.map { "\($0.name): \($0.value)\n" }.joined()
        if let stream { return stream.begin(exchange, type: type, headers: lines) }
        body.withUnsafeBytes { bytes in
            hs_answer(exchange, UInt32(status), type, lines, bytes.baseAddress, bytes.count)
        }
    }
}

/// An answer that goes on until its client leaves: the client takes the bytes as fast as it can, and nothing is kept for
/// it here.
package final class HTTPStream {
    /// Gives the next bytes, at most as many as it is asked for; none if there are none until `wake()`.
    package var onRead: (Int) -> [UInt8] = { _ in [] }
    /// The client has left, or the server ends.
    package var onEnd: () -> Void = {}

    private var stream: OpaquePointer?

    package init() {}

    /// There is something to read again; the next `run()` of the server sends it.
    package func wake() { if let stream { hs_wake(stream) } }

    fileprivate func begin(_ exchange: OpaquePointer, type: String, headers: String) {
        let context = Unmanaged.passRetained(self)
        stream = hs_begin_stream(
            exchange, type, headers,
            { context, buffer, room in
                guard let context, let buffer else { return 0 }
                let bytes = Unmanaged<HTTPStream>.fromOpaque(context).takeUnretainedValue().onRead(room)
                let count = min(bytes.count, room)
                UnsafeMutableRawBufferPointer(start: buffer, count: room).copyBytes(from: bytes.prefix(count))
                return count
            },
            { context in
                guard let context else { return }
                let ended = Unmanaged<HTTPStream>.fromOpaque(context).takeRetainedValue()
                ended.stream = nil
                ended.onEnd()
            }, context.toOpaque())
    }
}
