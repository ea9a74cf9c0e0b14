import Emulator
import LwM2M
import Storage
import TestSupport
import Testing

/// Files of the flash as Objects.
struct ObjectFileTests {
    private func run(_ folder: TemporaryFolder, _ product: String = "SARA-R510S-01B") throws -> ModuleRun {
        let flash = try Flash(folder.path("flash"))
        return try ModuleRun(product) {
            $0.flash = flash
            $0.profile = 100
        }
    }

    private func restart(_ run: ModuleRun) {
        run.module.reset()
        run.module.finishBoot()
    }

    @Test func servesWhatIsDroppedIntoTheFolder() throws {
        let folder = try TemporaryFolder()
        let run = try run(folder).boot()
        #expect(run.module.dataModel.definition(of: 32800) == nil)
        try folder.write(ModuleRun.probe, to: "flash/XLWM2M/object_probe.lua")
        try folder.write("error('no Object')", to: "flash/XLWM2M/notes.txt")
        try folder.write("error('no Object')", to: "flash/XLWM2M/utils.lua")
        try folder.write("error('no Object')", to: "flash/USER/object_other.lua")
        restart(run)
        #expect(run.module.dataModel.definition(of: 32800)?.name == "Probe")
        try run.module.deleteFile("object_probe.lua", .objects)
        #expect(run.module.dataModel.definition(of: 32800) != nil)
        restart(run)
        #expect(run.module.dataModel.definition(of: 32800) == nil)
    }

