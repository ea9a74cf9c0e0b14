/// A moment as `+CCLK` writes it: the local time and its distance from UTC.
///
/// - Source: UBX-17003787 R13 §5.6.
struct CalendarTime: Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let unixTime: Int64
    /// Quarters of an hour, -96...96.
    let quarters: Int

    init(_ unixTime: Int64, quarters: Int) {
        self.unixTime = unixTime
        self.quarters = quarters
    }

    /// Reads `yy/MM/dd,hh:mm:ss` with or without the zone; nil for anything else, for a day that does not exist, and
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
        let (year, month, day) = (2000 + numbers[0], numbers[1], numbers[2])
        guard year >= 2004, (1...12).contains(month), (1...Self.days(month, of: year)).contains(day),
            numbers[3] < 24, numbers[4] < 60, numbers[5] < 60, (-96...96).contains(zone)
        else { return nil }
        let seconds = (Self.daysSince1970(year, month, day) * 24 + numbers[3]) * 3600 + numbers[4] * 60 + numbers[5]
        unixTime = Int64(seconds - zone * 900)
        quarters = zone
    }

    /// `24/11/26,20:30:00+04`.
    var text: String {
        let local = Int(unixTime) + quarters * 900
        let day = (local - (local % 86_400 + 86_400) % 86_400) / 86_400
        let second = local - day * 86_400
        let (year, month, date) = Self.date(day)
        let time = [second / 3600, second / 60 % 60, second % 60].map(Self.twoDigits).joined(separator: ":")
        let zone = (quarters < 0 ? "-" : "+") + Self.twoDigits(abs(quarters))
        return [year % 100, month, date].map(Self.twoDigits).joined(separator: "/") + ",\(time)\(zone)"
    }

    private static func twoDigits(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let leapDays = (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 - 477
        return (year - 1970) * 365 + leapDays + (1..<month).reduce(0) { $0 + days($1, of: year) } + day - 1
    }

    private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        var year = 1970 + day / 366
        while daysSince1970(year + 1, 1, 1) <= day { year += 1 }
        var month = 1
        while month < 12, daysSince1970(year, month + 1, 1) <= day { month += 1 }
        return (year, month, day - daysSince1970(year, month, 1) + 1)
    }
}
