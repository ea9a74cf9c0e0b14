import FileSystem
import LwM2M
import ObjectGenerator
import ObjectHost

/// The Object files in a folder, apart from those that a run creates.
struct FolderObjects: Sendable {
    struct File: Sendable {
        var name: String
        /// The regions that contain code.
        var regions: [CustomRegion]
    }

    private var files: [ObjectID: [File]] = [:]

    /// No script of the module comes close to this size.
    private static let longestFile = 4 << 20

    /// Examines the Lua files of a folder; a folder that does not exist has none.
    ///
    /// - Parameter made: the names of the files that the run creates.
    init(in folder: String, besides made: Set<String>) {
        for name in (try? Files.list(folder)) ?? [] where name.hasSuffix(".lua") && !made.contains(name) {
            let path = Paths.join(folder, name)
            guard Files.status(path)?.kind == .file, let bytes = try? Files.read(path, limit: Self.longestFile),
                case let text = ObjectText(bytes), text.isObject, let id = text.id
            else { continue }
            let regions = GeneratedFile(reading: bytes).regions.keys
            files[id, default: []].append(File(name: name, regions: regions.sorted()))
        }
    }

    func files(of id: ObjectID) -> [File] { files[id] ?? [] }
}
