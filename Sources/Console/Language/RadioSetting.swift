public import Emulator
import LwM2M

/// A value of what the radio reports, by the word that sets it.
public struct RadioSetting: Hashable, Sendable {
    /// The words; `set` takes each of them.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case bearer, rssi, quality, cell, mnc, mcc, ip, router, apn
    }

    public var name: Name
    public var text: String
    /// nil for the names that take a text.
    private let number: Int64?

    /// nil for a name that is none of these.
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

    /// Puts it in its place.
    public func apply(to connectivity: inout Connectivity) {
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
