import ATInterface
import Emulator
import FileSystem
import Products

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the program takes for the minimum it can do.
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

/// What it costs to generate Lua from definitions: hundreds of them in one process, including writing the files.
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

/// How many tests run per second, each in a fresh device, on one processor.
enum TestBenchmarks {
    static let all = [Benchmark(name: "test/rate", run: rate), Benchmark(name: "test/requests", run: requests)]

    private static let files = 20
    private static let testsPerFile = 100
    private static let requestingTests = 10_000

    /// Tests that each load the generic sensor and make no requests. The baseline creates a new plain Lua for each
    /// test, which is the cost of a fresh state without reusing a kept one.
    private static func rate() throws -> Measurement {
        let count = files * testsPerFile
        var text = "before_each(function() device.load \"object_generic_sensor.lua\" end)\n"
        for number in 1...testsPerFile { text += "it(\"test \(number)\", function() assert.equal(1, 1) end)\n" }
        let (seconds, bare) = try withTests(Array(repeating: text, count: files)) { folder in
            try Timing.samples(rounds: 9) {
                try Child.run(Child.beside("xlwm2m"), ["test", "--jobs", "1", folder])
            } baseline: {
                for _ in 0..<count { _ = try PlainLua() }
            }
        }
        return Measurement(
            name: "test/rate", value: seconds.map { Double(count) / $0 }, unit: "1/s",
            baseline: bare.map { Double(count) / $0 })
    }

    /// Tests of a file that loads the generic sensor once; in each, a server creates an instance and reads it.
    private static func requests() throws -> Measurement {
        var text = "device.load \"object_generic_sensor.lua\"\n"
        for number in 1...requestingTests {
            text += """
                it("test \(number)", function()
                  local server = device.server(123)
                  server:create("/3300/0", { [5750] = "Oven" })
                  assert.equal("Oven", (server:read("/3300/0/5750")))
                end)

                """
        }
        let seconds = try withTests([text]) { folder in
            try Timing.sample(rounds: 5) { try Child.run(Child.beside("xlwm2m"), ["test", "--jobs", "1", folder]) }
        }
        return Measurement(
            name: "test/requests", value: seconds.map { Double(requestingTests) / $0 }, unit: "1/s", baseline: nil)
    }

    /// Runs a measurement on a folder containing test files with these texts.
    private static func withTests<Result>(_ texts: [String], _ body: (String) throws -> Result) throws -> Result {
        let folder = (Environment.value(of: "TMPDIR") ?? "/tmp") + "/xlwm2m-bench-tests-\(getpid())"
        try Files.makeDirectory(folder)
        let paths = texts.indices.map { "\(folder)/sensor\($0)_test.lua" }
        defer {
            for path in paths { try? Files.remove(path) }
            rmdir(folder)
        }
        for (path, text) in zip(paths, texts) { try Files.write(Array(text.utf8), to: path) }
        return try body(folder)
    }
}

/// How fast the AT interface answers: through a session alone, and over a pseudoterminal to the whole program.
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
