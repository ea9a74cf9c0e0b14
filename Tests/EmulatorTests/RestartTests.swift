import Emulator
import LwM2M
import Storage
import TestSupport
import Testing

/// Restarts that scripts bring about.
struct RestartTests {
    private func run(_ folder: TemporaryFolder) throws -> ModuleRun {
        try folder.write(ModuleRun.probe, to: "flash/XLWM2M/object_probe.lua")
        let flash = try Flash(folder.path("flash"))
        let run = try ModuleRun {
            $0.flash = flash
            $0.profile = 100
            $0.limits.seconds = 0.2
            $0.limits.instructions = 0
        }.boot()
        run.folder = folder
        try run.module.dataModel.create(Path(32800, 0), with: [], from: .host)
        try run.write(.string("kept"), to: Path(32800, 0, 1))
        _ = run.taken()
        return run
    }

    @Test func restartsForAScript() throws {
        let run = try run(try TemporaryFolder())
        try run.module.dataModel.execute(Path(32800, 0, 0), arguments: "reboot", from: .host)
        // The answer goes out first.
        #expect(run.module.isRunning && run.module.nextDeadline == run.module.now)
        run.wait(0)
        #expect(!run.module.isRunning)
        run.module.finishBoot()
        #expect(
            run.taken() == [
                "5.5 restart: lua_system_reboot", "10.5 +ULWM2MSTAT: 5,1", "11.0 +ULWM2MSTAT: 5,2",
            ])
        #expect(run.value(Path(32800, 0, 1)) == .string("kept"))
    }

    @Test func goesOnWhenAScriptHangs() throws {
        let run = try run(try TemporaryFolder())
        #expect(throws: LwM2MError.self) { try run.probe("hang") }
        run.module.finishBoot()
        #expect(
            run.taken() == ["5.5 log: object_probe.lua:78: /32800/0/0 executed by at: stopped after 0.2 seconds"])
        #expect(run.module.isRunning)
        #expect(run.value(Path(32800, 0, 1)) == .string("kept"))
    }

    @Test func leadsBackToTheFactoryProfile() throws {
        let run = try run(try TemporaryFolder())
        try run.probe("reset")
        #expect(run.module.isRunning && run.taken() == ["5.5 factory reset"])
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.profile == 90 && !run.module.isRunning)
    }

    /// Device's own Resources do the same through the bindings.
    @Test func deviceRebootsAndResets() throws {
        let run = try ModuleRun {
            $0.profile = 100
            $0.newModule = .desk
        }.boot()
        _ = run.taken()
        try run.module.dataModel.execute(Path(3, 0, 5), arguments: "", from: .server(721))
        try run.module.dataModel.execute(Path(3, 0, 4), arguments: "", from: .server(721))
        run.wait(0)
        run.module.finishBoot()
        #expect(run.taken().prefix(2) == ["5.5 factory reset", "5.5 restart: lua_system_reboot"])
        #expect(run.module.profile == 90 && run.module.isRunning)
    }
}
