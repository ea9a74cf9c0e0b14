import DDF
import FileSystem
import LwM2M
import ObjectGenerator

/// An Object that is to be written, and under which name.
struct GenerateJob {
    var definition: ObjectDefinition
    var name: String
    /// `sensor.xml:12`, for messages.
    var place: String
}

/// Reads the inputs and finds out which files they make; says what is wrong with each and goes on.
struct GeneratePlan {
    private let options: GenerateOptions
    private(set) var jobs: [GenerateJob] = []
    /// How each thing that went wrong ends the command.
    private(set) var failures: [ExitCode] = []

    init(_ options: GenerateOptions) { self.options = options }

    /// Takes the Objects of one input.
    mutating func add(_ input: String) {
        let file = input == "-" ? "<stdin>" : input
        let limits = DDFLimits()
        do {
            let bytes = try Files.read(input, limit: limits.bytes)
            let objects = try DDFParser.parse(bytes, file: file, limits: limits)
            guard objects.count == 1 || (options.name == nil && options.resources == nil) else {
                let option = options.name != nil ? "--name" : "--resources"
                return fail("\(file): \(option) goes with one object and the file defines \(objects.count): split it up")
            }
            for object in objects { add(object) }
        } catch let error as DDFError {
            fail(error.description)
        } catch let error as FileSystemError where error.isTooLarge {
            fail("\(file): the file has more than \(limits.bytes) bytes, which no definition needs: split it up")
        } catch {
            fail("\(error): give the path of a definition that can be read", .couldNotRun)
        }
    }

    private mutating func add(_ object: ParsedObject) {
        let place = "\(object.file):\(object.line)"
        do {
            let name = try options.name ?? ObjectName.name(for: object.definition)
            guard let definition = selected(object.definition, place) else { return }
            jobs.append(GenerateJob(definition: definition, name: name, place: place))
        } catch {
            fail("\(place): \(error)")
        }
    }

    /// The Object with the Resources that were asked for; nil where they do not fit.
    private mutating func selected(_ definition: ObjectDefinition, _ place: String) -> ObjectDefinition? {
        guard let ids = options.resources.map(Set.init) else { return definition }
        if let unknown = options.resources?.first(where: { definition[$0] == nil }) {
            let known = definition.resources.map { String($0.id) }.joined(separator: ",")
            fail("\(place): object \(definition.id) has no resource \(unknown): take of \(known)")
            return nil
        }
        let dropped = definition.resources.filter { $0.isMandatory && !ids.contains($0.id) }
        if !options.isForced, let first = dropped.first {
            fail("\(place): resource \(first.id) is mandatory in object \(definition.id): "
                + "name it in --resources too, or leave it out with --force")
            return nil
        }
        var definition = definition
        definition.resources.removeAll { !ids.contains($0.id) }
        return definition
    }

    /// Takes out Objects that would go to one file.
    mutating func settle() throws {
        guard options.output != "-" else { return }
        var places: [String: [String]] = [:]
        for job in jobs { places[job.name, default: []].append(job.place) }
        guard places.count < jobs.count else { return }
        var said = Set<String>()
        for job in jobs {
            guard let all = places[job.name], all.count > 1, said.insert(job.name).inserted else { continue }
            let others = all.dropFirst().joined(separator: ", ")
            fail("\(job.place): \(job.name).lua would be written by \(others), too: "
                + "generate each alone, with another --name")
        }
        jobs.removeAll { said.contains($0.name) }
    }

    private mutating func fail(_ message: String, _ code: ExitCode = .findings) {
        Output.errorLine(message)
        failures.append(code)
    }
}
