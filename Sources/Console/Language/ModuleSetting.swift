/// What `set` gives the module: an answer to the functions by which scripts ask about it.
///
/// - Source: UBX-18068860 R09 §6.
public enum ModuleSetting: Hashable, Sendable {
    /// 15 digits.
    case imei(String)
    case msisdn(String)
    /// The number of an operator profile, 0 to 65535; it changes no profile.
    case carrier(Int)

    /// The words for them, as `set` takes them.
    static let names = ["imei", "msisdn", "carrier"]

    /// The word for it.
    public var name: String {
        switch self {
        case .imei: "imei"
        case .msisdn: "msisdn"
        case .carrier: "carrier"
        }
    }

    /// The value as scripts see it.
    public var value: String {
        switch self {
        case .imei(let text), .msisdn(let text): text
        case .carrier(let number): String(number)
        }
    }

    /// Reads both words.
    init(_ name: Word, _ value: Word) throws(ConsoleError) {
        switch name.raw {
        case "imei":
            guard Self.isIMEI(value.text) else {
                throw ConsoleError("'\(value.text)' is no IMEI: it has 15 digits", column: value.column)
            }
            self = .imei(value.text)
        case "msisdn": self = .msisdn(value.text)
        case "carrier":
            guard let number = decimalID(value.text[...]) else {
                throw ConsoleError("'\(value.text)' is no carrier id, 0 to 65535", column: value.column)
            }
            self = .carrier(Int(number))
        default:
            throw ConsoleError(
                "'\(name.raw)' cannot be set; there are \(Self.names.joined(separator: ", "))", column: name.column)
        }
    }

    /// Whether a text has 15 decimal digits and nothing else.
    public static func isIMEI(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
}
