import FileSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a device of `xlwm2m fleet` costs, against `xlwm2m server`, both as their users run them.
enum FleetBenchmarks {
    static let all = [
        Benchmark(name: "fleet/memory-1000") { try measure("fleet/memory-1000", "KiB", \.memory) },
        Benchmark(name: "fleet/registration-1000") { try measure("fleet/registration-1000", "ms", \.processor) },
    ]

    private static let devices = 1000
    private static let rounds = 3

    /// What one fleet cost, for each of its devices.
    private struct Cost {
        /// In KiB, the process in all.
        var memory: Double
        /// In ms: boot, registration and de-registration.
        var processor: Double
    }

    private static func measure(
        _ name: String, _ unit: String, _ figure: KeyPath<Cost, Double>
    ) throws -> Measurement {
        let values = try (0..<rounds).map { round in try cost(round)[keyPath: figure] }
        return Measurement(name: name, value: Sample(values), unit: unit, baseline: nil)
    }

    private static func cost(_ round: Int) throws -> Cost {
        let port = 20_000 + (Int(getpid()) * 8 + round) % 10_000
        let server = try Child.start(Child.beside("xlwm2m"), ["server", "--port", "\(port)"])
        defer {
            kill(server, SIGTERM)
            var status: Int32 = 0
            waitpid(server, &status, 0)
        }
        let folder = Environment.value(of: "TMPDIR") ?? "/tmp"
        let output = "\(folder)/xlwm2m-bench-\(getpid()).json"
        defer { unlink(output) }
        let fleet = try Child.start(
            Child.beside("xlwm2m"),
            [
                "fleet", "--count", "\(devices)", "--ramp", "500/s", "--server", "coap://127.0.0.1:\(port)", "--json",
                "--duration", "5",
            ], output: output)
        var status: Int32 = 0
        waitpid(fleet, &status, 0)
        guard status == 0 else { throw BenchmarkError(description: "not every device registered") }
        let summary = String(decoding: try Files.read(output, limit: 1 << 20), as: UTF8.self)
        return Cost(
            memory: try number("peakBytes", in: summary) / 1024 / Double(devices),
            processor: try number("processorSeconds", in: summary) * 1000 / Double(devices))
    }

    /// The number with a name in a line of JSON.
    private static func number(_ name: String, in line: String) throws -> Double {
        let parts = line.split(separator: "\"\(name)\":", maxSplits: 1)
        guard parts.count == 2, let number = Double(parts[1].prefix { $0 != "," && $0 != "}" }) else {
            throw BenchmarkError(description: "the summary does not say \(name)")
        }
        return number
    }
}
