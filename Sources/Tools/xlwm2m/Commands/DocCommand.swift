import CommandLine
import FileSystem
import ObjectCheck
import ObjectHost
import ObjectPages
import Terminal

/// `xlwm2m doc`: a page about Objects.
struct DocCommand: Command {
    @Flag("--html", help: "one page of HTML that needs no other file, instead of Markdown") var isHTML: Bool
    @Option("--output", short: "-o", "FILE", .text, help: "where the page goes instead of standard output")
    var output: String?
    @Operands("PATH...") var paths: [String]

    static let name = "doc"

    static var description: CommandDescription {
        CommandDescription(
            summary: "write a page about Objects, in Markdown or HTML",
            discussion: """
                Each PATH is a folder with definitions and scripts of Objects, or one such file. Of an Object with both, the
                definition is shown, which knows units, ranges and descriptions.
                """,
            exits: ExitMeanings(
                ok: "the page is written", findings: "a file defines no Object; the others are on the page",
                couldNotRun: "a folder or a file cannot be read or written, or there is no Object"),
            examples: [
                CommandExample(line: "xlwm2m doc objects", explanation: "the Objects of a folder, in Markdown"),
                CommandExample(
                    line: "xlwm2m doc --html generator/definitions objects",
                    explanation: "with what their definitions say, as HTML"),
            ])
    }

    func run() throws -> ExitCode {
        guard !paths.isEmpty else {
            throw CommandFailure.usage("give a folder with Objects, or definitions and scripts")
        }
        var catalogue = ObjectCatalogue()
        var code = ExitCode.ok
        for file in try paths.flatMap(Self.files) {
            do {
                for object in try InspectedObject.read(file) {
                    catalogue.add(
                        object.definition, from: Paths.name(of: file), hasProse: !file.hasSuffix(".lua"))
                }
            } catch let error as InspectionError {
                Output.errorLine("xlwm2m doc: \(error)")
                code = error.isUnreadable ? .couldNotRun : .findings
            }
        }
        guard !catalogue.entries.isEmpty else {
            throw CommandFailure.couldNotRun(
                "there is no Object in \(paths.joined(separator: ", ")): Objects are files *.xml and object_*.lua")
        }
        try write(isHTML ? catalogue.html : catalogue.markdown)
        return code
    }

    private static func files(_ path: String) throws -> [String] {
        do throws(FileSystemError) {
            return try InspectedObject.files(at: path).filter { file in
                !file.hasSuffix(".lua") || file == path || !ObjectText.isNameOfTest(Paths.name(of: file))
            }
        } catch {
            throw CommandFailure.couldNotRun("\(error): give a folder that can be read")
        }
    }

    private func write(_ page: String) throws {
        guard let output else { return Output.write(page) }
        do throws(FileSystemError) { try Files.write(Array(page.utf8), to: output) } catch {
            throw CommandFailure.couldNotRun("\(error): give a file that can be written")
        }
    }
}
