import Emulator
import LwM2M
import ObjectHost
import Products
import Testing

/// The instances of Object 2 decide who may do what, whoever made them.
struct AccessControlTests {
    /// A module with a second account, so that rights count.
    private func run(_ product: String = "SARA-R422S-01B") throws -> ModuleRun {
        let run = try ModuleRun(product) { $0.profile = 100 }.boot()
        try run.module.dataModel.create(
            Path(0, 2), with: [Resource(id: 1, value: .boolean(false)), Resource(id: 10, value: .integer(123))],
            from: .host)
        try run.module.dataModel.create(Path(1, 2), with: [Resource(id: 0, value: .integer(123))], from: .host)
        run.wait(0)
        return run
    }

    private func entry(_ run: ModuleRun, for path: Path) -> Path? {
        run.module.dataModel.instances(of: 2).map { Path(2, $0) }.first { entry in
            run.value(entry.appending(0)) == .integer(Int64(path.object ?? 0))
                && run.value(entry.appending(1)) == .integer(Int64(path.instance ?? 0))
        }
    }

    @Test func knowsTheServersFromTheirAccounts() throws {
        let run = try run()
        #expect(run.module.host.accessControl.servers == [123, 721])
        try run.module.dataModel.delete(Path(0, 2), from: .host)
        #expect(run.module.host.accessControl.servers == [721])
        // Alone again, the u-blox server may do everything.
        #expect(throws: Never.self) { try run.module.dataModel.create(Path(3300), with: [], from: .server(721)) }
    }

    /// UBX-18068860 R09 §5.6.
    @Test func givesRightsAsTheNoteDoes() throws {
        let run = try run()
        #expect(entry(run, for: Path(3, 0)) == Path(2, 1))
        let refusal = #expect(throws: LwM2MError.self) {
            try run.module.dataModel.execute(Path(3, 0, 4), arguments: "", from: .server(123))
        }
        #expect(refusal?.code == .unauthorized)
        let right = Resource(
            id: 2, content: .multiple([ResourceInstance(id: 123, value: .integer(15))]))
        try run.module.dataModel.write([right], to: Path(2, 1), mode: .partialUpdate, from: .host)
        try run.module.dataModel.execute(Path(3, 0, 4), arguments: "", from: .server(123))
        run.wait(0)
        run.module.finishBoot()
        #expect(run.taken().contains { $0.hasSuffix("restart: lua_system_reboot") })
        // It holds after the restart too.
        #expect(throws: Never.self) { try run.module.dataModel.read(Path(3, 0), from: .server(123)) }
        let foreign = #expect(throws: LwM2MError.self) {
            try run.module.dataModel.read(Path(4, 0), from: .server(123))
        }
        #expect(foreign?.code == .unauthorized)
    }

    @Test func makesAndRemovesEntriesWithInstances() throws {
        let run = try run()
        // Who may create, an entry for the whole Object says.
        let creation = AccessControlEntry(object: 3300, instance: maxID, owner: maxID, rights: [123: .create])
        try run.module.host.set(creation)
        try run.module.dataModel.create(Path(3300, 5), with: [], from: .server(123))
        let made = try #require(entry(run, for: Path(3300, 5)))
        #expect(run.value(made.appending(3)) == .integer(123))
        let rights = try run.module.dataModel.read(made.appending(2), from: .host)
        #expect(
            rights
                == .resource(
                    Resource(id: 2, content: .multiple([ResourceInstance(id: 123, value: .integer(15))]))))
        #expect(throws: LwM2MError.self) {
            try run.module.dataModel.read(Path(3300, 5), from: .server(721))
        }
        try run.module.dataModel.delete(Path(3300, 5), from: .server(123))
        #expect(entry(run, for: Path(3300, 5)) == nil)
        #expect(entry(run, for: Path(3300, maxID)) != nil)
    }

    @Test func followsAnOwnerOfTheLine() throws {
        let run = try run()
        try run.module.dataModel.create(Path(3300, 0), with: [], from: .host)
        try run.module.host.grant(Path(3300, 0), to: 123)
        run.wait(0)
        run.module.reset()
        run.module.finishBoot()
        #expect(throws: Never.self) { try run.module.dataModel.read(Path(3300, 0), from: .server(123)) }
        let made = try #require(entry(run, for: Path(3300, 0)))
        try run.module.dataModel.delete(made, from: .host)
        #expect(throws: LwM2MError.self) { try run.module.dataModel.read(Path(3300, 0), from: .server(123)) }
    }
}
