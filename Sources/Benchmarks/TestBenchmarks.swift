import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
        let (seconds, bare) = try Timing.medians(rounds: 9) {
            try Child.run(Child.beside("xlwm2m"), ["test", "--jobs", "1", folder])
        } baseline: {
            for _ in 0..<(files * testsPerFile) { _ = try PlainLua() }
        }
        return Measurement(name: "test/rate", value: count / seconds, unit: "1/s", baseline: count / bare)
    }

    private static var text: String {
        var text = "before_each(function() device.load \"object_generic_sensor.lua\" end)\n"
        for number in 1...testsPerFile { text += "it(\"test \(number)\", function() assert.equal(1, 1) end)\n" }
        return text
    }
}
