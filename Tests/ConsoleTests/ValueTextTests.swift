import Console
import LwM2M
import Testing

struct ValueTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let type: DataType
        let typed: String
        let value: ResourceValue
        /// As it is shown.
        let shown: String
        var testDescription: String { "\(type.rawValue) \(typed)" }
        init(_ type: DataType, _ typed: String, _ value: ResourceValue, _ shown: String) {
            (self.type, self.typed, self.value, self.shown) = (type, typed, value, shown)
        }
    }

    static let cases: [Case] = [
        Case(.string, "Temperature", .string("Temperature"), "\"Temperature\""),
        Case(.string, "\"a \\\"b\\\"\\n\"", .string("a \"b\"\n"), "\"a \\\"b\\\"\\n\""),
        Case(.string, "'a \\n'", .string("a \\n"), "\"a \\\\n\""),
        Case(.string, "''", .string(""), "\"\""),
        Case(.integer, "-7", .integer(-7), "-7"),
        Case(.integer, "9223372036854775807", .integer(.max), "9223372036854775807"),
        Case(.unsignedInteger, "18446744073709551615", .unsignedInteger(.max), "18446744073709551615"),
        Case(.float, "21.5", .float(21.5), "21.5"),
        Case(.float, "100", .float(100), "100"),
        Case(.float, "-1e-3", .float(-0.001), "-0.001"),
        Case(.boolean, "true", .boolean(true), "true"),
        Case(.boolean, "0", .boolean(false), "false"),
        Case(.opaque, "hex:0a1B", .opaque([10, 27]), "hex:0a1b"),
        Case(.opaque, "AQID", .opaque([1, 2, 3]), "hex:010203"),
        Case(.opaque, "AQ==", .opaque([1]), "hex:01"),
        Case(.opaque, "hex:", .opaque([]), "hex:"),
        Case(.time, "1700000000", .time(1_700_000_000), "1700000000 (2023-11-14T22:13:20Z)"),
        Case(.time, "2023-11-14T22:13:20Z", .time(1_700_000_000), "1700000000 (2023-11-14T22:13:20Z)"),
        Case(.time, "2023-11-14T23:13:20+01:00", .time(1_700_000_000), "1700000000 (2023-11-14T22:13:20Z)"),
        Case(.time, "2024-02-29", .time(1_709_164_800), "1709164800 (2024-02-29T00:00:00Z)"),
        Case(.time, "1969-12-31T23:59", .time(-60), "-60 (1969-12-31T23:59:00Z)"),
        Case(.time, "0000-01-01", .time(-62_167_219_200), "-62167219200 (0000-01-01T00:00:00Z)"),
        Case(.objectLink, "3:0", .objectLink(ObjectLink(object: 3, instance: 0)), "3:0"),
        Case(.objectLink, "65535:65535", .objectLink(.null), "65535:65535 (nothing)"),
        Case(.corelnk, "</3/0>", .corelnk("</3/0>"), "\"</3/0>\""),
    ]

    @Test(arguments: cases) func readsAndShows(_ c: Case) throws {
        let value = try ValueText.value(Word(c.typed, column: 1), as: c.type)
        #expect(value == c.value)
        #expect(ValueText.text(value) == c.shown)
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        let type: DataType
        let typed, error: String
        var testDescription: String { "\(type.rawValue) \(typed)" }
        init(_ type: DataType, _ typed: String, _ error: String) {
            (self.type, self.typed, self.error) = (type, typed, error)
        }
    }

    static let wholeNumber = "a whole number from -9223372036854775808 to 9223372036854775807"
    static let misfits: [Misfit] = [
        Misfit(.integer, "21.5", "column 9: '21.5' does not fit the type Integer: \(wholeNumber)"),
        Misfit(
            .integer, "9223372036854775808",
            "column 9: '9223372036854775808' does not fit the type Integer: \(wholeNumber)"),
        Misfit(.integer, "", "column 9: '' does not fit the type Integer: \(wholeNumber)"),
        Misfit(
            .unsignedInteger, "-1",
            "column 9: '-1' does not fit the type Unsigned Integer: a whole number from 0 to 18446744073709551615"),
        Misfit(.float, "nan", "column 9: 'nan' does not fit the type Float: a decimal number, as 21.5 or 1e-3"),
        Misfit(.float, "1e999", "column 9: '1e999' does not fit the type Float: a decimal number, as 21.5 or 1e-3"),
        Misfit(.float, "0x10", "column 9: '0x10' does not fit the type Float: a decimal number, as 21.5 or 1e-3"),
        Misfit(.boolean, "yes", "column 9: 'yes' does not fit the type Boolean: true, false, 1 or 0"),
        Misfit(
            .opaque, "hex:0",
            "column 9: the value does not fit the type Opaque: octets as hex:0a1b, str:TEXT or in base64"),
        Misfit(
            .opaque, "A", "column 9: the value does not fit the type Opaque: octets as hex:0a1b, str:TEXT or in base64"),
        Misfit(
            .time, "2023-02-29",
            "column 9: '2023-02-29' does not fit the type Time: seconds since 1970, or 2024-05-31T12:00:00Z"),
        Misfit(
            .time, "noon", "column 9: 'noon' does not fit the type Time: seconds since 1970, or 2024-05-31T12:00:00Z"),
        Misfit(.objectLink, "3", "column 9: '3' does not fit the type Objlnk: OBJECT:INSTANCE, as 3:0"),
    ]

    @Test(arguments: misfits) func refuses(_ c: Misfit) {
        let error = #expect(throws: ConsoleError.self) { try ValueText.value(Word(c.typed, column: 9), as: c.type) }
        #expect(error?.description == c.error)
    }

    @Test func readsTheValuesOfAMultipleResource() throws {
        let values = try ValueText.instances(Word("{0='a, b', 721 = \"}\"}", column: 1), as: .string)
        #expect(values.map(\.id) == [0, 721])
        #expect(values.map(\.value) == [.string("a, b"), .string("}")])
        #expect(try ValueText.instances(Word("{}", column: 1), as: .string).isEmpty)
    }

    @Test func saysWhereAListIsWrong() {
        let twice = #expect(throws: ConsoleError.self) {
            try ValueText.instances(Word("{0=1, 0=2}", column: 15), as: .integer)
        }
        #expect(twice?.description == "column 21: the resource instance 0 is given twice")
        let misfit = #expect(throws: ConsoleError.self) {
            try ValueText.instances(Word("{0=1, 1=x}", column: 15), as: .boolean)
        }
        #expect(misfit?.description == "column 23: 'x' does not fit the type Boolean: true, false, 1 or 0")
    }
}
