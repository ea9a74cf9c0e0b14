import DDF
import EmbeddedFiles
import FileSystem
import LwM2M
import ObjectGenerator

/// `xlwm2m init`: a folder to start from, with an Object, its tests, and what editors and CI need.
enum InitCommand {
    static var command: Command {
        Command(
            name: "init", summary: "make a folder with an Object, its test, and settings for editors and CI",
            arguments: "DIR",
            options: [
                CommandOption("--name", value: "NAME", help: "the Object's name, 'My Sensor' unless told otherwise"),
                CommandOption(
                    "--id", value: "ID", help: "the Object's id, 32769 unless told otherwise: the first private one"),
                CommandOption("--force", help: "overwrite files that are there"),
                CommandOption("--dry-run", help: "list the files, write nothing"),
            ],
            discussion: """
                Writes the definition (XML), the Object and its test, ci.sh and a workflow for GitHub Actions,
                .luarc.json and library/ for the Lua language server, .luacheckrc for luacheck. Files that are there
                stay as they are without --force. Afterwards:

                  xlwm2m test DIR        runs the tests
                  xlwm2m run --watch DIR serves the Object while you edit it
                """,
            exits: ExitMeanings(ok: "the files are there", couldNotRun: "a file cannot be written"),
            examples: [
                CommandExample(
                    line: "xlwm2m init --dry-run --name \"Air Quality\" --id 32800 air",
                    explanation: "show what would be written into the folder air")
            ], run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard arguments.positional.count == 1 else {
            throw CommandFailure.usage("name the one folder to write to: xlwm2m init DIR")
        }
        let folder = arguments.positional[0]
        let id = try arguments.integer("--id", in: 0...65534) ?? 32769
        let project = try NewProject(name: arguments.value("--name") ?? "My Sensor", id: ObjectID(id))
        let files = project.files
        if arguments.has("--dry-run") {
            for file in files { Output.line(Paths.join(folder, file.path)) }
            return .ok
        }
        for file in files {
            let path = Paths.join(folder, file.path)
            if !arguments.has("--force"), Files.status(path) != nil {
                Output.line("kept \(path): it is there already, --force overwrites it")
                continue
            }
            try Files.makeDirectory(Paths.directory(of: path))
            try Files.write(file.bytes, to: path)
            Output.line("wrote \(path)")
        }
        Output.line("next: xlwm2m test \(Shell.word(folder))")
        return .ok
    }
}
