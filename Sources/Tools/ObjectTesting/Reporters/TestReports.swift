import FileSystem
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The reporters of a run and where their text goes.
package final class TestReports {
    package private(set) var reporters: [any Reporter] = []
    private let settings: TestSettings
    private var files: [(path: String, text: TextBuffer)] = []
    private let standardOutput = OutputBuffer()

    /// Text for a file, which is written once it is complete.
    private final class TextBuffer {
        var bytes: [UInt8] = []
    }

    /// - throws: `ReportError` if a file cannot be written; it is thrown before any test has run.
    package init(_ settings: TestSettings) throws {
        self.settings = settings
        for file in settings.reporters.compactMap(\.file)
            + settings.coverage.filter({ $0.kind != .html }).compactMap(\.file)
        {
            let folder = Paths.directory(of: file)
            guard Files.status(folder)?.kind == .directory else {
                throw ReportError(description: "\(file): there is no folder '\(folder)' to write the report to")
            }
            do throws(FileSystemError) { try Files.checkWritable(file) } catch {
                throw ReportError(description: "\(error.description): give a file that can be written")
            }
        }
        for folder in settings.coverage.filter({ $0.kind == .html }).compactMap(\.file) {
            do throws(FileSystemError) { try Files.makeDirectory(folder) } catch {
                throw ReportError(description: "\(error.description): give a folder that can be made")
            }
        }
        for destination in settings.reporters { reporters.append(reporter(destination)) }
        if Environment.value(of: "GITHUB_ACTIONS") != nil { reporters.append(annotations()) }
        if let failed = settings.failed { reporters.append(failed) }
        if let replays = settings.replays { reporters.append(replays) }
    }

    private func reporter(_ destination: ReportDestination<ReporterKind>) -> any Reporter {
        guard let path = destination.file else {
            return destination.kind.reporter(
                usesColor: Output.usesColor, showsProgress: Output.movesCursor, isVerbose: settings.isVerbose,
                write: { [standardOutput] in standardOutput.write($0) })
        }
        let buffer = TextBuffer()
        files.append((path, buffer))
        return destination.kind.reporter(isVerbose: settings.isVerbose) { buffer.bytes += Array($0.utf8) }
    }

    /// If standard output carries a report for machines, the annotations go to standard error, which GitHub also reads.
    private func annotations() -> any Reporter {
        let isFree = settings.reporters.allSatisfy { $0.kind == .plain || $0.file != nil }
        return GitHubAnnotations { [standardOutput] text in
            if isFree { standardOutput.write(text) } else { Output.error(text) }
        }
    }

    /// Writes the coverage reports.
    package func write(_ coverage: LineCoverage) {
        for destination in settings.coverage {
            let text = destination.kind.text(of: coverage, time: Int64(time(nil)))
            if let path = destination.path {
                let buffer = TextBuffer()
                buffer.bytes = Array(text.utf8)
                files.append((path, buffer))
            } else {
                standardOutput.write("\n" + text)
            }
        }
    }

    /// Writes everything that is still buffered.
    ///
    /// - throws: `ReportError` if a file cannot be written.
    package func close() throws {
        if let problem = settings.replays?.problem {
            throw ReportError(description: "\(problem): give --record a folder that can be written")
        }
        standardOutput.flush()
        for file in files {
            do throws(FileSystemError) { try Files.write(file.text.bytes, to: file.path) } catch {
                throw ReportError(description: "\(error.description): give a file that can be written")
            }
        }
        files = []
    }
}

/// A report and its destination.
package struct ReportDestination<Kind: Sendable>: Sendable {
    package var kind: Kind
    /// Nil for standard output.
    package var file: String?

    package init(kind: Kind, file: String? = nil) { (self.kind, self.file) = (kind, file) }
}

extension ReportDestination<CoverageReport> {
    /// The file that is written; nil for standard output.
    package var path: String? { kind == .html ? file.map { Paths.join($0, HTMLCoverage.fileName) } : file }
}

/// A report file that cannot be read or written; the text says what to do.
package struct ReportError: Error, CustomStringConvertible {
    package var description: String
}
