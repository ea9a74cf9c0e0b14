import CommandLine
import FileSystem
import LwM2M
import ObjectWriter
import Terminal

/// `xlwm2m init`: a starter folder with an Object, its tests, and what editors and CI need.
struct InitCommand: Command {
    @Option("--name", "NAME", .text, help: "the Object's name ['My Sensor']") var name: String?

    @Option(
        "--id", "ID", .integer(in: 0...65534),
        help: "the Object's id [32769, the first private one]")
    var id: Int?

    @Flag("--force", help: "overwrite files that are there") var isForced: Bool

    @Flag("--dry-run", help: "list the files, write nothing") var isDryRun: Bool

    @Operands("DIR") var folders: [String]

    static let name = "init"

    static var description: CommandDescription {
        CommandDescription(
            summary: "make a folder with an Object, its test, and settings for editors and CI",
            discussion: """
                Writes the definition (XML), the Object and its test, xlwm2m.json with the product, ci.sh with its
                jobs for GitHub and GitLab and a hook for git, .luarc.json and library/ for the Lua language server,
                .luacheckrc for luacheck.
                Files that are there stay as they are without --force. Afterwards:

                  xlwm2m test DIR        runs the tests
                  xlwm2m run --watch DIR serves the Object while you edit it

                In DIR, git config core.hooksPath hooks lets each commit run ci.sh first. docs/writing-an-object.md
                goes on from here.
                """,
            exits: ExitMeanings(ok: "the files are there", couldNotRun: "a file cannot be written"),
            examples: [
                CommandExample(
                    line: "xlwm2m init --dry-run --name \"Air Quality\" --id 32800 air",
                    explanation: "show what would be written into the folder air")
            ])
    }

    func run() throws -> ExitCode {
        guard folders.count == 1, let folder = folders.first, !folder.isEmpty else {
            throw CommandFailure.usage("name the one folder to write to: xlwm2m init DIR")
        }
        for file in try project().files {
            let path = Paths.join(folder, file.path)
            if isDryRun {
                Output.line(path)
            } else if !isForced, try Files.exists(path) {
                Output.line("kept \(path): it is there already, --force overwrites it")
            } else {
                try Files.makeDirectory(Paths.directory(of: path))
                try write(file, to: path)
                Output.line("wrote \(path)")
            }
        }
        if !isDryRun { Output.line("next: xlwm2m test \(Shell.word(folder))") }
        return .ok
    }

    private func write(_ file: NewProject.File, to path: String) throws {
        if file.isProgram {
            try OutputFile(path, mode: 0o777).write(file.bytes)
        } else {
            try Files.write(file.bytes, to: path)
        }
    }

    private func project() throws -> NewProject {
        do { return try NewProject(name: name ?? "My Sensor", id: ObjectID(id ?? 32769)) } catch let error
            as NewProjectError
        {
            throw CommandFailure.usage("\(error)")
        }
    }
}
