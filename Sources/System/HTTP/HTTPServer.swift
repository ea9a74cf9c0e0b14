import CHTTPServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A small HTTP server for what a program shows of itself: it answers GET and HEAD, and takes nothing.
///
/// It has no thread and no loop: the owner waits for `descriptor` and for `timeout`, and calls `run()`.
package final class HTTPServer {
    /// Answers a request for a path, `/metrics`.
    package var onRequest: (String) -> HTTPAnswer = { _ in .notFound }
    /// The address and port at which it listens, `127.0.0.1:9100`.
    package let address: String
    /// Readable when `run()` has something to do.
    package let descriptor: Int32

    private let server: OpaquePointer
    private let box: Box

    /// Leads the calls of C back, without keeping the server alive.
    private final class Box {
        weak var server: HTTPServer?
    }

    /// Listens at once.
    ///
    /// - Parameters:
    ///   - host: a numeric address of this machine, `127.0.0.1` or `::1`.
    ///   - port: 0 for one that is free.
    /// - throws: why it cannot listen there.
    package init(host: String, port: UInt16) throws(HTTPError) {
        let box = Box()
        let opened = hs_open(
            host, port,
            { context, exchange, path in
                guard let context, let exchange, let path else { return }
                let box = Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
                let answer = box.server?.onRequest(String(cString: path)) ?? .notFound
                answer.body.withUnsafeBytes { bytes in
                    hs_answer(exchange, UInt32(answer.status), answer.type, bytes.baseAddress, bytes.count)
                }
            }, Unmanaged.passUnretained(box).toOpaque())
        let place = host.contains(":") ? "[\(host)]" : host
        guard let opened else {
            let number = errno
            throw HTTPError("cannot listen at \(place):\(port): \(String(cString: strerror(number)))")
        }
        server = opened
        self.box = box
        descriptor = hs_descriptor(opened)
        address = "\(place):\(hs_port(opened))"
        box.server = self
    }

    deinit { hs_close(server) }

    /// Seconds after which `run()` is to be called at the latest; nil for never.
    package var timeout: Double? {
        let milliseconds = hs_timeout(server)
        return milliseconds < 0 ? nil : Double(milliseconds) / 1000
    }

    /// Does what there is to do, without waiting: `onRequest` is called from here alone.
    package func run() { hs_run(server) }
}

/// What a request is answered.
package struct HTTPAnswer: Hashable, Sendable {
    /// 200, 404.
    package var status: Int
    /// `text/plain; charset=utf-8`.
    package var type: String
    package var body: [UInt8]

    package init(status: Int = 200, type: String, body: String) {
        (self.status, self.type, self.body) = (status, type, Array(body.utf8))
    }

    /// There is nothing at the path.
    package static let notFound = HTTPAnswer(
        status: 404, type: "text/plain; charset=utf-8", body: "there is nothing here\n")
}

/// Why there is no server, in words.
package struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
