import Products
import Testing

/// The signal is one: what a console sets is what each command tells.
struct SignalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let strength: Int64
        let csq, cesq, reference, line: String
        var testDescription: String { "\(strength) dBm" }
    }

    static let cases = [
        Case(strength: -80, csq: "20,3", cesq: "20,50", reference: "-080.00", line: "162,-80,-10"),
        Case(strength: -100, csq: "10,3", cesq: "20,30", reference: "-100.00", line: "162,-100,-10"),
        Case(strength: -55, csq: "31,3", cesq: "20,75", reference: "-055.00", line: "162,-55,-10"),
        Case(strength: -140, csq: "0,3", cesq: "20,0", reference: "-140.00", line: "162,-140,-10"),
        Case(strength: 0, csq: "31,3", cesq: "20,97", reference: "000.00", line: "162,0,-10"),
        Case(strength: .min, csq: "0,3", cesq: "20,0", reference: "-1000.00", line: "162,-1000,-10"),
        Case(strength: .max, csq: "31,3", cesq: "20,97", reference: "1000.00", line: "162,1000,-10"),
    ]

    @Test(arguments: cases) func isToldByEachCommand(_ example: Case) throws {
        let line = try Line(#require(Product.named("SARA-R422S")))
        line.module.connectivity.signalStrength = example.strength
        #expect(line.ask("AT+CSQ") == ["+CSQ: \(example.csq)", "OK"])
        #expect(line.ask("AT+CESQ") == ["+CESQ: 99,99,255,255,\(example.cesq)", "OK"])
        #expect(line.ask("AT+UCGED=5;+UCGED?").contains("+RSRP: 162,5110,\"\(example.reference)\","))
        #expect(line.ask("AT+UCGED=2;+UCGED?").contains { $0.contains(example.line) })
    }

    @Test func isUnknownWithoutACell() throws {
        let line = try Line()
        _ = line.ask("AT+CFUN=4")
        line.module.connectivity.signalStrength = -70
        #expect(line.ask("AT+CSQ") == ["+CSQ: 99,99", "OK"])
        #expect(line.ask("AT+CESQ") == ["+CESQ: 99,99,255,255,255,255", "OK"])
    }
}
