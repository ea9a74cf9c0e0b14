import Foundation
import TestSupport
import Testing

struct ProfilesCommandTests {
    static let pages: [(String, [String])] = [
        ("all", []), ("all-on-R410M", ["--product", "sara-r410m-02b"]), ("3", ["3"]),
        ("20-on-63B", ["20", "--product", "SARA-R410M-63B-01"]), ("201", ["201"]), ("90", ["90"]),
    ]
    @Test(arguments: pages) func shows(_ name: String, _ arguments: [String]) throws {
        let run = try Program.run(["profiles"] + arguments)
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        try expectGolden(run.standardOutput, "Tests/CommandTests/Goldens/profiles/\(name).txt")
    }

    @Test func printsJSON() throws {
        let all = try object(Program.run(["profiles", "--json"]))
        let profiles = try #require(all["profiles"] as? [[String: Any]])
        #expect(all["product"] as? String == "SARA-R510S-01B" && profiles.count == 28)
        let verizon = try object(Program.run(["profiles", "3", "--json"]))
        let servers = try #require(verizon["servers"] as? [[String: Any]])
        #expect(servers.map { $0["shortServerID"] as? Int } == [102, 101, 1000, 721])
        #expect(servers.map { $0["lifetime"] as? Int } == [2_592_000, 86_400, 86_400, 86_400])
        #expect(servers.map { $0["connectsAtBoot"] as? Bool } == [true, true, false, false])
        #expect(servers[0]["apn"] as? String == "VZWADMIN" && servers[2]["cid"] as? Int == 1)
        #expect(verizon["start"] as? String == "enabled" && verizon["bootstraps"] as? Bool == true)
    }

    static let refusals: [([String], String)] = [
        (["7"], "unknown operator profile '7'; there are 0, 1, 2, "),
        (["AT&T"], "unknown operator profile 'AT&T'; there are 0, "),
        (["2", "3"], "name one profile, or none\n"),
        (["--product", "SARA"], "unknown product 'SARA'; the nearest are SARA-R422-00B, "),
        (["--product", "sara-r5"], "unknown product 'sara-r5'; the nearest are SARA-R5"),
    ]
    @Test(arguments: refusals) func refuses(_ arguments: [String], _ message: String) throws {
        let run = try Program.run(["profiles"] + arguments)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m profiles: \(message)"), "\(run.standardError)")
    }

    private func object(_ run: Program) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
    }
}
