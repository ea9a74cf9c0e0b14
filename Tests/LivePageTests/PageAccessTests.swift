import LivePage
import TestSupport
import Testing

/// Who may see a page.
struct PageAccessTests {
    private static let access = PageAccess(address: "127.0.0.1:8080") { 0xAB }
    private static let token = "00000000000000ab00000000000000ab"

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var path = "/\(PageAccessTests.token)/events"
        var headers = ["Host": "127.0.0.1:8080"]
        /// The target, or the status of a refusal.
        let outcome: String
    }

    static let cases = [
        Case(testDescription: "with its token", outcome: "events"),
        Case(testDescription: "the page itself", path: "/\(token)/", outcome: ""),
        Case(testDescription: "by the name of this machine", headers: ["Host": "localhost:8080"], outcome: "events"),
        Case(testDescription: "by an address of IPv6", headers: ["Host": "[::1]:8080"], outcome: "events"),
        Case(
            testDescription: "from itself",
            headers: ["Host": "127.0.0.1:8080", "Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"],
            outcome: "events"),
        Case(testDescription: "without a token", path: "/events", outcome: "403"),
        Case(testDescription: "without anything", path: "/", outcome: "403"),
        Case(testDescription: "with a token that ends early", path: "/00000000000000ab/events", outcome: "403"),
        Case(testDescription: "with the token twice", path: "/\(token)\(token)/events", outcome: "403"),
        Case(testDescription: "with another token", path: "/\(token.dropLast())c/events", outcome: "403"),
        Case(testDescription: "by a name of somebody else", headers: ["Host": "evil.example:8080"], outcome: "421"),
        Case(
            testDescription: "by a name that looks like an address", headers: ["Host": "1.2.3.4.nip.io:8080"],
            outcome: "421"),
        Case(testDescription: "by another port", headers: ["Host": "127.0.0.1:80"], outcome: "421"),
        Case(testDescription: "without a host", headers: [:], outcome: "421"),
        Case(
            testDescription: "from another site", headers: ["Host": "127.0.0.1:8080", "Origin": "http://evil.example"],
            outcome: "403"),
        Case(
            testDescription: "from a file", headers: ["Host": "127.0.0.1:8080", "Origin": "null"], outcome: "403"),
        Case(
            testDescription: "from another port of this machine",
            headers: ["Host": "127.0.0.1:8080", "Sec-Fetch-Site": "same-site"], outcome: "403"),
    ]

    @Test(arguments: cases) func decides(_ c: Case) {
        switch Self.access.target(of: c.path, header: { c.headers[$0] }) {
        case .success(let target): #expect(target == c.outcome)
        case .failure(let refusal): #expect("\(refusal.status)" == c.outcome, "\(refusal.words)")
        }
    }

    @Test func eachPageHasItsToken() {
        let (first, second) = (PageAccess(address: "127.0.0.1:1").token, PageAccess(address: "127.0.0.1:1").token)
        #expect(first.count == 32 && second.count == 32 && first != second)
    }
}
