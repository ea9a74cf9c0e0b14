#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes the figures and prints them as a table or as JSON, one object per line.
@main
enum Main {
    /// All benchmarks, in the order of the table.
    static let benchmarks =
        StartBenchmarks.all + GenerateBenchmarks.all + HostBenchmarks.all + TestBenchmarks.all
        + WireBenchmarks.all + LineBenchmarks.all + FleetBenchmarks.all

    static func main() {
        var words = Array(CommandLine.arguments.dropFirst())
        let isJSON = words.contains("--json")
        let isPage = words.contains("--report")
        words.removeAll { $0 == "--json" || $0 == "--report" }
        let chosen = benchmarks.filter { row in words.isEmpty || words.contains { row.name.hasPrefix($0) } }
        guard !chosen.isEmpty else {
            complain(
                "no benchmark has the name \(words.joined(separator: " ")); there are "
                    + benchmarks.map(\.name).joined(separator: ", "))
            exit(2)
        }
        var failures = 0
        if isPage { print(PerformancePage.head, terminator: "") }
        for benchmark in chosen {
            do {
                let measurement = try benchmark.run()
                print(
                    isPage
                        ? Report.markdown(measurement)
                        : isJSON ? Report.json(measurement) : Report.row(measurement))
            } catch {
                complain("\(benchmark.name): \(error)")
                failures += 1
            }
            fflush(nil)
        }
        if isPage { print(PerformancePage.foot) }
        exit(failures == 0 ? 0 : 3)
    }

    private static func complain(_ message: String) {
        let line = Array("xlwm2m-bench: \(message)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
