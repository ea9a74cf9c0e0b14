import CommandLine
import FileSystem
import JSON
import RealModule
import Terminal
import Wording

/// Which files of a module are meant.
struct ModuleTagOption: OptionGroup {
    @Option("--tag", "TAG", .fileTag, help: "the tag of the files [XLWM2M]") var given: String?

    var tag: String { given ?? PortFiles.objectTag }
}

extension ValueReader<String> {
    /// A tag of files.
    static var fileTag: ValueReader {
        ValueReader(takes: "a tag, as XLWM2M or USER") { text in
            let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 95 }
            return isPlain && !text.isEmpty ? text : nil
        }
    }
}

extension PortFiles {
    /// Refuses a name that no file of a module has.
    static func expectName(_ name: String) throws {
        guard isName(name) else { throw CommandFailure.usage("'\(name)' is not the name of a file on a module") }
    }
}

/// `xlwm2m module ls`: the files of a module.
struct ModuleListCommand: Command {
    var port = ModulePortOptions()
    var tag = ModuleTagOption()

    @Flag("--json", help: "print JSON: the name and the size of each file") var json: Bool

    static let name = "module ls"

    static var description: CommandDescription {
        CommandDescription(
            summary: "list the files of a module",
            discussion: "Each with its size in bytes, in the order of the module.",
            exits: ExitMeanings(ok: "they are listed", couldNotRun: "no module answers"),
            examples: [
                CommandExample(
                    line: "xlwm2m module ls --port /dev/ttyUSB0", explanation: "the Objects", end: .withModule),
                CommandExample(
                    line: "xlwm2m module ls --port /dev/ttyUSB0 --tag USER --json",
                    explanation: "the files without a tag, for a program", end: .withModule),
            ])
    }

    func run() throws -> ExitCode {
        try port.withModule { session in
            let files = PortFiles(session)
            let found = try files.names(tag.tag).map { (name: $0, size: try? files.size($0, tag.tag)) }
            if json {
                let list = found.map { file in
                    JSONValue.members(["name": .string(file.name), "size": file.size.map { .integer(Int64($0)) }])
                }
                Output.line(JSONValue.members(["tag": .string(tag.tag), "files": .array(list)]).prettyText)
            } else {
                let width = found.map { ($0.size.map(String.init) ?? "?").count }.max() ?? 0
                for file in found {
                    Output.line((file.size.map(String.init) ?? "?").indented(to: width) + "  " + file.name)
                }
            }
            return .ok
        }
    }
}

/// `xlwm2m module cat`: a file of a module, as it is.
struct ModuleCatCommand: Command {
    var port = ModulePortOptions()
    var tag = ModuleTagOption()

    @Operands("NAME") var names: [String]

    static let name = "module cat"

    static var description: CommandDescription {
        CommandDescription(
            summary: "print a file of a module",
            discussion: "Its bytes go to standard output as they are.",
            exits: ExitMeanings(ok: "it is printed", couldNotRun: "no module answers, or it has no such file"),
            examples: [
                CommandExample(
                    line: "xlwm2m module cat --port /dev/ttyUSB0 object_generic_sensor.lua",
                    explanation: "read an Object", end: .withModule)
            ])
    }

    func run() throws -> ExitCode {
        guard names.count == 1 else { throw CommandFailure.usage("name one file") }
        try PortFiles.expectName(names[0])
        return try port.withModule { session in
            Output.write(try PortFiles(session).read(names[0], tag.tag))
            return .ok
        }
    }
}

/// `xlwm2m module pull`: files of a module, written here.
struct ModulePullCommand: Command {
    var port = ModulePortOptions()
    var tag = ModuleTagOption()

    @Option("--output", short: "-o", "DIR", .text, help: "the folder to write to [this one]")
    var folder: String?

    @Flag("--force", help: "replace files here that differ") var force: Bool

    @Operands("[NAME...]") var names: [String]

    static let name = "module pull"

    static var description: CommandDescription {
        CommandDescription(
            summary: "copy files of a module here",
            discussion: "Without a NAME all files with the tag are copied.",
            exits: ExitMeanings(
                ok: "they are here", findings: "a file here differs, and --force was not given",
                couldNotRun: "no module answers, or it has no such file"),
            examples: [
                CommandExample(
                    line: "xlwm2m module pull --port /dev/ttyUSB0 -o $(mktemp -d)",
                    explanation: "keep what is on the module", end: .withModule)
            ])
    }

    func run() throws -> ExitCode {
        for name in names { try PortFiles.expectName(name) }
        let folder = folder ?? "."
        guard Files.status(folder)?.kind == .directory else {
            throw CommandFailure.couldNotRun("\(folder) is not a folder: make it first")
        }
        return try port.withModule { session in
            let files = PortFiles(session)
            var code = ExitCode.ok
            for name in names.isEmpty ? try files.names(tag.tag) : names {
                guard PortFiles.isName(name) else {
                    Output.warn("'\(name)' cannot be the name of a file here: it is left out")
                    continue
                }
                let bytes = try files.read(name, tag.tag)
                let path = Paths.join(folder, name)
                if try Files.exists(path) {
                    let isSame = (try? Files.read(path, limit: 64 << 20)) == bytes
                    if !isSame, !force {
                        Output.errorLine("\(path) differs: --force replaces it")
                        code = .findings
                        continue
                    }
                }
                try Files.write(bytes, to: path)
                Output.line("\(path), \(bytes.count) bytes")
            }
            return code
        }
    }
}

/// `xlwm2m module rm`: deletes files of a module.
struct ModuleRemoveCommand: Command {
    var port = ModulePortOptions()
    var tag = ModuleTagOption()

    @Flag("--force", help: "delete files that came with the module, too") var force: Bool

    @Operands("NAME...") var names: [String]

    static let name = "module rm"

    static var description: CommandDescription {
        CommandDescription(
            summary: "delete files of a module",
            discussion: """
                An Object whose file is gone stays in memory until the next reset, or until AT+ULWM2MREMOVE. The files that came
                with a SARA-R4 are those that its client needs to start: they are kept unless --force is given.
                """,
            exits: ExitMeanings(
                ok: "they are gone", findings: "one of them came with the module, and --force was not given",
                couldNotRun: "no module answers, or it has no such file"),
            examples: [
                CommandExample(
                    line: "xlwm2m module rm --port /dev/ttyUSB0 --tag USER notes.txt", explanation: "delete a file",
                    end: .withModule)
            ])
    }

    func run() throws -> ExitCode {
        guard !names.isEmpty else { throw CommandFailure.usage("name the files to delete") }
        for name in names { try PortFiles.expectName(name) }
        return try port.withModule { session in
            if tag.tag == PortFiles.objectTag, !force, let product = try RecognizedProduct(session)?.product {
                for name in names where product.needs(file: name) {
                    throw CommandFailure.findings(
                        "\(name) came with the module, whose client may not start without it: --force deletes it")
                }
            }
            for name in names {
                try PortFiles(session).delete(name, tag.tag)
                Output.line("\(name) deleted")
            }
            return .ok
        }
    }
}
