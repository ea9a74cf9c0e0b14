import CommandLine
import JSON
import LwM2M
import ObjectCheck
import ObjectPages
import Terminal

/// `xlwm2m diff`: what a new version of an Object means for the servers that know the old one.
struct DiffCommand: Command {
    @Flag("--json", help: "print JSON: one object with the comparison of each Object") var json: Bool
    @Operands("OLD NEW") var files: [String]

    static let name = "diff"

    static var description: CommandDescription {
        CommandDescription(
            summary: "compare two states of an Object",
            discussion: """
                OLD and NEW are each an OMA definition or a script of an Object. A change is breaking if a server that was
                made for OLD may fail with NEW. A script knows no ranges, units and descriptions: with one, these are not
                compared.
                """,
            exits: ExitMeanings(
                ok: "nothing breaks", findings: "a change is breaking, or a file defines no Object",
                couldNotRun: "a file cannot be read"),
            examples: [
                CommandExample(
                    line: "xlwm2m diff generator/definitions/3300.xml objects/object_generic_sensor.lua",
                    explanation: "whether a script still is what its definition says"),
                CommandExample(
                    line: "xlwm2m diff --json generator/definitions/3300.xml generator/definitions/3300.xml",
                    explanation: "two definitions, for a machine"),
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 2 else {
            throw CommandFailure.usage("give two files, each a definition of OMA or a script: OLD NEW")
        }
        let hasProse = files.allSatisfy { !$0.hasSuffix(".lua") }
        let objects: [[InspectedObject]]
        do { objects = try files.map(InspectedObject.inFile) } catch let failure as CommandFailure {
            if json { Output.line(document([], error: failure.message).prettyText) }
            throw failure
        }
        let comparisons = Self.compare(objects[0], objects[1], hasProse: hasProse)
        let isBreaking = comparisons.contains(where: \.isBreaking)
        if json {
            Output.line(document(comparisons, isBreaking: isBreaking).prettyText)
        } else {
            for comparison in comparisons { Output.line(comparison.text) }
        }
        return isBreaking ? .findings : .ok
    }

    private func document(
        _ comparisons: [DefinitionComparison], isBreaking: Bool? = nil, error: String? = nil
    ) -> JSONValue {
        .members([
            "old": .string(files[0]), "new": .string(files[1]), "breaking": isBreaking.map(JSONValue.boolean),
            "objects": .array(comparisons.map(\.json)), "error": error.map(JSONValue.string),
        ])
    }

    /// Each Object in either file; if each file has just one Object, they are taken as the same, whatever their ids.
    private static func compare(
        _ old: [InspectedObject], _ new: [InspectedObject], hasProse: Bool
    ) -> [DefinitionComparison] {
        if old.count == 1, new.count == 1 {
            return [DefinitionComparison(old[0].definition, new[0].definition, hasProse: hasProse)]
        }
        let ids = Set((old + new).map(\.definition.id)).sorted()
        return ids.compactMap { id in
            let before = old.first { $0.definition.id == id }?.definition
            let after = new.first { $0.definition.id == id }?.definition
            return switch (before, after) {
            case (let before?, let after?): DefinitionComparison(before, after, hasProse: hasProse)
            case (let before?, nil): DefinitionComparison(of: before, isNew: false)
            case (nil, let after?): DefinitionComparison(of: after, isNew: true)
            case (nil, nil): nil
            }
        }
    }
}
