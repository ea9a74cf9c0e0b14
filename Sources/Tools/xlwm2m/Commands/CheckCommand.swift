import FileSystem
import JSON
import Lua
import ObjectCheck
import Products
import Storage

/// `xlwm2m check`: tells whether files would work on a module.
enum CheckCommand {
    static var command: Command {
        Command(
            name: "check",
            summary: "tell whether Objects and definitions would work on a module",
            arguments: "PATH...",
            options: [
                CommandOption(
                    "--product", value: "PRODUCT", help: "the module to check for; \(Product.default.name) by default"),
                CommandOption("--format", value: "FORMAT", help: "text (the default), json, github or sarif"),
                CommandOption("--memory", value: "BYTES", help: "what the scripts may hold; 8388608 by default"),
                CommandOption(
                    "--instructions", value: "COUNT", help: "what one call of a script may run; 10000000 by default"),
            ],
            discussion: """
                A PATH is an Object (.lua), a definition (.xml) or a folder; of a folder its own files are taken, not those
                of the folders in it. Lua files of one folder are also loaded together, as the client does when it starts.
                docs/check.md explains every rule.
                """,
            exits: ExitMeanings(
                ok: "nothing is to be mended", findings: "there are errors or warnings",
                couldNotRun: "a PATH cannot be read"),
            examples: [
                CommandExample(
                    line: "xlwm2m check --product SARA-R410M-02B objects",
                    explanation: "would the client of that module start with these Objects?"),
                CommandExample(
                    line: "xlwm2m check --format github generator/definitions/3300.xml",
                    explanation: "a definition against the schema, as annotations for a pull request"),
            ],
            run: run)
    }

    private static func run(_ arguments: Arguments) throws -> ExitCode {
        guard !arguments.positional.isEmpty else { throw CommandFailure.usage("name a file or a folder to check") }
        let format = try arguments.choice("--format", among: ["text", "json", "github", "sarif"]) ?? "text"
        var limits = LuaLimits()
        if let memory = try arguments.integer("--memory", in: 1...(1 << 40)) { limits.memory = memory }
        if let count = try arguments.integer("--instructions", in: 1...Int.max) { limits.instructions = count }
        let checker = ObjectChecker(
            product: try ProductChoice.any(named: arguments.value("--product")), limits: limits)
        let report = checker.check(try files(arguments.positional))
        switch format {
        case "json": Output.line(report.json.prettyText)
        case "github": Output.write(report.workflowCommands)
        case "sarif": Output.line(report.sarif(version: programVersion).prettyText)
        default: Output.write(report.text)
        }
        return report.isClean ? .ok : .findings
    }

    /// What the paths stand for: each file once, in the order of the paths.
    private static func files(_ paths: [String]) throws -> [CheckedFile] {
        var files: [CheckedFile] = []
        var known = Set<String>()
        for path in paths {
            guard let status = Files.status(path) else {
                throw CommandFailure.couldNotRun("\(path) does not exist: name a file or a folder")
            }
            var members = [(path: path, set: "")]
            if status.kind == .directory {
                members = try self.members(of: path)
                if members.isEmpty {
                    throw CommandFailure.couldNotRun("\(path) has no .lua and no .xml file: name the folder that has")
                }
            } else if !isChecked(path) {
                throw CommandFailure.usage("\(path) is neither .lua nor .xml: name Objects or definitions")
            }
            for member in members where known.insert(member.path).inserted {
                files.append(
                    CheckedFile(
                        path: member.path, content: try Files.read(member.path, limit: 256 << 20), set: member.set))
            }
        }
        return files
    }

    /// The files of a folder; of the flash of a module those that it loads.
    private static func members(of folder: String) throws -> [(path: String, set: String)] {
        let own = try Files.listReadable(folder).filter(isChecked).map { (path: Paths.join(folder, $0), set: folder) }
        let objects = Paths.join(folder, FlashTag.objects.name)
        guard own.isEmpty, Files.status(objects)?.kind == .directory else { return own }
        return try Files.listReadable(objects).filter(isChecked).map { (Paths.join(objects, $0), objects) }
    }

    private static func isChecked(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".lua") || name.hasSuffix(".xml")
    }
}
