import Moments

/// A moment as `+CCLK` writes it: the local time and its offset from UTC.
///
/// - Source: UBX-17003787 R13 §5.6.
struct LocalTime: Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let unixTime: Int64
    /// Quarters of an hour, -96...96.
    let quarters: Int

    init(_ unixTime: Int64, quarters: Int) {
        self.unixTime = unixTime
        self.quarters = quarters
    }

    /// Reads `yy/MM/dd,hh:mm:ss` with or without the zone; nil for anything else, for a date that does not exist, and
    /// before 2004.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let shape = Array("##/##/##,##:##:##".utf8)
        guard bytes.count == shape.count || bytes.count == shape.count + 3 else { return nil }
        var numbers: [Int] = []
        for (byte, wanted) in zip(bytes, shape) {
            if wanted != UInt8(ascii: "#") {
                guard byte == wanted else { return nil }
                numbers.append(0)
            } else {
                guard (48...57).contains(byte) else { return nil }
                if numbers.isEmpty { numbers = [0] }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 48)
            }
        }
        var zone = 0
        if bytes.count > shape.count {
            let sign = bytes[shape.count]
            guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
            for byte in bytes[(shape.count + 1)...] {
                guard (48...57).contains(byte) else { return nil }
                zone = zone * 10 + Int(byte - 48)
            }
            if sign == UInt8(ascii: "-") { zone = -zone }
        }
        guard numbers[0] >= 4, let day = CalendarDay(year: 2000 + numbers[0], month: numbers[1], day: numbers[2]),
            numbers[3] < 24, numbers[4] < 60, numbers[5] < 60, (-96...96).contains(zone)
        else { return nil }
        let seconds = (day.daysSince1970 * 24 + numbers[3]) * 3600 + numbers[4] * 60 + numbers[5]
        unixTime = Int64(seconds - zone * 900)
        quarters = zone
    }

    /// `24/11/26,20:30:00+04`.
    var text: String {
        let (day, second) = CalendarDay.at(Int(unixTime.addingSaturated(Int64(quarters) * 900)))
        let time = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
        let zone = (quarters < 0 ? "-" : "+") + Self.twoDigits(abs(quarters))
        return [(day.year % 100 + 100) % 100, day.month, day.day].map(Self.twoDigits).joined(separator: "/")
            + ",\(time)\(zone)"
    }

    private static func twoDigits(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
}
