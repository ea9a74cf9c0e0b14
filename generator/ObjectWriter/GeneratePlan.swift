import DDF
import FileSystem
package import LwM2M
package import ObjectGenerator
import Threads

/// Reads one input and determines which files it produces.
package struct GeneratePlan: Sendable {
    private let options: GenerateOptions
    package private(set) var jobs: [GenerateJob] = []
    package private(set) var report = GenerateReport()

    /// The plans of many inputs, in their order.
    package static func all(_ options: GenerateOptions, inputs: [String]) -> [GeneratePlan] {
        ParallelMap.run(inputs) { GeneratePlan(options, input: $0) }
    }

    /// Takes the Objects of one input; the report says what is wrong with it.
    init(_ options: GenerateOptions, input: String) {
        self.options = options
        let file = input == "-" ? "<stdin>" : input
        let limits = DDFLimits()
        do {
            let bytes = try Files.read(input, limit: limits.bytes)
            let objects = try DDFParser.parse(bytes, file: file, limits: limits, keepsProse: false)
            var option = options.name.map { _ in "--name" }
            if option == nil, case .chosen = options.resources { option = "--resources" }
            if objects.count > 1, let option {
                report.fail(
                    "\(file): \(option) goes with one object and the file defines \(objects.count): split it up")
                return
            }
            for object in objects { add(object) }
        } catch let error as DDFError {
            report.fail(error.description)
        } catch let error as FileSystemError where error.isTooLarge {
            report.fail("\(file): the file has more than \(limits.bytes) bytes, which no definition needs: split it up")
        } catch {
            report.fail("\(error): give the path of a definition that can be read", .unreachable)
        }
    }

    private mutating func add(_ object: ParsedObject) {
        let place = "\(object.file):\(object.line)"
        remark(object)
        do {
            let name = try options.name ?? ObjectName.name(for: object.definition)
            let job = GenerateJob(definition: object.definition, name: name, place: place)
            if case .chosen(let ids) = options.resources {
                do throws(GeneratorError) { _ = try job.definition(with: ids, isForced: options.isForced) } catch {
                    return report.fail(error.message)
                }
            }
            jobs.append(job)
        } catch {
            report.fail("\(object.file):\(object.nameLine): \(error)")
        }
    }

    /// Reports what `check` would call an error, and where the Lua differs from the definition: constants that end in
    /// an id, types that the client does not know.
    private mutating func remark(_ object: ParsedObject) {
        let resources = object.definition.resources
        let lines = Dictionary(zip(resources.map(\.id), object.resourceLines), uniquingKeysWith: { first, _ in first })
        for shared in ResourceConstants(resources).sharing {
            let ids = shared.resources.map(String.init).joined(separator: ", ")
            let line = shared.resources.last.flatMap { lines[$0] } ?? object.line
            report.messages.append(
                "\(object.file):\(line): warning: "
                    + "resources \(ids) would share the constant \(shared.constant), so each of theirs ends in its id: "
                    + "give them names that differ in letters or digits")
        }
        for finding in object.findings {
            let text = finding.text(in: object.file)
            if finding.severity == .error {
                report.fail(text)
            } else if finding.rule == "type-newer-than-client" {
                report.messages.append(text)
            }
        }
    }

    /// The jobs without those whose file another job also makes, and what is reported about these.
    package static func separate(_ jobs: [GenerateJob], withTests: Bool) -> ([GenerateJob], GenerateReport) {
        var report = GenerateReport()
        var places: [String: [String]] = [:]
        for job in jobs {
            places[job.script, default: []].append(job.place)
            if withTests { places[job.test, default: []].append("the tests of " + job.place) }
        }
        var said = Set<String>()
        func isAlone(_ job: GenerateJob) -> Bool {
            let files = withTests ? [job.script, job.test] : [job.script]
            guard let file = files.first(where: { places[$0]?.count ?? 0 > 1 }) else { return true }
            if said.insert(file).inserted, let all = places[file] {
                report.fail(
                    "\(all[0]): \(file) would be written by \(all.dropFirst().joined(separator: ", ")), too: "
                        + "generate each alone, with another --name")
            }
            return false
        }
        return (jobs.filter(isAlone), report)
    }
}

/// An Object to be written, and its file name.
package struct GenerateJob: Sendable {
    package var definition: ObjectDefinition
    package var name: String
    /// `sensor.xml:12`, for messages.
    var place: String

    /// The file of the Object, without folders.
    package var script: String { name + ".lua" }
    /// The file of its tests, without folders.
    package var test: String { name + "_test.lua" }

    /// The Object with some of its Resources.
    ///
    /// - throws: for a Resource that it does not have, and, unless forced, for a mandatory one that is left out.
    func definition(with ids: [ResourceID]?, isForced: Bool) throws(GeneratorError) -> ObjectDefinition {
        guard let ids else { return definition }
        let has = Set(definition.resources.map(\.id))
        if let unknown = ids.first(where: { !has.contains($0) }) {
            let known = definition.resources.map { String($0.id) }.joined(separator: ",")
            throw GeneratorError("\(place): object \(definition.id) has no resource \(unknown): take of \(known)")
        }
        if !isForced, let dropped = definition.resources.first(where: { $0.isMandatory && !ids.contains($0.id) }) {
            throw GeneratorError(
                "\(place): resource \(dropped.id) is mandatory in object \(definition.id): "
                    + "name it in --resources too, or leave it out with --force")
        }
        var definition = definition
        definition.resources.removeAll { !ids.contains($0.id) }
        return definition
    }

    /// The script that the options produce if no file exists.
    ///
    /// - throws: for Resources that the Object does not have.
    package func script(_ options: GenerateOptions) throws(GeneratorError) -> [UInt8] {
        let made = options.script(after: ScriptOptions())
        return Script.emit(
            try definition(with: made.resources, isForced: options.isForced), name: name, options: made,
            bindings: made.product.flatMap(options.bindings) ?? [])
    }
}
