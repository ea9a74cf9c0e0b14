import Foundation
import HTTP
import TestSupport
import Testing

/// The small HTTP server, asked by a client that shares no code with it.
struct HTTPServerTests {
    /// Runs the server on this thread while a program asks it.
    private func ask(_ method: String, _ path: String) throws -> String {
        let server = try HTTPServer(host: "127.0.0.1", port: 0)
        server.onRequest = { path in
            path == "/metrics" ? HTTPAnswer(type: "text/plain; charset=utf-8", body: "a 1\n") : .notFound
        }
        let client = """
            import sys, http.client
            host, port = sys.argv[1].rsplit(":", 1)
            connection = http.client.HTTPConnection(host, int(port), timeout=20)
            connection.request(sys.argv[2], sys.argv[3])
            answer = connection.getresponse()
            print("answer", answer.status, answer.getheader("Content-Type"), repr(answer.read().decode()), flush=True)
            """
        let live = try LiveProgram(
            ["python3", "-c", client, server.address, method, path], program: "/usr/bin/env")
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            server.run()
            if let line = live.line(from: "answer ", seconds: 0.01) { return line }
        }
        return "no answer"
    }

    @Test func answersWhatIsThere() throws {
        #expect(try ask("GET", "/metrics") == "answer 200 text/plain; charset=utf-8 'a 1\\n'")
        #expect(try ask("HEAD", "/metrics") == "answer 200 text/plain; charset=utf-8 ''")
        #expect(try ask("GET", "/other") == "answer 404 text/plain; charset=utf-8 'there is nothing here\\n'")
        #expect(
            try ask("POST", "/metrics")
                == "answer 405 text/plain; charset=utf-8 'only GET and HEAD are answered here\\n'")
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
