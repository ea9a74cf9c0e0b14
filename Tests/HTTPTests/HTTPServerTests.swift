import Foundation
import HTTP
import TestSupport
import Testing

/// The small HTTP server, asked by a client that shares no code with it.
struct HTTPServerTests {
    /// Runs the server on this thread while a script of Python asks it; returns the lines that begin with `answer `.
    private func ask(_ server: HTTPServer, _ script: String, lines: Int = 1, after: (Int) -> Void = { _ in }) throws
        -> [String]
    {
        let client = """
            import sys, http.client, socket
            host, port = sys.argv[1].rsplit(":", 1)
            def ask(method, path, body=None, headers={}):
                connection = http.client.HTTPConnection(host, int(port), timeout=20)
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                print("answer", answer.status, answer.getheader("Content-Type"), repr(answer.read().decode()), flush=True)
            \(script)
            """
        let live = try LiveProgram(["python3", "-c", client, server.address], program: "/usr/bin/env")
        let end = Date(timeIntervalSinceNow: 20)
        var answers: [String] = []
        while Date() < end, answers.count < lines {
            server.run()
            if let line = live.line(from: "answer ", seconds: 0.01) {
                answers.append(line)
                after(answers.count)
            }
        }
        return answers
    }

    @Test func answersWhatIsThere() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0)
        server.onRequest = { request in
            request.path == "/metrics" ? HTTPAnswer(type: "text/plain; charset=utf-8", body: "a 1\n") : .notFound
        }
        let script = """
            ask("GET", "/metrics")
            ask("HEAD", "/metrics")
            ask("GET", "/other")
            ask("POST", "/metrics")
            """
        #expect(
            try ask(server, script, lines: 4) == [
                "answer 200 text/plain; charset=utf-8 'a 1\\n'", "answer 200 text/plain; charset=utf-8 ''",
                "answer 404 text/plain; charset=utf-8 'there is nothing here\\n'",
                "answer 405 text/plain; charset=utf-8 'only GET and HEAD are answered here\\n'",
            ])
    }

    @Test func takesBodiesUpToItsLimit() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0, limits: HTTPServer.Limits(body: 100_000))
        server.onRequest = { request in
            let words = [request.parameter("as") ?? "-", request.header("x-mark") ?? "-", "\(request.body.count)"]
            return HTTPAnswer(type: "text/plain", body: request.isPost ? words.joined(separator: " ") : "no body")
        }
        let script = """
            ask("POST", "/run?as=a%20b", b"x" * 100000, {"X-Mark": "here"})
            ask("POST", "/run", b"")
            ask("POST", "/run", b"x" * 100001)
            ask("POST", "/run", (b"x" * 1000 for _ in range(101)))
            ask("PUT", "/run", b"x")
            ask("GET", "/run")
            """
        #expect(
            try ask(server, script, lines: 6) == [
                "answer 200 text/plain 'a b here 100000'", "answer 200 text/plain '- - 0'",
                "answer 413 text/plain; charset=utf-8 'that is more than is taken here\\n'",
                "answer 413 text/plain; charset=utf-8 'that is more than is taken here\\n'",
                "answer 405 text/plain; charset=utf-8 'only GET, HEAD and POST are answered here\\n'",
                "answer 200 text/plain 'no body'",
            ])
    }

    @Test func streamsUntilTheClientLeaves() throws {
        let server = try HTTPServer(host: "127.0.0.1", port: 0)
        var (pending, isOver) = ([[UInt8]](), false)
        let stream = HTTPStream()
        stream.onRead = { _ in pending.isEmpty ? [] : pending.removeFirst() }
        stream.onEnd = { isOver = true }
        server.onRequest = { _ in HTTPAnswer(type: "text/event-stream", stream: stream) }
        let script = """
            connection = http.client.HTTPConnection(host, int(port), timeout=20)
            connection.request("GET", "/events")
            answer = connection.getresponse()
            print("answer", answer.getheader("Content-Type"), flush=True)
            for _ in range(3):
                print("answer", answer.readline(), flush=True)
            """
        let answers = try ask(server, script, lines: 4) { count in
            #expect(!isOver)
            pending.append(Array("line \(count)\n".utf8))
            stream.wake()
        }
        #expect(
            answers == [
                "answer text/event-stream", "answer b'line 1\\n'", "answer b'line 2\\n'", "answer b'line 3\\n'",
            ])
        let end = Date(timeIntervalSinceNow: 20)
        while !isOver, Date() < end {
            pending.append(Array("more\n".utf8))
            stream.wake()
            server.run()
        }
        #expect(isOver)
        // A stream that is over is woken in vain.
        stream.wake()
    }

    @Test func endsWithStreamsThatWait() throws {
        var isOver = false
        let stream = HTTPStream()
        stream.onEnd = { isOver = true }
        var server: HTTPServer? = try HTTPServer(host: "127.0.0.1", port: 0)
        server?.onRequest = { _ in HTTPAnswer(type: "text/event-stream", stream: stream) }
        let script = """
            connection = http.client.HTTPConnection(host, int(port), timeout=20)
            connection.request("GET", "/events")
            print("answer", connection.getresponse().status, flush=True)
            sys.stdin.read()
            """
        #expect(try ask(try #require(server), script) == ["answer 200"])
        server = nil
        #expect(isOver)
    }

    @Test func saysWhyItCannotListen() throws {
        let first = try HTTPServer(host: "127.0.0.1", port: 0)
        let port = try #require(UInt16(first.address.split(separator: ":").last ?? ""))
        let error = #expect(throws: HTTPError.self) { try HTTPServer(host: "127.0.0.1", port: port) }
        #expect(error?.description == "cannot listen at 127.0.0.1:\(port): Address already in use")
        let name = #expect(throws: HTTPError.self) { try HTTPServer(host: "localhost", port: 0) }
        #expect(name?.description == "cannot listen at localhost:0: Invalid argument")
    }
}
