import Products
import Testing

/// The orders in which a module lists things are the same before and after a reset.
@Suite struct OrderTests {
    static let modules = [
        "SARA-R510S-01B", "SARA-R510S-00B-00", "SARA-R410M-02B", "SARA-R410M-63B-01", "SARA-R422-01B",
    ]

    @Test(arguments: modules, [2, 3, 100]) func outliveAReset(_ name: String, _ profile: Int) throws {
        let line = try Line(try #require(Product.named(name)), profile: profile)
        _ = line.ask("ATE0;+ULWM2MSTAT=0")
        let list = line.ask("AT+ULWM2MLIST=\"/\"")
        let paths = (list.first ?? "").split(separator: "\"").map(String.init).filter { $0.hasPrefix("/") }
        #expect(paths.count > 10, "\(list)")
        for (index, path) in paths.enumerated() where path.hasPrefix("/2/") {
            // Entries with rights of several servers, given in different orders.
            let servers = index % 2 == 0 ? [123, 5, 40] : [40, 123, 7, 2]
            for server in servers {
                let record = "{\\\"n\\\":\\\"2/\(server)\\\",\\\"v\\\":15}"
                let answer = line.ask("AT+ULWM2MWRITE=\"{\\\"bn\\\":\\\"\(path)/\\\",\\\"e\\\":[\(record)]}\"")
                #expect(answer == ["OK"], "\(path): \(answer)")
            }
        }
        func answers() -> [[String]] {
            [line.ask("AT+ULWM2MLIST=\"/\"")]
                + paths.filter { !$0.hasPrefix("/0") && !$0.hasPrefix("/3/") && !$0.hasPrefix("/7") }.map {
                    line.ask("AT+ULWM2MREAD=\"\($0)\"")
                }
        }
        let before = answers()
        for _ in 0..<2 {
            _ = line.ask("AT+CFUN=15")
            _ = line.wait(20)
            _ = line.ask("ATE0")
            #expect(answers() == before)
        }
    }

    /// NaN is no number, and an answer in JSON cannot hold it.
    @Test func saysThatAValueIsNaN() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        try line.uploadSensor()
        #expect(
            line.ask(#"AT+ULWM2MCREATE="{\"bn\":\"/3300/0\",\"e\":[{\"n\":\"5701\",\"sv\":\"C\"}]}",123"#) == ["OK"])
        for value in [Double.nan, .infinity] {
            try line.put(value, into: "/3300/0/5700")
            #expect(line.ask("AT+ULWM2MREAD=\"/3300/0/5700\"") == ["+CME ERROR: operation not supported"])
            let word = value.isNaN ? "NaN" : "inf"
            #expect(line.log.last?.contains(word) == true, "\(line.log.last ?? "")")
        }
    }
}
