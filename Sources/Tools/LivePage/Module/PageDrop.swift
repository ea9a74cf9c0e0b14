import Emulator
import FileSystem
import HTTP
import JSON
import LiveModule
import LwM2M
import ObjectCheck
import ObjectWriter
import Products

/// Takes files that are dropped on a page: makes the Lua of a definition, checks it for the module's product, and loads it
/// unless it has errors.
final class PageDrop {
    private let module: Module
    private let recorder: ModuleRecorder
    /// Where the files are, for as long as the page is there.
    private var folder: TemporaryFolder?

    init(_ module: Module, _ recorder: ModuleRecorder) { (self.module, self.recorder) = (module, recorder) }

    deinit { folder?.remove() }

    /// Answers a POST of a file.
    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        guard let name = request.parameter("name"), Self.isName(name) else {
            return .words(400, "a file is named like object_sensor.lua or 3300.xml")
        }
        do throws(FileSystemError) {
            let place = try folderPath()
            let path = Paths.join(place, name)
            try Files.write(request.body, to: path)
            if name.hasSuffix(".lua") { return Self.answer([take(path, request.body)]) }
            return Self.answer(try generate(path, request.body, in: place))
        } catch {
            return .words(500, "\(error)")
        }
    }

    private func folderPath() throws(FileSystemError) -> String {
        if let folder { return folder.path }
        let made = try TemporaryFolder()
        folder = made
        return made.path
    }

    private static func answer(_ files: [JSONValue]) -> HTTPAnswer { .json(.members(["files": .array(files)])) }

    /// Only a plain name can become a file.
    private static func isName(_ name: String) -> Bool {
        let bytes = name.utf8
        guard bytes.count <= 100, bytes.first != UInt8(ascii: "."), name.hasSuffix(".lua") || name.hasSuffix(".xml")
        else {
            return false
        }
        return bytes.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 32) || "._-".utf8.contains(byte)
        }
    }

    /// The definition with its findings, and each script that is made of it.
    private func generate(_ path: String, _ xml: [UInt8], in folder: String) throws(FileSystemError) -> [JSONValue] {
        let report = check(path, xml)
        let plans = GeneratePlan.all(GenerateOptions(output: folder), inputs: [path])
        let messages = plans.flatMap(\.report.messages).map { $0.replacingPrefix(folder + "/", with: "") }
        let jobs = plans.flatMap(\.jobs)
        let outcome = jobs.isEmpty ? "no Lua could be made: " + messages.joined(separator: "; ") : "made into Lua"
        var files = [json(path, xml, report, outcome)]
        for job in jobs {
            guard let script = try? job.script(GenerateOptions(output: folder)) else { continue }
            let target = Paths.join(folder, job.script)
            try Files.write(script, to: target)
            files.append(take(target, script))
        }
        return files
    }

    private func take(_ path: String, _ script: [UInt8]) -> JSONValue {
        let report = check(path, script)
        guard report.count(.error) == 0 else { return json(path, script, report, "not loaded: it has errors") }
        guard module.isRunning else { return json(path, script, report, "not loaded: \(module.whyNotRunning)") }
        recorder.deeds.tellURCs()
        let load = module.objects.load(file: path)
        module.emit(.load(load))
        recorder.deeds.add(file: Paths.name(of: path), script, outcome: "\(load)", at: module.now)
        return json(path, script, report, "\(load)")
    }

    private func check(_ path: String, _ content: [UInt8]) -> CheckReport {
        ObjectChecker(product: module.product).check([CheckedFile(path: Paths.name(of: path), content: content)])
    }

    private func json(_ path: String, _ content: [UInt8], _ report: CheckReport, _ outcome: String) -> JSONValue {
        .members([
            "name": .string(Paths.name(of: path)), "outcome": .string(outcome),
            "source": .string(String(decoding: content, as: UTF8.self)),
            "findings": .array(
                report.findings.map { finding in
                    .members([
                        "severity": .string(finding.severity.rawValue), "rule": .string(finding.rule),
                        "line": .integer(Int64(finding.line)), "message": .string(finding.message),
                    ])
                }),
        ])
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with text: String) -> String {
        hasPrefix(prefix) ? text + dropFirst(prefix.count) : self
    }
}
