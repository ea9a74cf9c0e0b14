import Products
import Randomness
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

    /// Instances that come and go leave their tables in orders that no way of filling a table from the start has.
    @Test(arguments: EveryProductTests.withObjects) func outliveAResetWithHoles(_ name: String) throws {
        var random = SeededSequence(seed: 11)
        for history in 0..<6 {
            let line = try EveryProductTests.line(name, profile: 100)
            _ = line.ask("AT+ULWM2MSTAT=0")
            func list() -> [String] {
                (line.ask("AT+ULWM2MLIST=\"/\"").first ?? "").split(separator: "\"").map(String.init)
                    .filter { $0.hasPrefix("/") }
            }
            for _ in 0..<16 {
                if Bool.random(using: &random) {
                    let id = Int.random(in: 2..<40, using: &random)
                    let records = [
                        EveryProductTests.record("0", "v", "\(id)"), EveryProductTests.record("1", "v", "300"),
                        EveryProductTests.record("7", "sv", #"\"U\""#),
                    ]
                    _ = line.ask(
                        #"AT+ULWM2MCREATE="{\"bn\":\"/1/\#(id)\",\"e\":[\#(records.joined(separator: ","))]}",123"#)
                } else {
                    let deletable = list().filter { $0.hasPrefix("/1/") || $0.hasPrefix("/2/") || $0.hasPrefix("/14/") }
                    _ = line.ask("AT+ULWM2MDELETE=\"\(deletable.randomElement(using: &random) ?? "/1/2")\"")
                }
            }
            let before = list()
            for _ in 0..<2 {
                EveryProductTests.reset(line)
                #expect(list() == before, "history \(history)")
            }
        }
    }

    /// NaN is not a number, and an answer in JSON cannot hold it.
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
