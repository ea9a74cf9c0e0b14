import HTTP
import Wording

/// Who may see a page: whoever knows its token, from a browser that was led to no other address by anybody.
///
/// The token is the first part of each path, so that a page finds everything else by relative addresses. A name in `Host`
/// other than `localhost` is refused: a site whose name is made to mean this machine (DNS rebinding) has one. A request
/// that another site makes a browser send says so in `Origin` or `Sec-Fetch-Site`.
package struct PageAccess: Hashable, Sendable {
    /// 32 hexadecimal digits.
    package let token: String
    /// The port at which the page is served.
    let port: String

    /// With a token that nobody can guess.
    ///
    /// - Parameter address: where the page is served, `127.0.0.1:8080`.
    package init(address: String) {
        var random = SystemRandomNumberGenerator()
        self.init(address: address, random: { random.next() })
    }

    /// With numbers of the caller.
    package init(address: String, random: () -> UInt64) {
        token = (0..<2).map { _ in Digits.padded(random(), to: 16, radix: 16) }.joined()
        port = address.split(separator: ":").last.map(String.init) ?? ""
    }

    /// What the request is for below the token, `events`; or why it is refused.
    package func target(of path: String, header: (String) -> String?) -> Result<String, PageRefusal> {
        guard let host = header("Host"), isOurs(host) else {
            return .failure(PageRefusal(421, "the page has another name: use the address that the program printed"))
        }
        if let origin = header("Origin"), origin != "http://\(host)" {
            return .failure(PageRefusal(403, "a page of another site asked for this"))
        }
        if let site = header("Sec-Fetch-Site"), site != "same-origin", site != "none" {
            return .failure(PageRefusal(403, "a page of another site asked for this"))
        }
        let parts = path.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isSame(String(parts[0]), token) else {
            return .failure(PageRefusal(403, "the address that the program printed has a token, and this one has not"))
        }
        return .success(String(parts[1]))
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`: a numeric address or the name that always means this machine.
    private func isOurs(_ host: String) -> Bool {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...] == port else { return false }
        let name = host[..<colon]
        if name == "localhost" { return true }
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.dropFirst().dropLast().utf8.allSatisfy {
                (48...58).contains($0) || (97...102).contains($0 | 32)
            }
        }
        let bytes = name.split(separator: ".", omittingEmptySubsequences: false)
        return bytes.count == 4 && bytes.allSatisfy { UInt8($0) != nil }
    }

    /// Compares in a time that depends on the length of the first text alone.
    package static func isSame(_ text: String, _ secret: String) -> Bool {
        let (known, given) = (Array(secret.utf8), Array(text.utf8))
        var difference = UInt(bitPattern: known.count ^ given.count)
        for (index, byte) in given.enumerated() where !known.isEmpty {
            difference |= UInt(byte ^ known[index % known.count])
        }
        return difference == 0
    }
}

/// Why a request is refused, with the status of the answer.
package struct PageRefusal: Error, Hashable, Sendable {
    /// 403 without the token or from another site, 421 for a host that is not ours.
    package let status: Int
    /// For people.
    package let words: String

    init(_ status: Int, _ words: String) { (self.status, self.words) = (status, words) }

    var answer: HTTPAnswer { .words(status, words) }
}
