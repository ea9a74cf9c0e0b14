import LwM2M
import ObjectGenerator

/// What one call of `generate` was asked for.
struct GenerateOptions: Sendable {
    var inputs: [String]
    /// `-` for standard output.
    var output: String
    var name: String?
    var resources: [ResourceID]?
    var withTests: Bool
    var isCheck: Bool
    var isForced: Bool
    /// Whether custom code may use names that are gone, and older files of an Object may stay.
    var allowsLeftovers: Bool

    /// - throws: a usage failure for options that do not go together.
    init(_ arguments: Arguments) throws {
        inputs = arguments.positional
        output = arguments.value("--output") ?? "."
        withTests = arguments.has("--with-tests")
        isCheck = arguments.has("--check")
        isForced = arguments.has("--force")
        allowsLeftovers = arguments.has("--allow-leftovers")
        guard !inputs.isEmpty else {
            throw CommandFailure.usage("no definition given: name XML files, or - for standard input")
        }
        guard inputs.count(where: { $0 == "-" }) <= 1 else {
            throw CommandFailure.usage("standard input can be read only once: give - once")
        }
        guard !output.isEmpty else { throw CommandFailure.usage("option '--output' is empty: name a folder") }
        guard output != "-" || !(isCheck || withTests) else {
            throw CommandFailure.usage("\(isCheck ? "--check" : "--with-tests") needs a folder: give another -o than -")
        }
        if let chosen = arguments.value("--name") {
            guard inputs.count == 1 else {
                throw CommandFailure.usage("--name goes with one definition, not \(inputs.count): generate it alone")
            }
            do { name = try ObjectName.name(chosen: chosen) } catch { throw CommandFailure.usage(error.message) }
        }
        if let list = arguments.value("--resources") { resources = try Self.ids(list) }
    }

    private static func ids(_ list: String) throws -> [ResourceID] {
        try list.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let id = ResourceID(word), id < maxID else {
                throw CommandFailure.usage(
                    "option '--resources' takes ids from 0 to 65534 with commas between them, not '\(list)'")
            }
            return id
        }
    }
}
