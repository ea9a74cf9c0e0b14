import CommandLine
import JSON

/// What the program writes in JSON, with the number of its schema: `docs/schemas/NAME-NUMBER.json`.
///
/// A number goes up when a reader of the former output could fail; an additional member does not count.
enum JSONOutput: String, CaseIterable {
    case at, check, decode, diff, doctor, fleet, inspect, mutation, product, products, profile, profiles, psk, run,
        server
    case moduleCompare = "module-compare"
    case moduleInfo = "module-info"
    case moduleList = "module-ls"
    case modulePush = "module-push"
    case testReport = "test-report"
    case version

    /// The number of its schema.
    var schema: Int64 { 1 }
}

extension JSONOutput {
    /// `xlwm2m --version --json`.
    static var versions: JSONValue {
        let outputs = JSONOutput.allCases.map { JSONMember(name: $0.rawValue, value: .integer($0.schema)) }
        return .members([
            "program": .string(Program.xlwm2m.name), "version": .string(Program.xlwm2m.version),
            "libraries": .array(LoadedLibrary.all.map(\.json)), "schemas": .object(outputs),
        ])
    }
}
