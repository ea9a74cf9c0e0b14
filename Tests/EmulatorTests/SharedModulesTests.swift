import Emulator
import Foundation
import Lua
import LwM2M
import ObjectHost
import Products
import TestSupport
import Testing

/// Modules that begin from the same images are what they would be alone.
struct SharedModulesTests {
    /// All that can be read, in the order in which the module lists it.
    private static func content(_ module: Module) throws -> [String] {
        var lines: [String] = []
        for object in module.dataModel.objectIDs {
            lines.append("\(try module.dataModel.discover(Path(object), from: .host))")
            for instance in module.dataModel.instances(of: object) {
                lines.append("\(try module.dataModel.read(Path(object, instance), from: .host))")
            }
        }
        return lines
    }

    private static func run(
        _ product: String, imei: String, _ shared: SharedModules?,
        _ change: (inout ModuleConfiguration) -> Void = { _ in }
    ) throws -> ModuleRun {
        try ModuleRun(product) { configuration in
            configuration.shared = shared
            configuration.imei = imei
            change(&configuration)
        }.boot()
    }

    @Test(arguments: Product.all.map(\.name), [100, 3, 2])
    func isWhatItWouldBeAlone(_ product: String, _ profile: Int) throws {
        let shared = SharedModules()
        for imei in ["490154203237518", "004999010640000", "356938035643809"] {
            let alone = try Self.run(product, imei: imei, nil) { $0.profile = profile }
            let alike = try Self.run(product, imei: imei, shared) { $0.profile = profile }
            let (left, right) = (try Self.content(alike.module), try Self.content(alone.module))
            #expect(left == right, "\(Set(left).symmetricDifference(right).sorted().prefix(2))")
            #expect(alike.notes == alone.notes, "\(alike.notes) \(alone.notes)")
            #expect(alike.module.isRunning)
        }
    }

    @Test func keepsItsValuesForItself() throws {
        let shared = SharedModules()
        let runs = try ["490154203237518", "004999010640000"].map { try Self.run("SARA-R422S-01B", imei: $0, shared) }
        let lifetime = try Self.lifetime(of: runs[0])
        for (run, seconds) in zip(runs, [Int64(100), 200]) { try run.write(.integer(seconds), to: lifetime) }
        #expect(runs.map { $0.value(lifetime) } == [.integer(100), .integer(200)])
        #expect(runs.map { $0.value(Path(3, 0, 2)) } == [.string("490154203237518"), .string("004999010640000")])
        let late = try Self.run("SARA-R422S-01B", imei: "356938035643809", shared)
        #expect(try late.value(lifetime) == Self.run("SARA-R422S-01B", imei: "356938035643809", nil).value(lifetime))
    }

    /// The lifetime of the first server of the profile.
    private static func lifetime(of run: ModuleRun) throws -> Path {
        Path(.server, try #require(run.module.dataModel.instances(of: .server).first), ServerResource.lifetime)
    }

    /// A reset keeps what a module alone keeps, and so does a loss of power.
    @Test(arguments: ["reset", "loss of power"]) func keepsWhatItKeepsAlone(_ end: String) throws {
        var contents: [[String]] = []
        for shared in [nil, SharedModules()] {
            let run = try Self.run("SARA-R422S-01B", imei: "490154203237518", shared)
            try run.write(.integer(3600), to: try Self.lifetime(of: run))
            run.wait(60)
            if end == "reset" { run.module.reset() } else { run.module.losePower() }
            run.module.powerOn()
            run.module.finishBoot()
            contents.append(try Self.content(run.module) + run.notes)
        }
        #expect(contents[0] == contents[1])
    }

    /// What a script of the user's asks or says when it is loaded, each module asks and says.
    @Test(arguments: [
        ("IMEI", "lua_modem_get_imei()"), ("time", "os.time()"), ("random numbers", "math.random(1000000)"),
        ("print", "print('loaded')"),
    ])
    func loadsForItselfWhatDiffers(_ name: String, _ expression: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("loaded_with = \(expression)\n" + ModuleRun.probe, to: "object_probe.lua")
        let shared = SharedModules()
        var seen: [String] = []
        for number in 1...3 {
            let run = try ModuleRun("SARA-R510S-01B") { configuration in
                configuration.shared = shared
                configuration.profile = 100
                configuration.folder = folder.url.path
                configuration.imei = "49015420323751\(number)"
                configuration.unixTime = Int64(1000 * number)
                configuration.limits.seed = UInt64(number)
            }
            run.module.addListener { event in
                if case .print(let text, _, _) = event { seen.append("\(number) \(text)") }
            }
            run.boot()
            let value = try run.module.objects.host.lua.global("loaded_with")
            if value != .nil { seen.append("\(value)") }
        }
        #expect(Set(seen).count == 3 && seen.count == 3, "\(seen)")
    }
}
