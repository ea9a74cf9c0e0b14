import LwM2M

/// What `set` gives the module: its identity, and what its surroundings are like.
public enum ModuleSetting: Hashable, Sendable {
    /// 15 digits.
    case imei(String)
    /// The phone number of the SIM.
    case msisdn(String)
    /// What scripts see as the number of the operator profile, 0 to 65535; it changes no profile.
    case carrier(Int)
    /// `+ULWM2M`: whether the client starts, from the next boot on.
    case client(Bool)
    /// Decimal degrees, and metres where they are given: the Location Object.
    case location(latitude: Double, longitude: Double, altitude: Double?)
    /// The module's calendar, in seconds since 1970.
    case clock(Int64)
    /// A value of the Connectivity Monitoring Object.
    case radio(RadioSetting)

    /// The words for them, as `set` takes them.
    static let names =
        ["imei", "msisdn", "carrier", "client", "location", "clock"] + RadioSetting.Name.allCases.map(\.rawValue)

    /// The word for it.
    public var name: String {
        switch self {
        case .imei: "imei"
        case .msisdn: "msisdn"
        case .carrier: "carrier"
        case .client: "client"
        case .location: "location"
        case .clock: "clock"
        case .radio(let setting): setting.name.rawValue
        }
    }

    /// The value as it was understood.
    public var value: String {
        switch self {
        case .imei(let text), .msisdn(let text): text
        case .carrier(let number): String(number)
        case .client(let isOn): isOn ? "on" : "off"
        case .location(let latitude, let longitude, let altitude):
            ([latitude, longitude] + (altitude.map { [$0] } ?? [])).map { "\($0)" }.joined(separator: ",")
        case .clock(let seconds): CalendarTime.text(seconds) ?? String(seconds)
        case .radio(let setting): setting.text
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
        case "client":
            guard value.text == "on" || value.text == "off" else {
                throw ConsoleError("the client is on or off, not '\(value.text)'", column: value.column)
            }
            self = .client(value.text == "on")
        case "location": self = try Self.location(value)
        case "clock":
            guard case .time(let seconds) = try ValueText.value(value, as: .time) else { fallthrough }
            self = .clock(seconds)
        default:
            if let setting = try RadioSetting(name, value) {
                self = .radio(setting)
                return
            }
            throw ConsoleError(
                "'\(name.raw)' cannot be set; there are \(Self.names.joined(separator: ", "))", column: name.column)
        }
    }

    private static func location(_ value: Word) throws(ConsoleError) -> ModuleSetting {
        let parts = value.text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 } ? Double(String(part)) : nil
        }
        guard numbers.count == parts.count, (2...3).contains(numbers.count), abs(numbers[0]) <= 90,
            abs(numbers[1]) <= 180
        else {
            throw ConsoleError(
                "'\(value.text)' is no location: LATITUDE,LONGITUDE or LATITUDE,LONGITUDE,ALTITUDE in degrees and "
                    + "metres, as 47.285,8.565", column: value.column)
        }
        return .location(latitude: numbers[0], longitude: numbers[1], altitude: numbers.count > 2 ? numbers[2] : nil)
    }

    /// Whether a text has 15 decimal digits and nothing else.
    public static func isIMEI(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
}
