import ATInterface
import Emulator
import Modem

/// How fast the AT interface answers: through a session alone, and over a pseudoterminal of the whole program.
enum LineBenchmarks {
    static let all = [
        Benchmark(name: "at/session") {
            let commands = 20_000
            let module = try Module(ModuleConfiguration())
            module.powerOn()
            module.finishBoot()
            let session = ATSession(ATModule(module))
            let line = Array("AT+CMEE?\r".utf8)
            let seconds = median {
                for _ in 0..<commands {
                    session.receive(line, at: module.now)
                    _ = session.takeOutput()
                }
            }
            return Measurement(name: "at/session", value: Double(commands) / seconds, unit: "1/s", baseline: nil)
        },
        Benchmark(name: "at/pty") {
            let port = try SerialChild()
            defer { port.end() }
            try port.ask("ATE0\r")
            let seconds = try median { for _ in 0..<200 { try port.ask("AT\r") } }
            return Measurement(name: "at/pty", value: seconds / 200 * 1e3, unit: "ms", baseline: nil)
        },
    ]

    private static func median(_ work: () throws -> Void) rethrows -> Double {
        try work()
        var times: [Double] = []
        for _ in 0..<11 { times.append(try Timing.seconds(work)) }
        return Timing.median(times)
    }
}
