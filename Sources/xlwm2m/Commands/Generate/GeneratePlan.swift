import DDF
import FileSystem
import LwM2M
import ObjectGenerator

/// Reads one input and finds out which files it makes.
struct GeneratePlan: Sendable {
    private let options: GenerateOptions
    private(set) var jobs: [GenerateJob] = []
    private(set) var report = GenerateReport()

    /// Takes the Objects of one input; the report says what is wrong with it.
    init(_ options: GenerateOptions, input: String) {
        self.options = options
        let file = input == "-" ? "<stdin>" : input
        let limits = DDFLimits()
        do {
            let bytes = try Files.read(input, limit: limits.bytes)
            let objects = try DDFParser.parse(bytes, file: file, limits: limits, keepsProse: false)
            guard objects.count == 1 || (options.name == nil && options.resources == nil) else {
                let option = options.name != nil ? "--name" : "--resources"
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
            report.fail("\(error): give the path of a definition that can be read", .couldNotRun)
        }
    }

    private mutating func add(_ object: ParsedObject) {
        let place = "\(object.file):\(object.line)"
        do {
            let name = try options.name ?? ObjectName.name(for: object.definition)
            guard let definition = selected(object.definition, place) else { return }
            jobs.append(GenerateJob(definition: definition, name: name, place: place))
        } catch {
            report.fail("\(place): \(error)")
        }
    }

    /// The Object with the Resources that were asked for; nil where they do not fit.
    private mutating func selected(_ definition: ObjectDefinition, _ place: String) -> ObjectDefinition? {
        guard let ids = options.resources.map(Set.init) else { return definition }
        if let unknown = options.resources?.first(where: { definition[$0] == nil }) {
            let known = definition.resources.map { String($0.id) }.joined(separator: ",")
            report.fail("\(place): object \(definition.id) has no resource \(unknown): take of \(known)")
            return nil
        }
        let dropped = definition.resources.filter { $0.isMandatory && !ids.contains($0.id) }
        if !options.isForced, let first = dropped.first {
            report.fail(
                "\(place): resource \(first.id) is mandatory in object \(definition.id): "
                    + "name it in --resources too, or leave it out with --force")
            return nil
        }
        var definition = definition
        definition.resources.removeAll { !ids.contains($0.id) }
        return definition
    }

    /// The jobs without those that would go to one file; what is said of these.
    static func separate(_ jobs: [GenerateJob]) -> ([GenerateJob], GenerateReport) {
        var report = GenerateReport()
        var places: [String: [String]] = [:]
        for job in jobs { places[job.name, default: []].append(job.place) }
        guard places.count < jobs.count else { return (jobs, report) }
        var said = Set<String>()
        for job in jobs {
            guard let all = places[job.name], all.count > 1, said.insert(job.name).inserted else { continue }
            let others = all.dropFirst().joined(separator: ", ")
            report.fail(
                "\(job.place): \(job.name).lua would be written by \(others), too: "
                    + "generate each alone, with another --name")
        }
        return (jobs.filter { !said.contains($0.name) }, report)
    }
}
