import CHTTPServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A small HTTP server for what a program shows of itself: it answers GET and HEAD, and POST where a body is allowed.
///
/// It has no thread and no loop: the owner waits for `descriptor` and for `timeout`, and calls `run()`.
package final class HTTPServer {
    /// What bounds a server.
    package struct Limits: Hashable, Sendable {
        /// How many connections it has at once; further ones are closed at once.
        package var connections: UInt32 = 32
        /// Bytes in the body of a POST, more are answered with 413; 0 for a server without POST.
        package var body = 0

        package init(connections: UInt32 = 32, body: Int = 0) { (self.connections, self.body) = (connections, body) }
    }

    /// Answers a request.
    package var onRequest: (HTTPRequest) -> HTTPAnswer = { _ in .notFound }
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
    package init(host: String, port: UInt16, limits: Limits = Limits()) throws(HTTPError) {
        let box = Box()
        let bounds = hs_limits(connections: limits.connections, body: limits.body)
        let opened = hs_open(
            host, port, bounds,
            { context, exchange, request in
                guard let context, let exchange, let request else { return }
                let box = Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
                let answer = box.server?.onRequest(HTTPRequest(request.pointee, of: exchange)) ?? .notFound
                answer.send(to: exchange)
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

/// A request; its headers and parameters can be asked for only while `onRequest` runs.
package struct HTTPRequest {
    /// Whether it is a POST; otherwise it is a GET or a HEAD.
    package let isPost: Bool
    /// Without the query, `/metrics`.
    package let path: String
    /// The body of a POST.
    package let body: [UInt8]

    private let exchange: OpaquePointer

    fileprivate init(_ request: hs_request, of exchange: OpaquePointer) {
        isPost = strcmp(request.method, "POST") == 0
        path = String(cString: request.path)
        body = Array(UnsafeRawBufferPointer(start: request.body, count: request.body_size))
        self.exchange = exchange
    }

    /// A header, whatever the case of its name; nil if the request has none of that name.
    package func header(_ name: String) -> String? { hs_header(exchange, name).map { String(cString: $0) } }

    /// A parameter of the query; nil if there is none of that name.
    package func parameter(_ name: String) -> String? { hs_parameter(exchange, name).map { String(cString: $0) } }
}

/// Why there is no server, in words.
package struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
