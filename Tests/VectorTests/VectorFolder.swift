import Foundation

/// The folder of the vectors.
struct VectorFolder: Sendable {
    /// The variable of the environment that names the folder.
    static let variable = "XLWM2M_VECTORS"

    let path: String
    /// Whether the variable names it, so that it has to be there.
    let isNamed: Bool

    /// The folder that the environment names, or `shared/vectors` beside the checkout; nil where neither is there.
    static let found: VectorFolder? = {
        if let named = ProcessInfo.processInfo.environment[variable], !named.isEmpty {
            return VectorFolder(path: named, isNamed: true)
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/vectors").path
        return FileManager.default.fileExists(atPath: beside) ? VectorFolder(path: beside, isNamed: false) : nil
    }()

    /// What a file holds: its vectors, and what cannot be read of it.
    struct Content: Sendable {
        var vectors: [Vector] = []
        var faults: [String] = []
        /// The number of vectors by file.
        var counts: [(file: String, count: Int)] = []
    }

    /// All vectors of all files; what cannot be read is a fault.
    static let content: Content = {
        guard let found else { return Content() }
        var content = Content()
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: found.path)
            for name in names.sorted() where name.hasSuffix(".json") {
                do { try content.read(found.path + "/" + name, name: name) } catch {
                    content.faults.append("\(name): \(error)")
                }
            }
            if content.vectors.isEmpty { content.faults.append("\(found.path) holds no vectors") }
        } catch {
            content.faults.append("\(found.path) cannot be read: \(error)")
        }
        return content
    }()
}

extension VectorFolder.Content {
    fileprivate mutating func read(_ path: String, name: String) throws {
        let tree = try JSONTree(parsing: try String(contentsOfFile: path, encoding: .utf8))
        guard try tree["schema"].whole == 1 else { throw VectorFault("the schema is not 1") }
        let topic = try tree["topic"].text
        var names: Set<String> = []
        let list = try tree["vectors"].list
        for item in list {
            let vector = try Vector(topic: topic, fixture: tree["fixture"], item)
            guard names.insert(vector.name).inserted else { throw VectorFault("'\(vector.name)' stands twice") }
            vectors.append(vector)
        }
        counts.append((name, list.count))
    }
}
