/// What it costs to make Lua of a definition, over hundreds of them in one process, files written.
enum GenerateBenchmarks {
    static let all = [
        Benchmark(name: "generate/file") {
            let corpus = try Corpus()
            defer { corpus.remove() }
            let count = Double(corpus.files.count)
            var round = 0
            let (value, baseline) = try Timing.medians(rounds: 9) {
                round += 1
                let output = corpus.folder + "/out\(round)"
                try Child.run(Child.beside("xlwm2m"), ["generate", "-o", output] + corpus.files)
            } baseline: {
                round += 1
                try corpus.copy(to: corpus.folder + "/copy\(round)")
            }
            return Measurement(
                name: "generate/file", value: value / count * 1e3, unit: "ms", baseline: baseline / count * 1e3)
        }
    ]
}
