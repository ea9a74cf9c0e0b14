import EmbeddedFiles
import HTTP

/// The page as one file: its frame with the style and the script in it, none of which asks for anything elsewhere.
enum PageText {
    /// The parts of the script, in their order.
    static let scripts = [
        "base", "link", "coap", "timeline", "objects", "panels", "charts", "actions", "server", "main",
    ]

    /// The page with a style and a script that a browser takes for a nonce alone.
    ///
    /// - Parameters:
    ///   - kind: what the page shows, `module` or `server`.
    ///   - record: a recorded time line as JSON, for a page that stands alone; nil for one that asks for it.
    static func html(kind: String, nonce: String, record: [UInt8]? = nil) -> [UInt8] {
        var frame = text("page.html")
        frame.put(record == nil ? "" : Self.element(policy(nonce, isAlone: true)), for: "<!--policy-->")
        frame.put(kind, for: "%kind%")
        frame.put(nonce, for: "%nonce%")
        frame.put(text("page.css"), for: "/*style*/")
        let (before, after) = frame.parted(at: "/*record*/")
        var end = String(after)
        end.put(scripts.map { text("\($0).js") }.joined(separator: "\n"), for: "/*script*/")
        return Array(before.utf8) + (record.map(harmless) ?? Array("null".utf8)) + Array(end.utf8)
    }

    /// What a time line keeps of an answer.
    static func shortened(_ text: String) -> String {
        text.utf8.count > longestAnswer ? String(text.prefix(longestAnswer)) + " ..." : text
    }

    private static let longestAnswer = 16_384

    /// What the page may do, as a browser is told: run its own script and style, and talk to where it came from.
    ///
    /// - Source: Content Security Policy Level 3; Trusted Types, with which no text can become markup.
    static func policy(_ nonce: String, isAlone: Bool = false) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
            + (isAlone ? "" : "; connect-src 'self'; frame-ancestors 'none'")
    }

    static func nonce() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(random.next() as UInt64, radix: 36) }.joined()
    }

    /// The answer with the page, which no other page can frame or learn of.
    static func answer(kind: String) -> HTTPAnswer {
        let nonce = nonce()
        var answer = HTTPAnswer(type: "text/html; charset=utf-8", bytes: html(kind: kind, nonce: nonce))
        answer.headers = [
            ("Content-Security-Policy", policy(nonce)), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
        ]
        return answer
    }

    private static func element(_ policy: String) -> String {
        "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">"
    }

    private static func text(_ name: String) -> String {
        EmbeddedFiles.bytes(of: "Sources/Tools/LivePage/Web/\(name)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// JSON that cannot end the element in which it stands.
    private static func harmless(_ json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count)
        for byte in json {
            if byte == UInt8(ascii: "<") { bytes += Array("\\u003c".utf8) } else { bytes.append(byte) }
        }
        return bytes
    }
}

extension String {
    /// What stands before and after the first occurrence of a mark; all of it before one that is not there.
    fileprivate func parted(at mark: String) -> (before: Substring, after: Substring) {
        let (text, mark) = (utf8, Array(mark.utf8))
        var start = text.startIndex
        while let index = text[start...].firstIndex(of: mark[0]) {
            if text[index...].starts(with: mark) {
                return (self[..<index], self[text.index(index, offsetBy: mark.count)...])
            }
            start = text.index(after: index)
        }
        return (self[...], "")
    }

    /// Puts a text in the place of each occurrence of a mark, which the text does not hold.
    fileprivate mutating func put(_ text: String, for mark: String) {
        var result = ""
        var rest = self
        while true {
            let (before, after) = rest.parted(at: mark)
            result += before
            guard before.utf8.count < rest.utf8.count else { break }
            result += text
            rest = String(after)
        }
        self = result
    }
}
