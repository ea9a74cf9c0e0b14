import FileSystem
import LwM2M
import ObjectGenerator

/// Writes the files of one Object, or holds them against those that are there.
struct GenerateWriter: Sendable {
    private let options: GenerateOptions
    private(set) var report = GenerateReport()

    /// Handles the script, and its test where one is wanted; the report says how it went.
    init(_ options: GenerateOptions, _ job: GenerateJob) {
        self.options = options
        handle(job, file: "\(job.name).lua", LuaEmitter.regions(of: job.definition)) {
            LuaEmitter.emit(job.definition, name: job.name, custom: $0)
        }
        guard options.withTests else { return }
        handle(job, file: "\(job.name)_test.lua", [.tests]) {
            TestEmitter.emit(job.definition, name: job.name, custom: $0)
        }
    }

    private mutating func handle(
        _ job: GenerateJob, file: String, _ regions: [CustomRegion], emit: ([CustomRegion: [UInt8]]) -> [UInt8]
    ) {
        let path = Paths.join(options.output, file)
        do {
            let old = Files.status(path) == nil ? nil : try Files.read(path, limit: Self.longestFile)
            let now = old.map { GeneratedFile(reading: $0) }
            let new = emit(now?.regions ?? [:])
            if let old, GeneratedFile.isSame(old, new) {
                if !options.isCheck { report.output += "up to date: \(path)\n" }
            } else if options.isCheck {
                compare(path, old: old, new: new)
            } else if let now, !options.isForced, let reason = refusal(now, regions, job, path) {
                report.fail(reason)
            } else {
                // A link is followed, but not to a file of somebody else: that is left alone.
                if now?.origin == .foreign, Files.isLink(path) { try Files.remove(path) }
                try Files.write(new, to: path)
                report.output += "wrote \(path)\n"
            }
        } catch {
            report.fail("\(error): free the path, or choose another folder with -o", .couldNotRun)
        }
    }

    /// No script of the module is near this size.
    private static let longestFile = 64 << 20

    /// Why the file that stands there must not be overwritten; nil where it may.
    private func refusal(
        _ now: GeneratedFile, _ regions: [CustomRegion], _ job: GenerateJob, _ path: String
    ) -> String? {
        switch now.origin {
        case .foreign:
            return "\(path): the file was not made by xlwm2m generate, so it stays as it is: "
                + "move it away, or overwrite it with --force"
        case .edited:
            return "\(path): the file was edited outside its custom regions, so it stays as it is: "
                + "move your code between the lines marked \"custom\" (\(Self.list(regions))), "
                + "or overwrite all but these regions with --force"
        case .generated:
            let lost = now.regions.keys.filter { !regions.contains($0) }.map(\.rawValue).sorted()
            guard !lost.isEmpty else { return nil }
            return "\(path): the custom region '\(lost.joined(separator: "', '"))' holds code, and the object of "
                + "\(job.place) has no place for it: move the code to another region, or drop it with --force"
        }
    }

    private static func list(_ regions: [CustomRegion]) -> String {
        regions.map(\.rawValue).joined(separator: ", ")
    }

    private mutating func compare(_ path: String, old: [UInt8]?, new: [UInt8]) {
        report.output += UnifiedDiff.text(old: old, new: new, path: path)
        let state = old == nil ? "the file is missing" : "the file is stale"
        report.fail("\(path): \(state): run xlwm2m generate without --check")
    }
}
