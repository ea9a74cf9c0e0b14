import LwM2MClient
import Testing

/// The URIs of servers, as Object 0 holds them.
@Suite struct ServerURITests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let expected: String
        var testDescription: String { text }
        init(_ text: String, _ expected: String) { (self.text, self.expected) = (text, expected) }
    }

    static let good = [
        Case("coap://127.0.0.1:5683", "coap://127.0.0.1:5683"), Case("coap://127.0.0.1", "coap://127.0.0.1:5683"),
        Case("coaps://example.org", "coaps://example.org:5684"), Case("COAPS://h:1/", "coaps://h:1"),
        Case("coaps://[2001:db8::1]:5685", "coaps://[2001:db8::1]:5685"), Case("coap://[::1]", "coap://[::1]:5683"),
        Case("ddocdpboot.do.motive.com:5684", "coap://ddocdpboot.do.motive.com:5684"),
        Case("coap://h:", "coap://h:5683"),
    ]

    @Test(arguments: good) func reads(_ uri: Case) throws {
        #expect(try ServerURI(parsing: uri.text).description == uri.expected)
    }

    @Test func takesTheSchemeFromTheSecurityMode() throws {
        #expect(try ServerURI(parsing: "h", isSecure: true).description == "coaps://h:5684")
    }

    static let bad = [
        Case("http://h", "'http://h' is not the URI of a server: the scheme is coap or coaps"),
        Case("coap://", "'coap://' names no host: write coap://HOST:PORT"),
        Case("", "'' names no host: write coap://HOST:PORT"),
        Case("coap://h:0", "'coap://h:0' is not the URI of a server: a port is a number from 1 to 65535"),
        Case("coap://h:65536", "'coap://h:65536' is not the URI of a server: a port is a number from 1 to 65535"),
        Case("coap://h:+5", "'coap://h:+5' is not the URI of a server: a port is a number from 1 to 65535"),
        Case("coap://::1", "'coap://::1' is not the URI of a server: an IPv6 address stands in brackets"),
        Case("coap://[::1", "'coap://[::1' is not the URI of a server: the bracket of the address is not closed"),
        Case("coap://[::1]5", "'coap://[::1]5' is not the URI of a server: ':' and a port follow the address"),
        Case("coap://h/rd", "'coap://h/rd' is not the URI of a server: write coap://HOST:PORT, without a path"),
    ]

    @Test(arguments: bad) func refuses(_ uri: Case) {
        let error = #expect(throws: ServerAccountError.self) { try ServerURI(parsing: uri.text) }
        #expect(error?.description == uri.expected)
    }
}
