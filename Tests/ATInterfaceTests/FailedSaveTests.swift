import ATInterface
import Foundation
import Products
import SQLite
import TestSupport
import Testing

/// OK means that it is in the flash: where the flash takes nothing, the host hears an error.
struct FailedSaveTests {
    struct Save: Sendable, CustomTestStringConvertible {
        let testDescription, command: String
        var product = "SARA-R510S-01B"
        /// Whether each change is saved at once.
        var isAlways = true

        init(_ name: String, _ command: String, on product: String = "SARA-R510S-01B", isAlways: Bool = true) {
            (testDescription, self.command, self.product, self.isAlways) = (name, command, product, isAlways)
        }
    }

    static let saves = [
        Save("a write", #"AT+ULWM2MWRITE="{\"bn\":\"/1/4\",\"e\":[{\"n\":\"1\",\"v\":180}]}""#),
        Save("a creation", #"AT+ULWM2MCREATE="{\"bn\":\"/1/5\",\"e\":[{\"n\":\"0\",\"v\":125}]}",0"#),
        Save("a creation with an owner", #"AT+ULWM2MCREATE="{\"bn\":\"/1/5\",\"e\":[{\"n\":\"0\",\"v\":125}]}",124"#),
        Save("a removal", #"AT+ULWM2MDELETE="/1/4""#),
        Save("a save by command", #"AT+ULWM2MWRITE="""#, isAlways: false),
        Save("the operator profile", "AT+UMNOPROF=90", isAlways: false),
        Save("the switch of the client", "AT+ULWM2M=1", isAlways: false),
        Save("the echo", "ATE0", on: "SARA-R410M-02B", isAlways: false),
        Save("the profile of the line", "ATE0;&W", isAlways: false),
        Save("the functionality", "AT+CFUN=4", isAlways: false),
        Save("power saving", "AT+CPSMS=1,,,\"01000111\",\"00000001\"", isAlways: false),
        Save("the time zone", "AT+CCLK=\"24/02/20,00:00:00+08\"", isAlways: false),
        Save("a context", "AT+CGDCONT=3,\"IP\",\"x\"", isAlways: false),
    ]

    /// Makes each change of the database fail, or lets it be again.
    private static func setFull(_ isFull: Bool, _ line: Line) throws {
        let database = try Database(line.folder.path("LWM2M/object.db"))
        for table in ["object", "object_instance", "setting", "registration"] {
            for (name, moment) in [("i", "INSERT"), ("d", "DELETE")] {
                try database.run(
                    isFull
                        ? "CREATE TRIGGER full_\(name)_\(table) BEFORE \(moment) ON \(table) "
                            + "BEGIN SELECT RAISE(ABORT, 'no room'); END"
                        : "DROP TRIGGER full_\(name)_\(table)")
            }
        }
    }

    @Test(arguments: saves) func answersWithAnErrorAndThenWithOK(_ save: Save) throws {
        let line = try Line(
            try #require(Product.named(save.product)), profile: 100,
            commitPolicy: save.isAlways ? .always : nil)
        _ = line.ask("ATE0")
        _ = line.ask("AT+CMEE=2")
        _ = line.ask("AT+COPS=2")
        _ = line.ask("ATE1")
        if save.command.contains("\\\"bn\\\":\\\"/1/4") || save.command.contains("/1/4")
            || save.command.hasSuffix(#"="""#)
        {
            let create = #"AT+ULWM2MCREATE="{\"bn\":\"/1/4\",\"e\":[{\"n\":\"0\",\"v\":124}]}",0"#
            #expect(line.ask(create) == ["OK"])
        }
        try Self.setFull(true, line)
        #expect(line.ask(save.command) == ["+CME ERROR: memory failure"])
        #expect(line.log.contains { $0.contains("not saved") || $0.contains("could not be saved") }, "\(line.log)")
        // What changes nothing does not suffer.
        #expect(line.ask("AT+CGMI").last == "OK")
        try Self.setFull(false, line)
        // The removal has happened already and is saved with the next change; all else is done again.
        let create = #"AT+ULWM2MCREATE="{\"bn\":\"/1/6\",\"e\":[{\"n\":\"0\",\"v\":126}]}",0"#
        #expect(line.ask(save.command.contains("DELETE") ? create : save.command).last == "OK")
        #expect(line.module.database.unsavedReason == nil)
    }

    @Test func refusesAFileThatHasNoPlace() throws {
        let line = try Line()
        _ = line.ask("ATE0;+CMEE=2")
        try FileManager.default.removeItem(at: line.folder.url)
        _ = line.send("AT+UDWNFILE=\"f\",3\r")
        #expect(Line.lines(line.send(Array("abc".utf8))) == ["+CME ERROR: FFS error"])
        #expect(line.ask("AT+CGMI") == ["u-blox", "OK"])
    }

    @Test func numbersTheError() throws {
        let line = try Line(commitPolicy: .always)
        _ = line.ask("ATE0;+CMEE=1")
        try Self.setFull(true, line)
        #expect(line.ask("AT+UMNOPROF=1") == ["+CME ERROR: 23"] || line.ask("AT+ULWM2M=1") == ["+CME ERROR: 23"])
        _ = line.ask("AT+CMEE=0")
        #expect(line.ask("AT&W") == ["ERROR"])
    }
}
