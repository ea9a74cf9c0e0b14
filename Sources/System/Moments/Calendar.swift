/// A day of the Gregorian calendar, extended to before its introduction.
package struct CalendarDay: Hashable, Sendable {
    package let year: Int
    /// From 1.
    package let month: Int
    /// From 1.
    package let day: Int

    /// - Returns: nil for a day that does not exist.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...Self.length(ofMonth: month, year)).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    // Here a year begins in March, so that the leap day is its last day.
    package init(daysSince1970 days: Int) {
        let (era, day) = Self.divided(days + 719_468, 146_097)
        let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        self.year = era * 400 + year + (month >= 10 ? 1 : 0)
        self.month = month < 10 ? month + 3 : month - 9
        self.day = dayOfYear - (153 * month + 2) / 5 + 1
    }

    package var daysSince1970: Int {
        let (era, yearOfEra) = Self.divided(month <= 2 ? year - 1 : year, 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of a moment, and the second of that day.
    ///
    /// - Parameter seconds: since 1970-01-01T00:00:00; negative before.
    package static func at(_ seconds: Int) -> (day: CalendarDay, second: Int) {
        let (days, second) = divided(seconds, 86_400)
        return (CalendarDay(daysSince1970: days), second)
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func divided(_ value: Int, _ by: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
        return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
    }
}

/// Seconds since 1970 as ISO 8601 and back, in the proleptic Gregorian calendar, UTC.
package enum CalendarTime {
    /// `2023-11-14T22:13:20Z`; nil outside the years 0 to 9999.
    package static func text(_ seconds: Int64) -> String? {
        guard (-62_167_219_200...253_402_300_799).contains(seconds) else { return nil }
        let (day, second) = CalendarDay.at(Int(seconds))
        let date = "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(clock)Z"
    }

    /// Reads `2023-11-14`, `2023-11-14T22:13`, `2023-11-14T22:13:20`, each with `Z`, `+01:00` or nothing (UTC) after
    /// the time; nil for anything else.
    package static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        func sign(_ at: Int, _ wanted: String) -> Bool { at < bytes.count && wanted.utf8.contains(bytes[at]) }
        guard let year = number(0, 4), sign(4, "-"), let month = number(5, 2), sign(7, "-"), let day = number(8, 2),
            let date = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        var seconds = date.daysSince1970 * 86_400
        var at = 10
        if at == bytes.count { return Int64(seconds) }
        guard sign(at, "Tt "), let hour = number(11, 2), sign(13, ":"), let minute = number(14, 2), hour < 24,
            minute < 60
        else { return nil }
        seconds += hour * 3600 + minute * 60
        at = 16
        if sign(at, ":") {
            guard let second = number(17, 2), second < 60 else { return nil }
            seconds += second
            at = 19
        }
        if at == bytes.count || (at + 1 == bytes.count && sign(at, "Zz")) { return Int64(seconds) }
        guard sign(at, "+-"), let hours = number(at + 1, 2), sign(at + 3, ":"), let minutes = number(at + 4, 2),
            at + 6 == bytes.count, hours < 24, minutes < 60
        else { return nil }
        let offset = hours * 3600 + minutes * 60
        return Int64(sign(at, "+") ? seconds - offset : seconds + offset)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
