import Foundation
import TestSupport
import Testing

/// Objects whose names look like something else are served, checked and loaded all the same.
struct ObjectNameTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func xlwm2m(_ arguments: String...) throws -> Program { try Program.run(arguments, in: folder.url) }

    private func define(_ name: String, _ id: Int, in output: String, _ options: String...) throws {
        var text = DefinitionText()
        text.name = name
        text.id = String(id)
        text.urn = "urn:oma:lwm2m:x:\(id)"
        try folder.write(text.file, to: "\(id).xml")
        let run = try Program.run(["generate", "-o", output] + options + ["\(id).xml"], in: folder.url)
        #expect(run.exitCode == 0, "\(run.standardError)")
    }

    @Test func servesAnObjectCalledTest() throws {
        try define("Link Test", 31002, in: "o", "--with-tests")
        let served = try xlwm2m("run", "o", "--exec", "ls; create /31002/0; read /31002/0/0")
        #expect(served.exitCode == 0 && served.standardOutput.contains("Link Test"))
        #expect(served.standardOutput.contains("/31002/0/0 Value: 0"))
        let checked = try xlwm2m("check", "o")
        #expect(checked.exitCode == 0 && checked.standardOutput.hasPrefix("1 file checked"))
        let tested = try xlwm2m("test", "o")
        #expect(tested.exitCode == 0 && tested.standardOutput.contains("object_link_test_test.lua"))
        #expect(!tested.standardOutput.contains("object_link_test.lua"))
        try define("Link Test", 31002, in: "f/XLWM2M")
        let booted = try xlwm2m("run", "--flash", "f", "--exec", "create /31002/0; ls /31002")
        #expect(booted.exitCode == 0 && booted.standardOutput.contains("/31002/0"), "\(booted.standardError)")
    }

    @Test func saysThatANameIsThatOfABuiltInObject() throws {
        try define("Device", 33001, in: "f/XLWM2M")
        let checked = try xlwm2m("check", "f/XLWM2M")
        #expect(checked.exitCode == 1)
        #expect(
            checked.standardOutput.contains(
                "object_device is the name of the built-in Object 3, and the file registers 33001"))
        let booted = try xlwm2m("run", "--flash", "f", "--exec", "ls /3")
        #expect(
            (booted.standardOutput + booted.standardError).contains(
                "object_device.lua: the name is that of the built-in Object 3, and the file is Object 33001"))
    }

    @Test func treatsAFileThatIsNoLuaAlikeEverywhere() throws {
        try folder.write("x = = 1\n", to: "f/XLWM2M/foo.lua")
        let checked = try xlwm2m("check", "f")
        #expect(checked.exitCode == 1)
        #expect(checked.standardOutput.contains("f/XLWM2M/foo.lua:1: error: unexpected symbol near '='"))
        let booted = try xlwm2m("run", "--flash", "f", "--exec", "ls /3")
        #expect(booted.exitCode == 1)
        #expect((booted.standardOutput + booted.standardError).contains("foo.lua:1: unexpected symbol near '='"))
    }

    /// Nobody waits for a pipe that lies among the files of a folder.
    @Test(arguments: [
        (["check", "o"], "2 files checked"), (["run", "o", "--exec", "ls"], "Tank"), (["test", "o"], " passed in "),
    ])
    func passesOverPipes(arguments: [String], said: String) throws {
        try define("Tank", 33010, in: "o", "--with-tests")
        try folder.write(DefinitionText().file, to: "o/probe.xml")
        for name in ["object_pipe.lua", "pipe_test.lua", "object_pipe_test.lua", "pipe.xml"] {
            #expect(mkfifo(folder.path("o/" + name), 0o600) == 0)
        }
        let program = try LiveProgram(arguments, in: folder.url)
        guard program.wait(for: said) else {
            program.kill()
            Issue.record("it waits: \(program.rest)")
            return
        }
        #expect(program.exitCode() == 0)
    }

    @Test func findsALostResource() throws {
        try define("Tank", 33010, in: "o")
        let text = try folder.read("o/object_tank.lua")
            .replacingOccurrences(of: "local RES_O_VALUE = 0\n", with: "local RES_O_VALUE = 1\nlocal RES_O_VALUE = 2\n")
            .replacingOccurrences(
                of: "local resource_table = {\n", with: "local resource_table = {\n  [RES_O_VALUE] = {},\n")
        try folder.write(text, to: "o/object_tank.lua")
        let run = try xlwm2m("check", "o/object_tank.lua")
        #expect(run.exitCode == 1)
        func line(_ words: String) -> Int {
            text.components(separatedBy: "\n").firstIndex { $0.contains(words) }.map { $0 + 1 } ?? 0
        }
        let (constant, key) = (line("local RES_O_VALUE = 2"), line("[RES_O_VALUE] = {}"))
        #expect(
            run.standardOutput.contains(
                "o/object_tank.lua:\(constant): warning: the constant 'RES_O_VALUE' is given in line \(constant - 1) and again "
                    + "in line \(constant), so Resource 1 is lost"))
        #expect(
            run.standardOutput.contains(
                "o/object_tank.lua:\(key + 1): warning: the key [RES_O_VALUE] is given in line \(key) and again in line "
            ))
    }
}
