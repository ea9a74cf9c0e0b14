import Foundation
import TestSupport
import Testing

/// `xlwm2m test --product`: the tables of the product decide what there is of the built-in Objects.
struct TestProductTests {
    static let file = """
        it("knows the tables", function()
          assert.is_%@(device.offers("%@", %@))
        end)

        """

    struct Cell: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let product, object: String
        let resource: Int
        var profile: String?
        let isOffered: Bool
    }

    static let cells = [
        Cell(
            testDescription: "a Resource of table 4", product: "SARA-R510S-01B", object: "object_device.lua",
            resource: 13, isOffered: true),
        Cell(
            testDescription: "one that table 2 lacks", product: "SARA-R410M-63B-00", object: "object_device.lua",
            resource: 13, isOffered: false),
        Cell(
            testDescription: "Verizon's, under any profile", product: "SARA-R510S-01B", object: "object_device.lua",
            resource: 30000, isOffered: true),
        Cell(
            testDescription: "Verizon's, under another", product: "SARA-R510S-01B", object: "object_device.lua",
            resource: 30000, profile: "90", isOffered: false),
        Cell(
            testDescription: "an Object that table 4 lacks", product: "SARA-R510S-01B",
            object: "object_generic_sensor.lua", resource: 5700, isOffered: false),
        Cell(
            testDescription: "an Object of AT&T's", product: "SARA-R510S-01B", object: "object_portfolio.lua",
            resource: 0, profile: "2", isOffered: true),
        Cell(
            testDescription: "an Object of AT&T's under Verizon", product: "SARA-R510S-01B",
            object: "object_portfolio.lua", resource: 0, profile: "3", isOffered: false),
    ]

    @Test(arguments: cells) func offers(_ cell: Cell) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            String(format: Self.file, "\(cell.isOffered)", cell.object, "\(cell.resource)"), to: "x_test.lua")
        let profile = cell.profile.map { ["--profile", $0] } ?? []
        let run = try Program.run(["test", "--product", cell.product] + profile + [folder.url.path])
        #expect(run.exitCode == 0, "\(run)")
    }

    @Test func hidesWhatTheProductHasNot() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            it("reads", function()
              device.load "object_device.lua"
              device.host:create("/3/0")
              local _, code = device.server(123):read("/3/0/13")
              assert.equal(device.offers("object_device.lua", 13) and 69 or 132, code)
            end)
            it("does not load", function()
              assert.error_matches(function() device.load "object_location.lua" end, "has no Object 6")
            end)
            """, to: "x_test.lua")
        let run = try Program.run(["test", "--product", "SARA-R510S-01B", folder.url.path])
        #expect(run.exitCode == 0, "\(run)")
        let lacking = try Program.run(
            ["test", "--product", "SARA-R410M-63B-00", "--filter", "reads", folder.url.path])
        #expect(lacking.exitCode == 0, "\(lacking)")
    }

    @Test func leavesOwnFilesAlone() throws {
        let folder = try TemporaryFolder()
        let sensor = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("objects/object_generic_sensor.lua"), encoding: .utf8)
        try folder.write(sensor + "-- mine\n", to: "object_generic_sensor.lua")
        try folder.write(
            "it('loads', function() device.load 'object_generic_sensor.lua' end)\n",
            to: "object_generic_sensor_test.lua")
        let run = try Program.run(["test", "--product", "SARA-R510S-01B", folder.url.path])
        #expect(run.exitCode == 0 && run.standardOutput.contains("1 test: 1 passed"), "\(run)")
    }

    @Test func leavesOutTheTestsOfObjectsThatAProductHasNot() throws {
        let arguments = ["test", "--list", "--product", "SARA-R510S-01B", "objects"]
        let listed = try Program.run(arguments).standardOutput
        #expect(listed.contains("object_device > ") && !listed.contains("object_location > "))
        let run = try Program.run(["test", "--product", "SARA-R510S-01B", "objects/tests/object_location_test.lua"])
        #expect(run.exitCode == 3)
    }
}
