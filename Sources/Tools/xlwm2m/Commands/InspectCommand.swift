import CommandLine
import JSON
import ObjectCheck
import ObjectPages
import ServerConsole
import Terminal

/// `xlwm2m inspect`: an Object and its Resources at a glance.
struct InspectCommand: Command {
    @Flag("--json", help: "print JSON: one object with the file and its Objects") var json: Bool
    @Flag("--xml", help: "print a definition of OMA, which generate reads") var xml: Bool
    @Operands("FILE.xml|FILE.lua") var files: [String]

    static let name = "inspect"

    static var description: CommandDescription {
        CommandDescription(
            summary: "show an Object and its Resources as a table",
            discussion: """
                Reads an OMA definition, - from standard input, or loads a script and shows what it states. A script knows no
                ranges, units and descriptions, so that --xml leaves these empty.
                """,
            exits: ExitMeanings(
                ok: "the Objects are shown", findings: "the file is neither a definition nor a script of an Object",
                couldNotRun: "the file cannot be read"),
            examples: [
                CommandExample(
                    line: "xlwm2m inspect generator/definitions/3300.xml", explanation: "show the Generic Sensor"),
                CommandExample(
                    line: "xlwm2m inspect --json generator/definitions/3300.xml",
                    explanation: "the same for a script, ids and constants included"),
                CommandExample(
                    line: "xlwm2m inspect objects/object_generic_sensor.lua",
                    explanation: "show what a script registers and states"),
                CommandExample(
                    line: "xlwm2m inspect --xml objects/object_generic_sensor.lua",
                    explanation: "the definition of a script"),
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 1, let path = files.first else {
            throw CommandFailure.usage("give one file, a definition of OMA or a script")
        }
        guard !(json && xml) else { throw CommandFailure.usage("--json and --xml exclude each other") }
        let objects: [InspectedObject]
        do { objects = try InspectedObject.inFile(path) } catch let failure as CommandFailure {
            if json { Self.report(path, [], error: failure.message) }
            throw failure
        }
        if xml {
            Output.write(objects.map(\.definition).document)
        } else if json {
            Self.report(path, objects)
        } else {
            Output.write(objects.map(\.text).joined(separator: "\n"))
        }
        return .ok
    }

    private static func report(_ path: String, _ objects: [InspectedObject], error: String? = nil) {
        let file = JSONValue.members([
            "file": .string(path), "objects": .array(objects.map(\.json)), "error": error.map(JSONValue.string),
        ])
        Output.line(file.prettyText)
    }
}

extension InspectedObject {
    /// The Objects of a file, as commands read it.
    ///
    /// - throws: findings for a file that defines no Object, `couldNotRun` for a file that cannot be read.
    static func inFile(_ path: String) throws -> [InspectedObject] {
        do { return try read(path) } catch let error as InspectionError {
            throw CommandFailure(code: error.isUnreadable ? .couldNotRun : .findings, message: "\(error)")
        }
    }
}

extension ServerDefinitions {
    /// Those of `--objects`: files of Objects, and folders of them.
    ///
    /// - throws: as `InspectedObject.inFile` does.
    convenience init(at paths: [String]) throws {
        self.init(
            try paths.flatMap { try InspectedObject.files(at: $0).flatMap(InspectedObject.inFile) }.map(\.definition))
    }
}
