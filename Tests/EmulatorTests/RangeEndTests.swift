import CoAP
import Emulator
import LwM2M
import LwM2MClient
import Moments
import Storage
import TestSupport
import Testing

/// Numbers at the ends of their ranges, and clocks that go back.
struct RangeEndTests {
    static let ends: [Int64] = [.min, .min + 1, -1, 0, 1, Int64(Int32.max), 4_102_444_800, .max - 1, .max]

    @Test(arguments: ends) func setsTheCalendarAnywhere(_ seconds: Int64) throws {
        let run = try ModuleRun { $0.profile = 100 }.boot()
        run.module.unixTime = seconds
        #expect(run.module.unixTime == seconds)
        #expect(run.value(Path(3, 0, 13)) != nil)
        run.wait(86_400)
        #expect(run.module.unixTime == seconds.addingReportingOverflow(86_400).partialValue || seconds > .max - 86_400)
        #expect(run.value(Path(3, 0, 13)) != nil)
        run.module.reset()
        run.module.finishBoot()
        #expect(run.module.isRunning)
    }

    @Test func knowsTheDaysAtTheEnds() {
        for seconds in [Int.min, Int.max, -1, 0] {
            let (day, second) = CalendarDay.at(seconds)
            #expect((0..<86_400).contains(second) && (1...12).contains(day.month) && (1...31).contains(day.day))
        }
    }

    /// A registration that was kept with any time is taken over or made anew, and the next message comes in its lifetime.
    @Test(arguments: ends) func startsWithAnyStoredRegistration(_ stored: Int64) throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        do {
            let served = try OperatorProfileTests.Served("SARA-R510S-01B", profile: 100) { $0.flash = flash }
            served.run.wait(10)
            served.run.module.switchOff()
        }
        try Store(flash).commit(registrationAt: stored, with: 721)
        let served = try OperatorProfileTests.Served("SARA-R510S-01B", profile: 100) { $0.flash = flash }
        served.run.wait(10)
        #expect(served.states[721] == .registered)
        let left = served.client.reports.first?.secondsLeft ?? -1
        #expect((0...86_400).contains(left), "\(left)")
    }

    /// Set to 2100, reset, and back to 2026: the next Update is not in 74 years.
    @Test func takesAMomentToComeAsNow() throws {
        let served = try OperatorProfileTests.Served("SARA-R510S-01B", profile: 100)
        served.run.module.unixTime = 4_102_444_800
        try served.client.renew(nil)
        served.run.wait(10)
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.module.unixTime = 1_767_225_600
        served.run.wait(10)
        served.run.module.reset()
        served.run.module.finishBoot()
        served.run.wait(1)
        #expect(served.client.reports.first.map { ($0.secondsLeft ?? .max) <= 86_400 } == true)
        var updates = 0
        served.run.module.addListener { event in if case .server(.acknowledged(721)) = event { updates += 1 } }
        served.run.wait(86_400)
        #expect(updates == 1)
    }

    /// Each number of NVM at each end: the module starts, and serves.
    @Test(arguments: ends) func startsWithAnyStoredSetting(_ end: Int64) throws {
        let folder = try TemporaryFolder()
        let flash = try Flash(folder.path("flash"))
        let change: (inout ModuleConfiguration) -> Void = {
            $0.flash = flash
            $0.newModule = .desk
        }
        var run: ModuleRun? = try ModuleRun("SARA-R510S-01B", change).boot()
        run?.module.define(PDPContext(id: 3, kind: .ip, apn: "a"))
        run?.module.configurations.keep(try #require(run?.module.configurations[721]))
        if let configuration = run?.module.configurations.client { run?.module.configure(configuration) }
        run?.module.changeProfile(to: 100)
        run?.module.switchOff()
        let settings = try #require(run?.module.nvm.texts)
        run = nil
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) where value.contains(where: \.isNumber) {
            let numbers = value.split { !$0.isNumber }
            for number in Set(numbers) {
                let damaged = value.replacing(number, with: String(end), maxReplacements: 1)
                try Store(flash).set(name, to: damaged)
                let served = try ModuleRun("SARA-R510S-01B", change).boot()
                served.wait(100)
                served.module.losePower()
                try Store(flash).set(name, to: value)
            }
        }
    }

    /// What a script and a server may put into the accounts.
    @Test(arguments: ends) func registersWithAnyNumberInAnAccount(_ end: Int64) throws {
        let served = try OperatorProfileTests.Served("SARA-R510S-01B", profile: 100)
        let model = served.run.module.dataModel
        for resource in [1, 2, 3, 5] as [ResourceID] {
            try? model.write(
                [Resource(id: resource, value: .integer(end))], to: Path(1, 10), mode: .partialUpdate, from: .host)
            served.run.wait(5)
        }
        try? model.write(
            [Resource(id: 11, value: .integer(end)), Resource(id: 12, value: .integer(end))], to: Path(0, 10),
            mode: .partialUpdate, from: .host)
        served.run.wait(1000)
        #expect(served.run.module.isRunning)
        #expect(served.client.reports.count == 1)
    }
}
