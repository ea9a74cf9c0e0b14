import Foundation
import TestSupport
import Testing

struct ProductsCommandTests {
    @Test func listsThemAll() throws {
        let run = try Program.run(["products"])
        let lines = run.standardOutput.split(separator: "\n")
        #expect(run.exitCode == 0 && run.standardError.isEmpty && lines.count > 39)
        #expect(
            lines[0]
                == "  PRODUCT              GROUP      OBJECTS  REGISTERED  EVENTS         PULSE  PROFILE  URC FROM LUA")
        #expect(
            lines[4]
                == "  SARA-R410M-63B-01    R41-x3B    15       2           0 1 2 3 4      yes    0        lua_send_urc(length, text)"
        )
        #expect(
            lines[9]
                == "  SARA-R410M-02B-00    R41-fota   18       -           -              no     0        no Lua Objects"
        )
        #expect(lines.filter { $0.hasPrefix("* ") }.map { $0.split(separator: " ")[1] } == ["SARA-R510S-01B"])
    }

    static let pages = ["SARA-R510S-01B", "SARA-R410M-02B", "SARA-R410M-02B-01", "SARA-R410M-63B-01", "LEXI-R422"]
    @Test(arguments: pages) func showsOne(_ name: String) throws {
        let run = try Program.run(["products", name.lowercased()])
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        try expectGolden(run.standardOutput, "Tests/CommandTests/Goldens/products/\(name).txt")
    }

    @Test func printsTheObjectsOfEveryProduct() throws {
        let run = try Program.run(["products", "--json"])
        let products = try #require(object(run)["products"] as? [[String: Any]])
        #expect(run.exitCode == 0 && products.count >= 39)
        for product in products {
            let objects = try #require(product["objects"] as? [[String: Any]])
            #expect(objects.count >= 9)
            for object in objects {
                #expect(Set(object.keys).isSubset(of: ["id", "name", "resources", "operators"]))
                let resources = try #require(object["resources"] as? [[String: Any]])
                #expect(resources.allSatisfy { $0["id"] is Int && Set($0.keys).isSubset(of: ["id", "note"]) })
            }
        }
    }

    @Test func printsMarksAndOperators() throws {
        let product = try object(Program.run(["products", "SARA-R510S-01B", "--json"]))
        let objects = try #require(product["objects"] as? [[String: Any]])
        func notes(_ id: Int) -> [Int: String] {
            let resources = objects.first { $0["id"] as? Int == id }?["resources"] as? [[String: Any]] ?? []
            return Dictionary(
                uniqueKeysWithValues: resources.compactMap { resource in
                    (resource["note"] as? String).map { (resource["id"] as? Int ?? -1, $0) }
                })
        }
        func operators(_ id: Int) -> [String]? {
            objects.first { $0["id"] as? Int == id }?["operators"] as? [String]
        }
        #expect(product["name"] as? String == "SARA-R510S-01B" && product["group"] as? String == "R5")
        #expect(notes(0) == [30000: "Verizon only"] && notes(5) == [10: "Verizon only"])
        #expect(notes(16) == [0: "written by the end device"] && operators(16) == ["AT&T"])
        #expect(notes(3)[21] == "written by the end device" && notes(3)[12] == nil)
        #expect(operators(11) == ["all but Verizon"] && operators(10308) == ["AT&T"] && operators(3) == nil)
        let timings = product["timings"] as? [String: Any]
        #expect(timings?["databaseCreation"] as? [String: Int] == ["2": 7, "3": 13, "90": 5, "100": 5, "other": 5])
    }

    @Test func keepsToAProfile() throws {
        func ids(_ profile: String) throws -> [Int] {
            let product = try object(Program.run(["products", "SARA-R510S-01B", "--profile", profile, "--json"]))
            return (product["objects"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }
        }
        #expect(try ids("3") == [0, 1, 2, 3, 4, 5, 7, 14])
        #expect(try ids("90") == [0, 1, 2, 3, 4, 5, 7, 11, 14])
        #expect(try ids("206") == [0, 1, 2, 3, 4, 5, 7, 11, 14, 16, 10308])
    }

    static let refusals: [([String], String)] = [
        (
            ["SARA-R510S-01C"],
            "unknown product 'SARA-R510S-01C'; did you mean 'SARA-R510S-01B'?; the nearest are SARA-R510S-01B, "
        ),
        // Those first that begin as the name does.
        (
            ["SARA-R500"],
            "unknown product 'SARA-R500'; the nearest are SARA-R500S-00B, SARA-R500S-01B, SARA-R500S-61B; xlwm2m "
        ),
        (["sara-r5"], "unknown product 'sara-r5'; the nearest are SARA-R500S-00B, "),
        (["LEXI-R422", "SARA-R510S-01B"], "name one product, or none\n"),
        (["--profile", "3"], "name the product that --profile is about\n"),
        (["LEXI-R422", "--profile", "7"], "unknown operator profile '7'; there are 0, 1, 2, 3, 4, 5, 6, 8, 19, "),
    ]
    @Test(arguments: refusals) func refuses(_ arguments: [String], _ message: String) throws {
        let run = try Program.run(["products"] + arguments)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty)
        #expect(run.standardError.hasPrefix("xlwm2m products: \(message)"), "\(run.standardError)")
    }

    @Test(arguments: ["products", "profiles"]) func runsItsExamples(_ command: String) throws {
        let help = try Program.run([command, "--help"]).standardOutput
        let lines = help.split(separator: "\n").filter { $0.hasPrefix("  xlwm2m \(command)") }
        #expect(lines.count >= 3)
        for line in lines {
            let run = try Program.run(line.split(separator: " ").dropFirst().map(String.init))
            #expect(run.exitCode == 0 && run.standardError.isEmpty && !run.standardOutput.isEmpty, "\(line)")
        }
    }

    private func object(_ run: Program) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
    }
}
