package import LwM2M

/// A command that requests an operation on Objects, the same at every prompt; values stay as typed until the Object
/// determines their type.
package enum ObjectCommand: Hashable, Sendable {
    case read(Path)
    case discover(Path)
    case write(Path, Word)
    /// Several Resources of one Object Instance at once.
    case writeInstance(Path, [Assignment])
    case execute(Path, arguments: String)
    case create(Path, [Assignment])
    case delete(Path)

    /// The verbs for them.
    package enum Verb {
        case read, discover, write, exec, create, delete
    }

    /// Reads the words after a verb.
    package init(_ verb: Verb, _ words: inout CommandWords) throws(ConsoleError) {
        let path = try words.path()
        switch verb {
        case .read: self = .read(path)
        case .discover: self = .discover(path)
        case .write:
            guard !words.isEmpty else { throw words.error("the value is missing") }
            self =
                try path.depth <= 2
                ? .writeInstance(path, words.assignments()) : .write(path, words.value())
        case .exec:
            let all = words.takeAll()
            self = .execute(
                path, arguments: all.count == 1 ? all[0].text : all.map(\.raw).joined(separator: " "))
        case .create: self = .create(path, try words.assignments())
        case .delete: self = .delete(path)
        }
    }

    /// The target of the operation.
    package var path: Path {
        switch self {
        case .read(let path), .discover(let path), .write(let path, _), .writeInstance(let path, _),
            .execute(let path, _), .create(let path, _), .delete(let path):
            path
        }
    }

    /// Whether it writes a key of Object 0.
    var writesKeys: Bool {
        switch self {
        case .write(let path, _): SecurityKeys.isKey(path)
        case .writeInstance(let path, let assignments), .create(let path, let assignments):
            assignments.contains { SecurityKeys.isKey(Path(path.object ?? 0, 0, $0.resource)) }
        case .read, .discover, .execute, .delete: false
        }
    }
}
