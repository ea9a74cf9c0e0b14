public import LwM2M

/// Requests and answers as one line of a log: `GET /3/0 accept json`, `2.05 541 B`.
public enum MessageText {
    /// Method, path, queries, observe, formats and size.
    public static func text(of request: Request) -> String {
        var text = "\(request.method)".uppercased() + " /" + request.path.joined(separator: "/")
        if !request.queries.isEmpty { text += "?" + request.queries.joined(separator: "&") }
        switch request.observe {
        case 0: text += " observe"
        case 1: text += " cancel"
        default: break
        }
        if let accept = request.accept { text += " accept \(accept)" }
        if let format = request.contentFormat { text += " \(format)" }
        if !request.payload.isEmpty { text += " \(request.payload.count) B" }
        return printable(text)
    }

    /// Code, location and size, and why the request was refused.
    public static func text(of response: Response) -> String {
        var text = "\(response.code)"
        if !response.location.isEmpty { text += " /" + response.location.joined(separator: "/") }
        // The diagnostic payload of a server is what it says; a reason of ours is not sent.
        if !response.code.isSuccess, !response.payload.isEmpty, !response.reason.isEmpty {
            return printable(text + " " + response.reason)
        }
        if !response.payload.isEmpty { text += " \(response.payload.count) B" }
        if !response.reason.isEmpty { text += " (\(response.reason))" }
        return printable(text)
    }

    /// How long an exchange took.
    public static func duration(_ seconds: Double) -> String {
        let tenths = Int((max(0, min(seconds, 1e6)) * 10_000).rounded())
        if tenths < 100 { return "\(tenths / 10).\(tenths % 10) ms" }
        return tenths < 100_000 ? "\(tenths / 10) ms" : "\(tenths / 10_000) s"
    }

    /// What came from outside on one line, whatever it holds.
    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 32 || scalar.value == 127 {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
