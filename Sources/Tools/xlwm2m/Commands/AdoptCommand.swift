import CommandLine
import FileSystem
import ObjectWriter
import Terminal

/// `xlwm2m adopt`: turns a script of the vendor's generator, with the code written into it, into one of ours.
struct AdoptCommand: Command {
    @Option(
        "--definition", short: "-d", "XML", .text, help: "the definition of the Object, which the file was made from")
    var definition: String?

    @Option(
        "--output", short: "-o", "DIR", .text, help: "the folder for the new file, - for standard output [.]")
    var output: String?

    @Flag("--force", help: "overwrite a file that is there; it is kept as FILE.orig") var isForced: Bool

    @Operands("FILE.lua") var files: [String]

    static let name = "adopt"

    static var description: CommandDescription {
        CommandDescription(
            summary: "take a customised file of the vendor's generator over",
            discussion: """
                Finds what was written into a file besides what the vendor's generator made of the definition, and puts it
                into the places of the file that xlwm2m generate makes. Code runs before or after the value is stored as it
                did. What finds no place is listed with its lines and stands in a comment at the end of the new file, so
                that nothing is lost; so do comments that belong to no code. The old file stays as it is; where the new one
                would take its place, it is kept as FILE.orig.
                """,
            exits: ExitMeanings(
                ok: "all code found its place",
                findings: "something found none and is listed, or the files do not fit each other",
                couldNotRun: "a file cannot be read or written"),
            examples: [
                CommandExample(
                    line:
                        "xlwm2m adopt -o - -d generator/definitions/3300.xml "
                        + "Tests/CommandTests/Fixtures/vendor/plain/object_generic_sensor.lua",
                    explanation: "show what becomes of a file")
            ])
    }

    func run() throws -> ExitCode {
        guard files.count == 1, let file = files.first else {
            throw CommandFailure.usage("give one file, a script of the vendor's generator")
        }
        guard let definition else {
            throw CommandFailure.usage("give the definition of the Object: \($definition.name) X.xml")
        }
        let folder = output ?? "."
        guard !folder.isEmpty else { throw CommandFailure.usage("option '\($output.name)' is empty: name a folder") }
        let adoption: Adoption
        do { adoption = try Adoption(of: file, definition: definition) } catch {
            throw CommandFailure(code: error.isUnreadable ? .couldNotRun : .findings, message: "\(error)")
        }
        let path = Paths.join(folder, adoption.fileName)
        if folder == "-" { Output.write(adoption.bytes) } else { try write(adoption, to: path, in: folder, from: file) }
        for rest in adoption.rest {
            Output.errorLine("\(file):\(rest.lines.lowerBound): not placed, \(Self.extent(rest.lines)): \(rest.reason)")
        }
        for finding in adoption.findings {
            Output.errorLine((finding.line > 0 ? "\(path):\(finding.line): " : "") + finding.message)
        }
        return adoption.rest.isEmpty && adoption.findings.isEmpty ? .ok : .findings
    }

    private func write(_ adoption: Adoption, to path: String, in folder: String, from file: String) throws {
        let isThere = try Self.isThere(path)
        guard !isThere || isForced || Files.canonical(path) == Files.canonical(file) else {
            throw CommandFailure.findings(
                "\(path): there is a file already: move it away, choose another folder with \($output.name), or "
                    + "overwrite it with --force")
        }
        do {
            try Files.makeDirectory(folder)
            if isThere { Output.line("kept the old file as \(try Files.keep(try Files.read(path), beside: path))") }
            try Files.write(adoption.bytes, to: path)
        } catch {
            throw CommandFailure.couldNotRun("\(error): free the path, or choose another folder with \($output.name)")
        }
        Output.line("wrote \(path)")
        let placed = adoption.placed.map { "\($0.statements) in \($0.region)" }
        Output.line("statements of yours: " + (placed.isEmpty ? "none" : placed.joined(separator: ", ")))
        if adoption.comments > 0 {
            Output.line("comments that belong to no code, at the end of the file: \(adoption.comments)")
        }
    }

    private static func isThere(_ path: String) throws(CommandFailure) -> Bool {
        do throws(FileSystemError) { return try Files.exists(path) } catch { throw .couldNotRun(error.description) }
    }

    private static func extent(_ lines: ClosedRange<Int>) -> String {
        lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) to \(lines.upperBound)"
    }
}