    /// The module loads each file with the tag XLWM2M: one that is no Object stops the client.
    @Test(arguments: [
        ("foo.lua", "x = = 1", "foo.lua:1: unexpected symbol near '='"),
        ("notes.lua", "error('no Object')", "no Object"),
        ("empty.lua", "", "empty.lua"), ("object_probe_test.lua", "it('x', function() end)", "object_probe_test.lua:1"),
    ]) func doesNotStartWithAFileThatIsNone(_ name: String, _ text: String, _ why: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "flash/XLWM2M/\(name)")
        let run = try run(folder).boot()
        let notes = run.taken()
        #expect(notes.contains { $0.contains("load: ") && $0.contains(why) }, "\(notes)")
        #expect(run.module.dataModel.definition(of: 3) == nil)
        try run.module.deleteFile(name, .objects)
        restart(run)
        #expect(run.module.dataModel.definition(of: 3) != nil)
    }

    @Test func servesAnObjectWhoseNameEndsAsThatOfATest() throws {
        let folder = try TemporaryFolder()
        let text = ModuleRun.probe.replacingOccurrences(of: "object_probe", with: "object_probe_test")
        try folder.write(text, to: "flash/XLWM2M/object_probe_test.lua")
        let run = try run(folder).boot()
        #expect(run.module.dataModel.definition(of: 32800)?.name == "Probe")
    }

    @Test(arguments: ["SARA-R510S-01B", "SARA-R422S-01B"])
    func saysThatANameIsThatOfABuiltInObject(_ product: String) throws {
        let folder = try TemporaryFolder()
        let text = ModuleRun.probe.replacingOccurrences(of: "object_probe", with: "object_device")
        try folder.write(text, to: "flash/XLWM2M/object_device.lua")
        let run = try run(folder, product).boot()
        #expect(
            run.taken().contains {
                $0.contains(
                    "object_device.lua: the name is that of the built-in Object 3, and the file is Object 32800")
            })
    }

    @Test func addsAndRemovesAtRunTime() throws {
        let folder = try TemporaryFolder()
        let run = try run(folder).boot()
        let missing = #expect(throws: LwM2MError.self) { try run.module.addObject(file: "object_probe.lua") }
        #expect(missing?.message == "there is no XLWM2M/object_probe.lua")
        try run.module.files.append(Array(ModuleRun.probe.utf8), to: "object_probe.lua", .objects)
        #expect(try run.module.addObject(file: "object_probe.lua") == 32800)
        try run.module.dataModel.create(Path(32800, 0), with: [], from: .host)
        run.wait(0)
        #expect(run.list.contains(" /32800/0 "))
        let twice = #expect(throws: LwM2MError.self) { try run.module.addObject(file: "object_probe.lua") }
        #expect(
            twice?.message
                == "object_probe.lua: Object 32800 is loaded already, from object_probe.lua: load it once")
        try run.module.removeObject(32800)
        run.wait(0)
        #expect(run.module.dataModel.definition(of: 32800) == nil)
        #expect(throws: LwM2MError.self) { try run.module.removeObject(32800) }
        // The file is still there, the instance is not.
        restart(run)
        #expect(run.list.contains(" /32800 "))
    }

    /// UBX-18068860 R09, page 1.
    @Test func leavesFilesAloneWithoutLua() throws {
        let folder = try TemporaryFolder()
        try folder.write(ModuleRun.probe, to: "flash/XLWM2M/object_probe.lua")
        try folder.write("error('no Object')", to: "flash/XLWM2M/object_device.lua")
        let run = try run(folder, "SARA-R412M-02B-01").boot()
        let why = try #require(run.module.product.whyNoLua)
        #expect(run.taken() == ["5.0 log: object_device.lua, object_probe.lua not served: \(why)"])
        #expect(run.module.isRunning && run.module.dataModel.definition(of: 32800) == nil)
        #expect(run.value(Path(3, 0, 0)) == .string("u-blox"))
        #expect(try run.module.files.list(.objects).contains { $0.name == "object_probe.lua" })
        let refusal = #expect(throws: LwM2MError.self) { try run.module.addObject(file: "object_probe.lua") }
        #expect(refusal == LwM2MError(.methodNotAllowed, why))
    }

    /// UBX-18068860 R09 §5.3.2.
    @Test(arguments: [
        ("SARA-R422S-01B", ["5.0 +ULWM2MSTAT: 5,1", "5.0 +ULWM2MSTAT: 4,6"]),
        ("LEXI-R422", ["5.0 +ULWM2MSTAT: 5,1", "5.0 +ULWM2MSTAT: 4,6"]),
        ("SARA-R510S-01B", ["5.0 +ULWM2MSTAT: 5,1"]), ("SARA-R510S-00B-00", []), ("SARA-R410M-02B", []),
    ]) func doesNotStartWithABadFile(_ product: String, _ said: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("local x = \n", to: "flash/XLWM2M/object_bad.lua")
        let run = try run(folder, product).boot()
        let notes = run.taken()
        #expect(notes.filter { $0.contains("+ULWM2MSTAT") } == said)
        #expect(notes.contains("5.0 load: object_bad.lua:2: unexpected symbol near <eof>"))
        #expect(
            run.module.whyNotRunning == "the LwM2M client did not start: object_bad.lua cannot be loaded; remove the "
                + "file and reset the module")
        #expect(run.module.dataModel.objectIDs == [])
        restart(run)
        #expect(!run.module.isRunning)
        try run.module.deleteFile("object_bad.lua", .objects)
        restart(run)
        #expect(run.module.isRunning && run.value(Path(3, 0, 0)) == .string("u-blox"))
    }

    @Test(arguments: [
        "error('at load')", "return 7", "while true do end", ModuleRun.probe + ModuleRun.probe,
        String(repeating: "x = {}", count: 3), "\u{1B}Lua", "local t = {} for i = 1, 1e7 do t[i] = {} end",
    ]) func neverFailsOnAFile(_ text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "flash/XLWM2M/object_bad.lua")
        let run = try run(folder).boot()
        #expect(!run.module.isRunning && run.module.isReady)
    }

    @Test func goesOnWhenAFileRestartsTheModule() throws {
        let folder = try TemporaryFolder()
        try folder.write("lua_system_reboot()\n" + ModuleRun.probe, to: "flash/XLWM2M/object_probe.lua")
        let run = try run(folder).boot()
        #expect(run.module.now <= 60 && run.taken().filter { $0.hasSuffix("lua_system_reboot") }.count > 3)
        try run.module.deleteFile("object_probe.lua", .objects)
        restart(run)
        #expect(run.module.isRunning)
    }

    /// UBX-18068860 R09 §4.2.
    @Test func replacesAnObjectOfTheFirmwareAfterAClientReset() throws {
        let folder = try TemporaryFolder()
        let run = try run(folder).boot()
        let other = try ModuleRun.builtIn("object_device.lua").replacingOccurrences(
            of: "MANUFACTURER = \"u-blox\"", with: "MANUFACTURER = \"another\"")
        try folder.write(other, to: "flash/XLWM2M/object_device.lua")
        restart(run)
        #expect(run.value(Path(3, 0, 0)) == .string("u-blox"))
        run.module.resetClient()
        restart(run)
        #expect(run.value(Path(3, 0, 0)) == .string("another"))
        restart(run)
        #expect(run.value(Path(3, 0, 0)) == .string("another"))
        #expect(run.module.objects.sources.first?.place == .flash)
        try run.module.deleteFile("object_device.lua", .objects)
        run.module.resetClient()
        restart(run)
        #expect(run.value(Path(3, 0, 0)) == .string("u-blox"))
    }

    @Test func refusesASecondFileForAnObjectThatCannotBeReplaced() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            try ModuleRun.builtIn("object_lwm2m_software_component.lua"),
            to: "flash/XLWM2M/object_lwm2m_software_component.lua")
        try folder.write(try ModuleRun.builtIn("object_device.lua"), to: "flash/XLWM2M/object_device_2.lua")
        let run = try run(folder).boot()
        #expect(!run.module.isRunning)
        #expect(run.taken().contains { $0.contains("Object 3 is loaded already, from object_device.lua") })
    }

    @Test func hasItsObjectsAsFilesOnSARAR4() throws {
        let folder = try TemporaryFolder()
        let run = try run(folder, "SARA-R410M-02B").boot()
        let files = try run.module.files.list(.objects)
        #expect(files.count == 16 && files.allSatisfy(\.isBuiltIn))
        #expect(
            try run.module.files.read("object_device.lua", .objects)
                == Array(ModuleRun.builtIn("object_device.lua").utf8))
        // One that is deleted is gone after the next boot, one that is written again is there.
        try run.module.deleteFile("object_generic_sensor.lua", .objects)
        #expect(throws: FlashError.self) { try run.module.files.read("object_generic_sensor.lua", .objects) }
        restart(run)
        #expect(run.module.dataModel.definition(of: 3300) == nil)
        let text = try ModuleRun.builtIn("object_generic_sensor.lua")
        try run.module.files.append(Array(text.utf8), to: "object_generic_sensor.lua", .objects)
        restart(run)
        #expect(run.module.dataModel.definition(of: 3300) != nil)
        #expect(
            try run.module.files.list(.objects).filter { !$0.isBuiltIn }.map(\.name) == ["object_generic_sensor.lua"])
        // A file is appended to, be it a built-in one.
        try run.module.files.append(Array("-- more".utf8), to: "object_location.lua", .objects)
        #expect(try run.module.files.read("object_location.lua", .objects).suffix(7) == Array("-- more".utf8)[...])
        run.module.orderFactoryReset(files: true, settings: true)
        restart(run)
        #expect(try run.module.files.list(.objects).map(\.isBuiltIn) == Array(repeating: true, count: 16))
    }

    @Test func hasNoObjectsAsFilesOnSARAR5() throws {
        let run = try ModuleRun { $0.profile = 100 }.boot()
        #expect(try run.module.files.list(.objects) == [])
        let missing = #expect(throws: FlashError.self) { try run.module.files.read("object_device.lua", .objects) }
        #expect(missing?.code == .fileNotFound)
        let none = #expect(throws: FlashError.self) { try run.module.files.append([1], to: "a") }
        #expect(none?.message == "the module has no flash")
    }
}
