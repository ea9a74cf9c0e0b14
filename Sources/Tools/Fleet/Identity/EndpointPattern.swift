import Wording

/// The Endpoint Client Names of a fleet, as text with one placeholder for the device number: `urn:imei:%015d`.
package struct EndpointPattern: Hashable, Sendable {
    private let head: String
    private let tail: String
    /// The number of digits to which a number is padded with zeros.
    private let width: Int

    /// The names of modules: `urn:imei:` and 15 digits.
    package static let imei = EndpointPattern(head: "urn:imei:", tail: "", width: 15)

    private init(head: String, tail: String, width: Int) { (self.head, self.tail, self.width) = (head, tail, width) }

    /// - Parameter text: `%d` or, padded with zeros to N digits, `%0Nd`, exactly once; `%%` for a percent sign.
    /// - throws: what is missing from the text or superfluous in it.
    package init(parsing text: String) throws(FleetError) {
        var pieces = [""]
        var width = 0
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                pieces[pieces.count - 1].append(character)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                pieces[pieces.count - 1].append("%")
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard rest.popFirst() == "d", digits.isEmpty || (digits.first == "0" && digits.count <= 3) else {
                throw FleetError("'\(text)' has a % without %d or %015d: write %% for a percent sign")
            }
            width = Int(digits) ?? 0
            pieces.append("")
        }
        guard pieces.count == 2 else {
            throw FleetError(
                pieces.count == 1
                    ? "'\(text)' gives every device one name: it needs %d or %015d where the number stands"
                    : "'\(text)' has more than one place for the number")
        }
        guard width <= 64, pieces[0].utf8.count + pieces[1].utf8.count + max(width, 19) <= 252 else {
            throw FleetError("'\(text)' makes names of more than 252 bytes")
        }
        self.init(head: pieces[0], tail: pieces[1], width: width)
    }

    /// The name of the device with this number.
    package func endpoint(_ number: Int) -> String { head + Digits.padded(number, to: width) + tail }
}

/// Why there is no fleet, as text.
package struct FleetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong and what to do, for human readers.
    package var description: String

    package init(_ description: String) { self.description = description }
}
