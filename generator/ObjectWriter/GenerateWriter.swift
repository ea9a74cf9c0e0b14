package import FileSystem
import LwM2M
import ObjectGenerator
import ObjectHost
import Threads
import Wording

/// Writes the files of one Object, or compares them with the existing ones.
package struct GenerateWriter: Sendable {
    private let options: GenerateOptions
    private let job: GenerateJob
    private var report = GenerateReport()
    /// The names of the Resources in the files.
    private var constants = ResourceConstants([])
    /// The options with which the existing script was made, and with which it is made again.
    private var kept: [String] = []

    private init(_ options: GenerateOptions, _ job: GenerateJob) { (self.options, self.job) = (options, job) }

    /// Writes the script, and its test if one is wanted.
    ///
    /// - Parameter others: the Objects of the folder besides those to be made.
    private mutating func write(besides others: FolderObjects) {
        guard let script = standing(job.script) else { return }
        let before = script.file?.origin == .foreign ? ScriptOptions() : script.file?.options ?? ScriptOptions()
        let made = options.script(after: before)
        kept = options.kept(of: before)
        let definition: ObjectDefinition
        let bindings: [String]
        do {
            definition = try self.definition(with: made.resources, path: script.path)
            bindings = try self.bindings(for: made.product, path: script.path)
        } catch {
            report.fail("\(error)")
            return
        }
        constants = ResourceConstants(definition.resources)
        handle(script, Script.regions(of: definition), isTest: false) { [job] custom in
            Script.emit(definition, name: job.name, custom: custom, options: made, bindings: bindings)
        }
        if let product = made.product { report.made = GenerateReport.Made(path: script.path, product: product) }
        for other in others.files(of: definition.id) where other.name != job.script {
            leftover(other)
        }
        guard options.withTests, let test = standing(job.test) else { return }
        kept = []
        handle(test, TestScript.regions, isTest: true) { [job] custom in
            TestScript.emit(definition, name: job.name, custom: custom, checksRanges: made.checksRanges)
        }
    }

    // MARK: - The options of a file

    /// The Object with the Resources of the options.
    ///
    /// - throws: if the definition lacks something with which the file was made.
    private func definition(
        with resources: [ResourceID]?, path: String
    ) throws(GeneratorError) -> ObjectDefinition {
        guard let resources, case .asBefore = options.resources else {
            return try job.definition(with: resources, isForced: options.isForced)
        }
        // A Resource that was removed from the definition is removed from the file, as without options.
        let known = resources.filter { id in job.definition.resources.contains { $0.id == id } }
        guard !known.isEmpty else {
            throw GeneratorError(
                "\(path): the file was made with --resources, and object \(job.definition.id) has none of these now: "
                    + "name others, or give --resources all")
        }
        return try job.definition(with: known, isForced: options.isForced)
    }

    /// What the head says about a product.
    ///
    /// - throws: for an unknown name in the head of the file.
    private func bindings(for product: String?, path: String) throws(GeneratorError) -> [String] {
        guard let product else { return [] }
        guard let lines = options.bindings(product) else {
            throw GeneratorError(
                "\(path): the file was made for the product \(product), which is unknown: give --product PRODUCT, or "
                    + "--product none")
        }
        return lines
    }

    /// Writes the files of many Objects, using the available processors.
    ///
    /// - Parameters:
    ///   - progress: called from time to time with the approximate number that are done.
    ///   - isInterrupted: whether to skip what has not begun.
    /// - Returns: the reports, in the order of the jobs; fewer than the jobs if it was interrupted.
    /// - throws: `FileSystemError` if the folder cannot be created.
    package static func write(
        _ jobs: [GenerateJob], _ options: GenerateOptions, progress: (Int) -> Void,
        isInterrupted: @escaping @Sendable () -> Bool
    ) throws(FileSystemError) -> [GenerateReport] {
        if !options.isCheck, !jobs.isEmpty {
            try Files.makeDirectory(options.output)
            Files.clearLeftovers(in: options.output)
        }
        let others = FolderObjects(in: options.output, besides: Set(jobs.flatMap { [$0.script, $0.test] }))
        return ParallelMap.run(jobs, progress: progress) { job in
            guard !isInterrupted() else { return nil }
            var writer = GenerateWriter(options, job)
            writer.write(besides: others)
            return writer.report
        }.compactMap(\.self)
    }

    /// What currently exists in place of a file to be made.
    private struct Standing {
        var path: String
        /// Nil if there is no file.
        var bytes: [UInt8]?
        var file: GeneratedFile?
    }

    /// Nil for a file that cannot be read, which is reported.
    private mutating func standing(_ file: String) -> Standing? {
        let path = Paths.join(options.output, file)
        do {
            let bytes = try Files.exists(path) ? try Files.read(path, limit: Self.longestFile) : nil
            return Standing(path: path, bytes: bytes, file: bytes.map { GeneratedFile(reading: $0) })
        } catch {
            fail(error)
            return nil
        }
    }

    private mutating func fail(_ error: any Error) {
        report.fail("\(error): free the path, or choose another folder with -o", .unreachable)
    }

    private mutating func handle(
        _ standing: Standing, _ regions: [CustomRegion], isTest: Bool, emit: ([CustomRegion: [UInt8]]) -> [UInt8]
    ) {
        let (path, old, now) = (standing.path, standing.bytes, standing.file)
        let remark = kept.isEmpty ? "" : " (\(kept.joined(separator: ", ")) as before)"
        do {
            if let old, let now, let owner = stranger(old, now, isTest: isTest) {
                report.fail("\(path): \(owner)")
                return
            }
            let new = emit(now?.regions ?? [:])
            if let old, GeneratedFile.isSame(old, new) {
                if !options.isCheck { report.output += "up to date: \(path)\(remark)\n" }
            } else if options.isCheck {
                compare(path, old: old, new: new)
                for damage in now?.damages ?? [] { report.messages.append("\(path):\(damage.line): \(damage.message)") }
            } else if let now, !options.isForced, let reason = refusal(now, regions, path) {
                report.fail(reason)
                return
            } else {
                if let old, let now { try keep(old, now, regions, path) }
                // A link is followed, but not to a foreign file: that file is left alone.
                if now?.origin == .foreign, Files.isLink(path) { try Files.remove(path) }
                try Files.write(new, to: path)
                report.output += "wrote \(path)\(remark)\n"
            }
            leftovers(in: options.isCheck ? old ?? new : new, path)
        } catch {
            fail(error)
        }
    }

    /// No script of the module comes close to this size.
    private static let longestFile = 64 << 20

    // MARK: - What must not be overwritten

    /// Why the existing file does not belong to this Object; nil if it does, or belongs to no Object.
    private func stranger(_ old: [UInt8], _ now: GeneratedFile, isTest: Bool) -> String? {
        let wanted = "\(job.place) defines object \(job.definition.id)"
        let advice = "move the file away, or take another name with --name"
        var holder = now.header
        if now.origin != .generated {
            let text = ObjectText(old)
            if text.isObject || text.id != nil, let id = text.id ?? holder?.object {
                holder = GeneratedFile.Header(object: id, isTest: text.declaresTests)
            } else if text.declaresTests {
                holder?.isTest = true
                if holder == nil, !isTest {
                    return "the file holds tests, and \(wanted), whose file this is: \(advice)"
                }
            } else if text.isObject, isTest {
                return "the file is an Object, and its name is that of the tests of \(job.script): \(advice)"
            }
        }
        guard let holder else { return nil }
        if holder.isTest != isTest {
            return holder.isTest
                ? "the file holds the tests of object \(holder.object), and \(wanted), whose file this is: \(advice)"
                : "the file is object \(holder.object), and its name is that of the tests of \(job.script): \(advice)"
        }
        guard holder.object != job.definition.id else { return nil }
        return "the file \(isTest ? "holds the tests of" : "is") object \(holder.object), and \(wanted): \(advice)"
    }

    /// Why the existing file must not be overwritten; nil if it may be.
    private func refusal(_ now: GeneratedFile, _ regions: [CustomRegion], _ path: String) -> String? {
        switch now.origin {
        case .foreign:
            return "\(path): the file was not made by xlwm2m generate, so it stays as it is: "
                + "move it away, or overwrite it with --force"
        case .edited:
            if let first = now.damages.first {
                return
                    "\(path):\(first.line): \(now.damages.map(\.message).joined(separator: "; ")): put the line back as it "
                    + "was, or overwrite the file with --force, which keeps the old one as \(path).orig"
            }
            return "\(path): the file was edited outside its custom regions, so it stays as it is: "
                + "move your code between the lines marked \"custom\" (\(Self.list(regions))), "
                + "or overwrite all but these regions with --force"
        case .generated:
            let lost = lostRegions(now, regions)
            guard !lost.isEmpty else { return nil }
            return "\(path): the custom region '\(lost.joined(separator: "', '"))' holds code, and the object of "
                + "\(job.place) has no place for it: move the code to another region, or drop it with --force"
        }
    }

    /// Keeps a copy of the file to be overwritten if anything in it would be lost.
    private mutating func keep(_ old: [UInt8], _ now: GeneratedFile, _ regions: [CustomRegion], _ path: String) throws {
        guard now.origin != .generated || !lostRegions(now, regions).isEmpty else { return }
        for damage in now.damages { report.messages.append("\(path):\(damage.line): \(damage.message)") }
        report.output += "kept the old file as \(try Files.keep(old, beside: path))\n"
    }

    private func lostRegions(_ now: GeneratedFile, _ regions: [CustomRegion]) -> [String] {
        now.regions.keys.filter { !regions.contains($0) }.sorted().map(\.name)
    }

    private static func list(_ regions: [CustomRegion]) -> String {
        regions.filter { $0 != .adopted && !$0.isOfOneResource }.map(\.name).joined(separator: ", ")
    }

    // MARK: - What an older definition left behind

    /// Reports where custom code uses names that no longer exist.
    private mutating func leftovers(in file: [UInt8], _ path: String) {
        guard !options.allowsLeftovers else { return }
        for name in DeadNames.find(in: GeneratedFile(reading: file), constants) {
            report.fail(
                "\(path):\(name.line): the custom region '\(name.region.name)' uses \(name.name), which object "
                    + "\(job.definition.id) does not have\(name.hint): change the code, or let it be with "
                    + "--allow-leftovers")
        }
    }

    /// Reports that there is another file of this Object.
    private mutating func leftover(_ other: FolderObjects.File) {
        guard !options.allowsLeftovers else { return }
        let code = other.regions.isEmpty ? "" : ", with code of yours in \(Self.list(other.regions))"
        report.fail(
            "\(Paths.join(options.output, other.name)): the file is object \(job.definition.id) too\(code), and the client "
                + "takes one file of an object: move the code to \(job.script) and remove this file, or let it be with "
                + "--allow-leftovers")
    }

    private mutating func compare(_ path: String, old: [UInt8]?, new: [UInt8]) {
        report.output += UnifiedDiff.text(old: old, new: new, path: path)
        let state = old == nil ? "the file is missing" : "the file is stale"
        report.fail("\(path): \(state): run xlwm2m generate without --check")
    }
}
