import ATInterface
import Emulator
import FileSystem
import Products

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the program takes until it has done the least that it can do.
enum StartBenchmarks {
    static let all = [
        Benchmark(name: "start/version") {
            let (value, baseline) = try Timing.samples(rounds: 101) {
                try Child.run(Child.beside("xlwm2m"), ["--version"])
            } baseline: {
                try Child.run(Child.beside("baseline-line"), [])
            }
            return Measurement(
                name: "start/version", value: value.map { $0 * 1e3 }, unit: "ms", baseline: baseline.map { $0 * 1e3 })
        }
    ]
}

/// What it costs to make Lua of a definition, over hundreds of them in one process, files written.
enum GenerateBenchmarks {
    static let all = [
        Benchmark(name: "generate/file") {
            let corpus = try Corpus()
            defer { corpus.remove() }
            let count = Double(corpus.files.count)
            var round = 0
            let (value, baseline) = try Timing.samples(rounds: 9) {
                round += 1
                let output = corpus.folder + "/out\(round)"
                try Child.run(Child.beside("xlwm2m"), ["generate", "-o", output] + corpus.files)
            } baseline: {
                round += 1
                try corpus.copy(to: corpus.folder + "/copy\(round)")
            }
            return Measurement(
                name: "generate/file", value: value.map { $0 / count * 1e3 }, unit: "ms",
                baseline: baseline.map { $0 / count * 1e3 })
        }
    ]
}

/// How many tests run in a second, each in its fresh device with the generic sensor loaded.
enum TestBenchmarks {
    static let all = [Benchmark(name: "test/rate", run: rate)]

    private static let files = 20
    private static let testsPerFile = 100

    /// The baseline makes a plain Lua anew for each test, which is what a fresh state costs without a kept one.
    private static func rate() throws -> Measurement {
        let folder = (getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/xlwm2m-bench-tests-\(getpid())"
        try Files.makeDirectory(folder)
        let paths = (0..<files).map { "\(folder)/sensor\($0)_test.lua" }
        defer {
            for path in paths { try? Files.remove(path) }
            rmdir(folder)
        }
        for path in paths { try Files.write(Array(text.utf8), to: path) }
        let count = Double(files * testsPerFile)
        let (seconds, bare) = try Timing.samples(rounds: 9) {
            try Child.run(Child.beside("xlwm2m"), ["test", "--jobs", "1", folder])
        } baseline: {
            for _ in 0..<(files * testsPerFile) { _ = try PlainLua() }
        }
        return Measurement(
            name: "test/rate", value: seconds.map { count / $0 }, unit: "1/s", baseline: bare.map { count / $0 })
    }

    private static var text: String {
        var text = "before_each(function() device.load \"object_generic_sensor.lua\" end)\n"
        for number in 1...testsPerFile { text += "it(\"test \(number)\", function() assert.equal(1, 1) end)\n" }
        return text
    }
}

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
            let seconds = Timing.sample(rounds: 11) {
                for _ in 0..<commands {
                    session.receive(line, at: module.now)
                    _ = session.takeOutput()
                }
            }
            return Measurement(
                name: "at/session", value: seconds.map { Double(commands) / $0 }, unit: "1/s", baseline: nil)
        },
        Benchmark(name: "at/pty") {
            let port = try SerialChild()
            defer { port.end() }
            try port.ask("ATE0\r")
            let seconds = try Timing.sample(rounds: 11) { for _ in 0..<200 { try port.ask("AT\r") } }
            return Measurement(name: "at/pty", value: seconds.map { $0 / 200 * 1e3 }, unit: "ms", baseline: nil)
        },
    ]
}
