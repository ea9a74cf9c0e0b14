/// Why a figure could not be taken.
struct BenchmarkError: Error, CustomStringConvertible {
    var description: String
}
