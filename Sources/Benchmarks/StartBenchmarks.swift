/// How long the program takes until it has done the least that it can do.
enum StartBenchmarks {
    static let all = [
        Benchmark(name: "start/version") {
            let (value, baseline) = try Timing.medians(rounds: 101) {
                try Child.run(Child.beside("xlwm2m"), ["--version"])
            } baseline: {
                try Child.run(Child.beside("baseline-line"), [])
            }
            return Measurement(name: "start/version", value: value * 1e3, unit: "ms", baseline: baseline * 1e3)
        }
    ]
}
