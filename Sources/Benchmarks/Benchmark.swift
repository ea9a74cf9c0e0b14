/// One row of the table of benchmarks.
struct Benchmark: Sendable {
    var name: String
    /// Takes the figure; what it throws is reported, and the others still run.
    var run: @Sendable () throws -> Measurement
}
