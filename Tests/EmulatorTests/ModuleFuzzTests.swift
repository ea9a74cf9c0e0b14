import Emulator
import LwM2M
import Products
import Randomness
import Storage
import TestSupport
import Testing

/// Whatever is done to a module in whatever order, it goes on, and what it says of itself fits together.
struct ModuleFuzzTests {
    @Test(arguments: [
        "SARA-R410M-02B", "SARA-R410M-63B-01", "SARA-R412M-02B-01", "SARA-R422S-01B", "SARA-R510S-00B-00",
        "SARA-R510S-01B",
    ])
    func goesOnWhateverHappens(_ product: String) throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        let run = try ModuleRun(product) {
            $0.flash = flash
            $0.newModule = .desk
        }.boot()
        var random = SeededSequence(seed: 11)
        for step in 0..<400 {
            try act(Int.random(in: 0..<26, using: &random), on: run, flash, &random)
            let module = run.module
            #expect(module.nextDeadline.map { $0 >= module.now } ?? true, "step \(step)")
            #expect(module.isRunning == !module.dataModel.objectIDs.isEmpty, "step \(step)")
            if module.isRunning {
                // The entries and the servers are those of the Objects.
                let entries = module.host.accessControl.entries.count
                #expect(entries <= module.dataModel.instances(of: 2).count, "step \(step)")
                #expect(run.value(Path(3, 0, 2)) == .string(module.imei), "step \(step)")
            }
        }
        let faults = run.taken().filter { $0.contains(" log: ") }
        #expect(faults.filter { !$0.contains("object_bad") && !$0.contains(" not served: ") } == [])
    }

    private func act(
        _ action: Int, on run: ModuleRun, _ flash: Flash, _ random: inout SeededSequence
    ) throws {
        let module = run.module
        let number = UInt16.random(in: 0...5, using: &random)
        switch action {
        case 0: module.powerOn()
        case 1: module.reset()
        case 2: module.losePower()
        case 3: module.switchOff()
        case 4...7: run.wait(.random(in: 0...50, using: &random))
        case 8: module.finishBoot()
        case 9: module.enableClient()
        case 10: module.disableClient()
        case 11: module.resetClient()
        case 12: module.changeProfile(to: [2, 3, 20, 28, 90, 100, 201].randomElement(using: &random) ?? 100)
        case 13: module.orderFactoryReset(files: .random(using: &random), settings: .random(using: &random))
        case 14: _ = try? module.saveNow()
        case 15: _ = try? module.dataModel.create(Path(1, number), with: [], from: .host)
        case 16: try? module.dataModel.delete(Path([1, 2, 11].randomElement(using: &random) ?? 2, number), from: .host)
        case 17: module.define(PDPContext(id: Int(number) + 1, kind: .ip, apn: "a\(number)"))
        case 18: module.undefineContext(Int(number) + 1)
        case 19: module.sim = [SIMCard.default, .test, nil].randomElement(using: &random) ?? nil
        case 20:
            let isGood = Bool.random(using: &random)
            try flash.write(
                Array((isGood ? ModuleRun.probe : "x =").utf8), to: isGood ? "object_probe.lua" : "object_bad.lua",
                .objects)
        case 21:
            let uri = ["coap://10.0.0.1/f", "", "nowhere"].randomElement(using: &random) ?? ""
            try? module.dataModel.write(
                [Resource(id: 1, value: .string(uri))], to: Path(5, 0, 1), mode: .replace, from: .host)
        case 22: try? module.dataModel.execute(Path(5, 0, 2), arguments: "", from: .host)
        case 23: module.isOnline.toggle()
        case 24: _ = module.cancelDownload()
        default:
            try? flash.delete("object_bad.lua", .objects)
            try? module.deleteFile("object.db", .client)
        }
    }
}
