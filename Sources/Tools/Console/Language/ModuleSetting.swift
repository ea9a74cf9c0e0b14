package import Emulator
import LwM2M
import Moments
package import Products

/// What `set` changes in the module: its identity and its surroundings.
package enum ModuleSetting: Hashable, Sendable {
    /// 15 digits.
    case imei(String)
    /// The phone number of the SIM.
    case msisdn(String)
    /// The number of the operator profile as seen by scripts, 0 to 65535; it does not change the profile.
    case carrier(Int)
    /// `+ULWM2M`: whether the client starts, from the next boot on.
    case client(Bool)
    /// Decimal degrees, and metres if given: the Location Object.
    case location(latitude: Double, longitude: Double, altitude: Double?)
    /// The module's calendar, in seconds since 1970.
    case clock(Int64)
    /// A value of the Connectivity Monitoring Object.
    case radio(RadioSetting)

    /// The words for them, as accepted by `set`.
    static let names =
        ["imei", "msisdn", "carrier", "client", "location", "clock"] + RadioSetting.Name.allCases.map(\.rawValue)

    /// The word for it.
    package var name: String {
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
    package var value: String {
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
                throw ConsoleError("'\(value.text)' is not an IMEI: it has 15 digits", column: value.column)
            }
            self = .imei(value.text)
        case "msisdn": self = .msisdn(value.text)
        case "carrier":
            guard let number = decimalID(value.text[...]) else {
                throw ConsoleError("'\(value.text)' is not a carrier id, 0 to 65535", column: value.column)
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
                "'\(value.text)' is not a location: LATITUDE,LONGITUDE or LATITUDE,LONGITUDE,ALTITUDE in degrees and "
                    + "metres, as 47.285,8.565", column: value.column)
        }
        return .location(latitude: numbers[0], longitude: numbers[1], altitude: numbers.count > 2 ? numbers[2] : nil)
    }

    /// What is probably wrong with a value that is accepted anyway; nil for most.
    var warning: String? {
        guard case .imei(let imei) = self else { return nil }
        return Self.imeiWarning(imei)
    }

    /// A warning about an IMEI whose check digit is wrong, including in an endpoint, `urn:imei:...`; nil for any other
    /// text.
    package static func imeiWarning(_ text: String) -> String? {
        let imei = text.lowercased().hasPrefix("urn:imei:") ? String(text.dropFirst(9)) : text
        return IMEI.expectedCheckDigit(imei).map { digit in
            "the check digit of the IMEI \(imei) is wrong: \(imei.dropLast())\(digit) would be right"
        }
    }

    /// Whether a text consists of exactly 15 decimal digits.
    package static func isIMEI(_ text: String) -> Bool {
        text.utf8.count == 15 && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
}

/// A value that the radio reports, by the word that sets it.
package struct RadioSetting: Hashable, Sendable {
    /// The words that `set` accepts.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case bearer, rssi, quality, cell, mnc, mcc, ip, router, apn
    }

    package var name: Name
    package var text: String
    /// nil for the names that take a text.
    private let number: Int64?

    /// nil if it is not one of these.
    init?(_ name: Word, _ value: Word) throws(ConsoleError) {
        guard let known = Name(rawValue: name.raw) else { return nil }
        self.name = known
        text = value.text
        switch known {
        case .ip, .router, .apn: number = nil
        case .bearer, .rssi, .quality, .cell, .mnc, .mcc:
            guard case .integer(let parsed) = try ValueText.value(value, as: .integer) else { return nil }
            number = parsed
        }
    }

    /// Applies it to the connectivity.
    package func apply(to connectivity: inout Connectivity) {
        switch name {
        case .bearer: connectivity.bearer = number ?? 0
        case .rssi: connectivity.signalStrength = number ?? 0
        case .quality: connectivity.linkQuality = number ?? 0
        case .cell: connectivity.cell = number ?? 0
        case .mnc: connectivity.networkCode = number ?? 0
        case .mcc: connectivity.countryCode = number ?? 0
        case .ip: connectivity.addresses = [text]
        case .router: connectivity.routers = [text]
        case .apn: connectivity.apns = [text]
        }
    }
}

/// How `reset` resets.
package enum ResetKind: String, Hashable, Sendable, CaseIterable {
    /// As `AT+CFUN=16` or `=15`: unsaved changes are saved first.
    case command
    /// `AT+ULWM2M=2`, then a reset: the client begins with a new database.
    case client
    /// `AT+UFACTORY=2,2`, then a reset: no files, and NVM as on a new module.
    case factory
    /// Power is lost and restored: unsaved changes are lost.
    case power

    /// The words that `reset` accepts.
    static let words = allCases.filter { $0 != .command }.map(\.rawValue)

    init(_ word: Word?) throws(ConsoleError) {
        guard let word else {
            self = .command
            return
        }
        guard Self.words.contains(word.raw), let kind = ResetKind(rawValue: word.raw) else {
            throw ConsoleError("'\(word.raw)' cannot be reset; there are client, factory, power", column: word.column)
        }
        self = kind
    }
}

/// What `sim` does with the card in the module.
package enum SIMChange: Hashable, Sendable {
    case show
    case remove
    case insert(SIMCard)

    /// The words that it accepts besides an IMSI.
    static let words = ["insert", "remove", "test"]

    init(_ word: Word?) throws(ConsoleError) {
        switch word?.text {
        case nil: self = .show
        case "remove"?: self = .remove
        case "insert"?: self = .insert(.default)
        case "test"?: self = .insert(.test)
        case let imsi?:
            guard SIMCard.isIMSI(imsi) else {
                throw ConsoleError(
                    "'\(imsi)' is neither an IMSI of 15 digits nor insert, remove or test", column: word?.column)
            }
            var card = SIMCard.default
            card.imsi = imsi
            self = .insert(card)
        }
    }
}
