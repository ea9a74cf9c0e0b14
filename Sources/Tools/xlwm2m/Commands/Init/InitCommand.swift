import DDF
import EmbeddedFiles
import FileSystem
import LwM2M
import ObjectGenerator
import XML

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

/// The files of a folder for a new Object.
struct NewProject {
    /// A file to write: its path below the folder, and its content.
    struct File {
        var path: String
        var bytes: [UInt8]
    }

    let files: [File]

    /// - throws: a usage failure for a name or an id that no Object can have.
    init(name: String, id: ObjectID) throws {
        guard
            name.unicodeScalars.contains(where: { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
            )
        else {
            throw CommandFailure.usage(
                "option '--name' takes a name with a letter or digit of ASCII, of which the file is named, not '\(name)'"
            )
        }
        let label = id < 1024 ? "oma" : id < 10241 ? "ext" : "x"
        func definition(file: String) -> [UInt8] {
            Self.template(
                "definition.xml", ["NAME": XMLElement.escaped(name), "ID": "\(id)", "LABEL": label, "FILE": file])
        }
        let parsed: ObjectDefinition
        let object: String
        do {
            if let finding = DDFValidator.findings(definition(file: "x"), file: "x").first(where: {
                $0.severity == .error
            }) {
                throw CommandFailure.usage(finding.message)
            }
            guard let first = try DDFParser.parse(definition(file: "x"), file: "x").first?.definition else {
                throw CommandFailure.usage("no Object can have the name '\(name)'")
            }
            parsed = first
            object = try ObjectName.name(for: parsed)
        } catch let error as GeneratorError {
            throw CommandFailure.usage("\(error)")
        } catch let error as DDFError {
            throw CommandFailure.usage(error.message)
        }
        let stem = String(object.dropFirst("object_".count))
        let script = LuaEmitter.emit(
            parsed, name: object,
            custom: [.file: Self.template("custom_file.lua"), .write: Self.template("custom_write.lua")])
        let tests = TestEmitter.emit(parsed, name: object, custom: [.tests: Self.template("custom_tests.lua")])
        files = [
            File(path: "\(stem).xml", bytes: definition(file: stem)),
            File(path: "\(object).lua", bytes: script),
            File(path: "\(object)_test.lua", bytes: tests),
            File(path: "ci.sh", bytes: Self.template("ci.sh")),
            File(path: ".github/workflows/objects.yml", bytes: Self.template("workflow.yml")),
            File(path: ".luarc.json", bytes: Self.template("luarc.json")),
            File(path: ".luacheckrc", bytes: Self.template("luacheckrc")),
            File(path: "library/xlwm2m.lua", bytes: Self.template("library.lua")),
            File(path: "library/xlwm2m_device.lua", bytes: Self.template("library_test.lua")),
        ]
    }

    /// A template that the program carries, with each `{{KEY}}` replaced.
    private static func template(_ name: String, _ values: [String: String] = [:]) -> [UInt8] {
        let bytes = EmbeddedFiles.bytes(of: "Sources/Tools/xlwm2m/Templates/\(name)") ?? []
        guard !values.isEmpty else { return bytes }
        var text = ""
        var rest = Substring(String(decoding: bytes, as: UTF8.self))
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            rest = rest[open...]
            guard rest.hasPrefix("{{"), let close = rest.firstIndex(of: "}"),
                let value = values[String(rest[..<close].dropFirst(2))]
            else {
                text.append(rest.removeFirst())
                continue
            }
            text += value
            rest = rest[close...].dropFirst(2)
        }
        return Array((text + rest).utf8)
    }
}
