import Foundation
import TestSupport
import Testing

/// The built-in Objects in the hands of a user: made again, checked, tested and served.
struct BuiltInObjectsTests {
    /// One product of each group.
    static let products = [
        "SARA-R410M-02B", "SARA-R410M-63B-00", "SARA-R422-00B", "SARA-R422S-01B", "LEXI-R422", "SARA-R510S-00B-00",
        "SARA-R510S-00B", "SARA-R510S-01B",
    ]

    @Test func fitTheirDefinitions() throws {
        let folder = Corpus.checkout.appendingPathComponent("generator/definitions")
        let definitions = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(definitions.count == 18)
        let run = try Program.run(
            ["generate", "--check", "-o", "objects"] + definitions.map { "generator/definitions/\($0)" })
        #expect(run.exitCode == 0, "\(run)")
    }

    /// The client takes only some values for a Binding and a Lifetime, whether the definition lists them or not.
    @Test(arguments: [true, false]) func theServerObjectIsTestedWithValuesThatItTakes(listsRanges: Bool) throws {
        let folder = try TemporaryFolder()
        let parts = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("generator/definitions/1.xml"), encoding: .utf8
        ).components(separatedBy: "<RangeEnumeration>")
        let text =
            listsRanges
            ? parts.joined(separator: "<RangeEnumeration>")
            : parts[0]
                + parts.dropFirst().map { "<RangeEnumeration>" + $0.drop { $0 != "<" } }.joined()
        try folder.write(text, to: "1.xml")
        try Program.run(["generate", "--with-tests", "-o", "o", "1.xml"], in: folder.url)
        for arguments in [["test", "o"], ["test", "--contract", "1.xml", "o"]] {
            let run = try Program.run(arguments, in: folder.url)
            #expect(run.exitCode == 0, "\(run.standardOutput)")
        }
    }

    @Test(arguments: products) func workOn(_ product: String) throws {
        let check = try Program.run(["check", "--product", product, "objects"])
        #expect(check.exitCode == 0 && check.standardOutput.contains(": 0 errors, 0 warnings,"), "\(check)")
        let test = try Program.run(["test", "--product", product, "objects"])
        #expect(test.exitCode == 0, "\(test)")
    }

    @Test(arguments: products) func areAllServed(_ product: String) throws {
        let run = try Program.run(["run", "--product", product, "--all-objects", "--exec", "ls"])
        #expect(run.exitCode == 0 && run.standardOutput.split(separator: "\n").count == 19, "\(run)")
    }

    /// A module out of the box is its product: no Object more, and none less.
    @Test(arguments: [
        ("SARA-R510S-01B", "90"), ("SARA-R422-01B", "90"), ("LEXI-R422", "90"), ("SARA-R410M-02B", "100"),
    ])
    func areThoseOfTheFactoryProfile(_ product: String, _ profile: String) throws {
        let table = try Self.json(["products", product, "--profile", profile, "--json"])[0]
        let objects = try #require(table["objects"] as? [[String: Any]])
        let answer = try Self.json(["run", "--product", product, "--json", "--exec", "ls"])[0]
        let listed = try #require(answer["objects"] as? [[String: Any]])
        #expect(listed.compactMap { $0["id"] as? Int } == objects.compactMap { $0["id"] as? Int }.sorted())
    }

    /// Under no operator of its own, Verizon and AT&T.
    @Test(arguments: products, ["90", "3", "2"]) func areThoseOfTheTables(_ product: String, _ profile: String) throws {
        let table = try Self.json(["products", product, "--profile", profile, "--json"])[0]
        let objects = try #require(table["objects"] as? [[String: Any]])
        let commands = objects.map { "ls /\($0["id"] ?? "")" } + ["ls"]
        let answers = try Self.json(
            ["run", "--product", product, "--profile", profile, "--json", "--exec", commands.joined(separator: ";")])
        for (object, answer) in zip(objects, answers) {
            let served = try #require(answer["object"] as? [String: Any])
            #expect(served["id"] as? Int == object["id"] as? Int)
            // Table 2 gives the Generic Sensor a Resource that its definition does not have.
            let expected = Self.resources(object).subtracting(object["id"] as? Int == 3300 ? [0] : [])
            #expect(Self.resources(served) == expected, "\(object)")
        }
        let listed = try #require(answers.last?["objects"] as? [[String: Any]])
        #expect(listed.compactMap { $0["id"] as? Int } == objects.compactMap { $0["id"] as? Int }.sorted())
    }

    @Test func areLoadedInTheOrderOfTheModule() throws {
        func files(_ product: String) throws -> [String] {
            let run = try Program.run(["run", "--product", product, "--profile", "2", "--exec", "reload"])
            return run.standardOutput.split(separator: "\n").map { String($0.prefix { $0 != ":" }) }
        }
        #expect(
            try files("SARA-R510S-01B") == [
                "object_device.lua", "object_lwm2m_security.lua", "object_lwm2m_server.lua",
                "object_lwm2m_access_control.lua", "object_apn_connection_profile.lua",
                "object_connectivity_monitoring.lua", "object_connectivity_statistics.lua", "object_portfolio.lua",
                "object_firmware_update.lua", "object_att_connectivity_extension.lua",
                "object_lwm2m_software_component.lua",
            ])
        let ofR4 = try files("SARA-R422S-01B")
        #expect(ofR4.count == 17 && ofR4 == ofR4.sorted())
    }

    private static func json(_ arguments: [String]) throws -> [[String: Any]] {
        let run = try Program.run(arguments)
        #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run)")
        let texts = arguments[0] == "run" ? run.standardOutput.components(separatedBy: "\n") : [run.standardOutput]
        return try texts.filter { !$0.isEmpty }.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private static func resources(_ object: [String: Any]) -> Set<Int> {
        Set((object["resources"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int })
    }
}
