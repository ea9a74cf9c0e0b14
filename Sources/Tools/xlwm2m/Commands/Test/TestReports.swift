import DDF
import FileSystem
import LwM2M
import ObjectGenerator
import ObjectTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reporters of a run and where their text goes.
final class TestReports {
    private(set) var reporters: [any Reporter] = []
    private let settings: TestSettings
    private var files: [(path: String, text: TextBuffer)] = []
    private let standardOutput = OutputBuffer()

    /// Text for a file, which is written when all of it is there.
    private final class TextBuffer {
        var bytes: [UInt8] = []
    }

    /// - throws: where a file cannot be written, before any test has run.
    init(_ settings: TestSettings) throws {
        self.settings = settings
        for file in settings.reporters.compactMap(\.file) + settings.coverage.compactMap(\.file) {
            let folder = Paths.directory(of: file)
            guard Files.status(folder)?.kind == .directory else {
                throw CommandFailure.couldNotRun("\(file): there is no folder '\(folder)' to write the report to")
            }
        }
        for destination in settings.reporters { reporters.append(reporter(destination)) }
        if getenv("GITHUB_ACTIONS") != nil { reporters.append(annotations()) }
    }

    private func reporter(_ destination: TestSettings.Destination<ReporterKind>) -> any Reporter {
        guard let path = destination.file else {
            return destination.kind.reporter(
                usesColor: Output.usesColor, showsProgress: Output.movesCursor,
                write: { [standardOutput] in standardOutput.write($0) })
        }
        let buffer = TextBuffer()
        files.append((path, buffer))
        return destination.kind.reporter { buffer.bytes += Array($0.utf8) }
    }

    /// Where standard output belongs to a report for machines, the annotations go to standard error, which GitHub
    /// reads as well.
    private func annotations() -> any Reporter {
        let isFree = settings.reporters.allSatisfy { $0.kind == .plain || $0.file != nil }
        return GitHubAnnotations { [standardOutput] text in
            if isFree { standardOutput.write(text) } else { Output.error(text) }
        }
    }

    /// Writes the reports about lines.
    func write(_ coverage: LineCoverage) {
        for destination in settings.coverage {
            let text = destination.kind.text(of: coverage, time: Int64(time(nil)))
            if let path = destination.file {
                let buffer = TextBuffer()
                buffer.bytes = Array(text.utf8)
                files.append((path, buffer))
            } else {
                standardOutput.write("\n" + text)
            }
        }
    }

    /// Writes all that is still kept.
    ///
    /// - throws: for a file that cannot be written.
    func close() throws {
        standardOutput.flush()
        for file in files {
            do throws(FileSystemError) { try Files.write(file.text.bytes, to: file.path) } catch {
                throw CommandFailure.couldNotRun("\(error.description): give a file that can be written")
            }
        }
        files = []
    }
}

/// Finds the Object's file for a definition.
enum ContractFiles {
    /// The Objects of a definition, each with its file.
    ///
    /// - throws: for a definition that is not usable, or an Object whose file is not there.
    static func files(for xml: String, paths: [String]) throws -> [TestFile] {
        let objects: [ParsedObject]
        do {
            let limits = DDFLimits()
            objects = try DDFParser.parse(try Files.read(xml, limit: limits.bytes), file: xml, limits: limits)
        } catch let error as DDFError {
            throw CommandFailure.couldNotRun(error.description)
        } catch {
            throw CommandFailure.couldNotRun("\(error): give the path of a definition that can be read")
        }
        return try objects.map { object in
            TestFile(
                path: xml,
                content: .contract(
                    ContractSource(
                        definition: object.definition, objectPath: try self.path(of: object, xml: xml, paths: paths),
                        line: object.line, resourceLines: object.resourceLines)))
        }
    }

    private static func path(of object: ParsedObject, xml: String, paths: [String]) throws -> String {
        let definition = object.definition
        for path in paths {
            if Files.status(path)?.kind == .file { return path }
            if let found = file(in: path, of: definition) { return found }
        }
        for folder in [Paths.directory(of: xml), "."] {
            if let found = file(in: folder, of: definition) { return found }
        }
        let name = (try? ObjectName.name(for: definition)).map { "\($0).lua" } ?? "its file"
        throw CommandFailure.couldNotRun(
            "\(xml):\(object.line): there is no \(name) for object \(definition.id) in "
                + (paths + [Paths.directory(of: xml), "."]).joined(separator: ", ") + ": name the file or its folder")
    }

    /// The file with the generated name, else the first that registers the id.
    private static func file(in folder: String, of definition: ObjectDefinition) -> String? {
        if let name = try? ObjectName.name(for: definition) {
            let path = Paths.join(folder, "\(name).lua")
            if Files.status(path)?.kind == .file { return path }
        }
        for name in (try? Files.listReadable(folder)) ?? [] where name.hasPrefix("object_") && name.hasSuffix(".lua") {
            let path = Paths.join(folder, name)
            if !TestDiscovery.isTestFile(name, in: folder), ContractSource.objectID(of: path) == definition.id {
                return path
            }
        }
        return nil
    }
}
