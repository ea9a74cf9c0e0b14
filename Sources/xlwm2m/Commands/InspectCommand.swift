import DDF
import FileSystem
import JSON
import LwM2M
import ObjectGenerator

/// `xlwm2m inspect`: an Object and its Resources at a glance.
enum InspectCommand {
    static var command: Command {
        Command(
            name: "inspect",
            summary: "show an Object and its Resources as a table",
            arguments: "FILE.xml|FILE.lua",
            options: [CommandOption("--json", help: "print JSON: one object with the file and its Objects")],
            discussion: "Reads an OMA definition, - from standard input, or loads a script and shows what it states.",
            exits: ExitMeanings(
                ok: "the Objects are shown", findings: "the file is no definition and no script of an Object",
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
            ],
            run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count == 1, let path = arguments.positional.first else {
            throw CommandFailure.usage("give one file, a definition of OMA or a script")
        }
        let objects = try InspectedObject.read(path)
        if arguments.has("--json") {
            let file = JSONValue.members(["file": .string(path), "objects": .array(objects.map(\.json))])
            Output.line(file.prettyText)
        } else {
            Output.write(objects.map(\.text).joined(separator: "\n"))
        }
        return .ok
    }
}
