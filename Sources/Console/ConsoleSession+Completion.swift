import Emulator
import LwM2M
import ObjectHost

extension ConsoleSession {
    /// The candidates for a word of a line that is being typed; nil where file names belong.
    public func candidates(_ line: String, _ start: Int, _ end: Int) -> [String]? {
        Completion.candidates(line, start, end) { [module] path in module.children(of: path) }
    }
}

extension Module {
    /// The Objects, sorted by id.
    var summaries: [ObjectSummary] {
        host.objects.values.sorted { $0.id < $1.id }.map { object in
            ObjectSummary(
                definition: object.shownDefinition, fileName: object.fileName,
                instances: host.instances(of: object.id).sorted())
        }
    }

    /// The ids below a path, sorted; the scripts are asked for their instances alone.
    func children(of path: Path) -> [UInt16] {
        guard let id = path.object else { return host.objects.keys.sorted() }
        guard let object = host.objects[id] else { return [] }
        let instances = host.instances(of: id).sorted()
        guard let instance = path.instance else { return instances }
        guard instances.contains(instance), path.depth == 2 else { return [] }
        return object.definition.resources.map(\.id).sorted()
    }
}
