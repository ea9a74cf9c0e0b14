import JSON
import ObjectCheck
import TestSupport
import Testing

struct ReportTests {
    private static let report = Lamp.checker("SARA-R510S-01B").check([
        CheckedFile(path: "fs/a b/object_lamp.lua", content: Array(Lamp.writing("lua_send_pulse(1)").utf8)),
        CheckedFile(path: "fs/50%,x:y.lua", content: Array("x = = 1".utf8)),
        CheckedFile(path: "fs/object_device.lua", content: device),
        CheckedFile(path: "/fs/bad.xml", content: Array("<LWM2M>\n<Object>\n</LWM2M>".utf8)),
    ])
    private static let device = Array(Lamp.with(("32000", "3"), ("object_lamp", "object_device")).utf8)

    @Test func printsForPeople() throws {
        try expectGolden(Self.report.text, "Tests/ObjectCheckTests/Fixtures/report.txt")
    }

    @Test func printsJSON() throws {
        try expectGolden(Self.report.json.prettyText + "\n", "Tests/ObjectCheckTests/Fixtures/report.json")
    }

    @Test func printsWorkflowCommands() throws {
        try expectGolden(Self.report.workflowCommands, "Tests/ObjectCheckTests/Fixtures/report.github.txt")
    }

    @Test func printsSARIF() throws {
        try expectGolden(
            Self.report.sarif(version: "1.2.3").prettyText + "\n", "Tests/ObjectCheckTests/Fixtures/report.sarif")
    }
}
