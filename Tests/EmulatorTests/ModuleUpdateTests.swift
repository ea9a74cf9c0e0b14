import Emulator
import LwM2M
import Products
import Storage
import TestSupport
import Testing

/// The Firmware Update Object of a running module.
struct ModuleUpdateTests {
    private static let uri = "coap://firmware.example.com/new"

    /// SARA-R510S-01B under profile 100, booted.
    private func run(_ change: (inout ModuleConfiguration) -> Void = { _ in }) throws -> ModuleRun {
        let run = try ModuleRun {
            $0.profile = 100
            change(&$0)
        }.boot()
        _ = run.taken()
        return run
    }

    private func execute(_ run: ModuleRun) throws {
        defer { run.wait(0) }
        try run.module.dataModel.execute(Path(5, 0, 2), arguments: "", from: .server(721))
    }

    private func state(_ run: ModuleRun) -> [ResourceValue?] { [3, 5].map { run.value(Path(5, 0, $0)) } }

    @Test func downloadsAndInstalls() throws {
        let run = try run()
        try run.write(.string(Self.uri), to: Path(5, 0, 1))
        #expect(state(run) == [.integer(1), .integer(0)])
        run.wait(30)
        #expect(state(run) == [.integer(2), .integer(0)])
        let start = run.module.now - 30
        #expect(
            run.taken() == ["\(start) +UFOTASTAT: 1,0,0"]
                + (1...9).map { "\(start + Double($0) * 3) +UFOTASTAT: 0,1,\($0 * 10)" }
                + ["\(start + 30) +UFOTASTAT: 2,2,100"])
        try execute(run)
        #expect(state(run) == [.integer(3), .integer(0)])
        let executed = run.module.now
        run.wait(5)
        #expect(!run.module.isReady)
        // Five seconds of a boot, and the installation.
        run.wait(64)
        #expect(!run.module.isReady)
        run.wait(1)
        #expect(run.module.isReady && !run.module.isRunning)
        run.wait(5)
        #expect(state(run) == [.integer(0), .integer(1)])
        #expect(
            run.taken() == [
                "\(executed + 5) restart: update of the firmware", "\(executed + 5) installing",
                "\(executed + 70) +ULWM2MSTAT: 5,1", "\(executed + 70.5) +ULWM2MSTAT: 5,2",
            ])
        // The next boot is as any other.
        run.module.reset()
        run.wait(10)
        #expect(run.module.isRunning && state(run) == [.integer(0), .integer(1)])
    }

    @Test func installsWhateverResetsTheModule() throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.url.path)
        let run = try run {
            $0.flash = flash
            $0.commitPolicy = .always
        }
        try run.write(.integer(2), to: Path(5, 0, 3))
        try execute(run)
        run.module.losePower()
        run.module.powerOn()
        run.wait(40)
        // Power is lost in the installation too.
        run.module.losePower()
        run.module.powerOn()
        run.wait(64)
        #expect(!run.module.isReady)
        run.wait(6)
        #expect(run.module.isRunning && state(run) == [.integer(0), .integer(1)])
    }

    @Test func losesADownloadWithAReset() throws {
        let run = try run()
        try run.write(.string(Self.uri), to: Path(5, 0, 1))
        run.wait(4)
        run.module.reset()
        run.wait(5.5)
        #expect(state(run) == [.integer(0), .integer(4)])
        #expect(run.taken().last == "\(run.module.now) +UFOTASTAT: 2,3,100")
        run.wait(100)
        #expect(run.taken() == [])
    }

    @Test func keepsAPackageOverAReset() throws {
        let run = try run()
        try run.write(.integer(2), to: Path(5, 0, 3))
        run.module.reset()
        run.wait(10)
        #expect(state(run) == [.integer(2), .integer(0)])
        try execute(run)
        run.wait(5)
        #expect(!run.module.isReady)
    }

    @Test func restsWithoutNetwork() throws {
        let run = try run()
        try run.write(.string(Self.uri), to: Path(5, 0, 1))
        run.wait(3)
        run.module.isOnline = false
        run.wait(1000)
        #expect(state(run) == [.integer(1), .integer(0)])
        run.module.isOnline = true
        run.wait(27)
        #expect(state(run) == [.integer(2), .integer(0)])
    }

    @Test func cancels() throws {
        let run = try run()
        #expect(!run.module.cancelDownload())
        try run.write(.string(Self.uri), to: Path(5, 0, 1))
        #expect(run.module.cancelDownload())
        #expect(state(run) == [.integer(0), .integer(4)])
        run.wait(100)
        #expect(
            run.taken().map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
                "+UFOTASTAT: 1,0,0", "+UFOTASTAT: 2,3,100",
            ])
    }

    /// Resources 0 and 10 are there where all of the Object is.
    @Test func takesAPackageAtOnceAndGivesItUp() throws {
        let run = try ModuleRun {
            $0.builtIns = .all
            $0.newModule = .desk
        }.boot()
        _ = run.taken()
        try run.write(.opaque([1, 2, 3]), to: Path(5, 0, 0))
        #expect(state(run) == [.integer(2), .integer(0)])
        try run.module.dataModel.execute(Path(5, 0, 10), arguments: "", from: .server(721))
        run.wait(0)
        #expect(state(run) == [.integer(0), .integer(10)])
        try run.write(.string("nowhere"), to: Path(5, 0, 1))
        run.wait(1)
        #expect(state(run) == [.integer(0), .integer(7)])
        try run.write(.string("ftp://host/f"), to: Path(5, 0, 1))
        run.wait(1)
        #expect(state(run) == [.integer(0), .integer(9)])
    }

    /// A script of the user's in the place of the Object, which knows nothing of the results.
    @Test func endsWhateverTheScriptDoes() throws {
        let folder = try TemporaryFolder()
        let script = try ModuleRun.builtIn("object_firmware_update.lua")
            .replacingOccurrences(of: "    take_result(inst, value)\n", with: "")
        try folder.write(script, to: "XLWM2M/object_firmware_update.lua")
        let flash = try Flash(folder.url.path)
        let run = try run { $0.flash = flash }
        try run.write(.string("nowhere"), to: Path(5, 0, 1))
        run.wait(1)
        #expect(state(run) == [.integer(0), .integer(7)])
    }
}
