import Foundation
import TestSupport

/// The folders of the vectors: the project's own, and those that the environment names.
enum VectorFolder {
    /// The variable of the environment that names further folders, with `:` between them.
    static let variable = "XLWM2M_VECTORS"

    static let own = Corpus.checkout.appendingPathComponent("Tests/VectorTests/Vectors").path

    static let named = (ProcessInfo.processInfo.environment[variable] ?? "").split(separator: ":").map(String.init)

    /// What files hold: their vectors, and what cannot be read of them.
    struct Content: Sendable {
        var vectors: [Vector] = []
        var faults: [String] = []
        /// The number of vectors by file.
        var counts: [(file: String, count: Int)] = []

        /// All vectors of all files of a folder; what cannot be read is a fault.
        init(of folder: String, showing name: String) {
            do {
                let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                for file in files.sorted() where file.hasSuffix(".json") {
                    let shown = name + file
                    do { try read(String(contentsOfFile: folder + "/" + file, encoding: .utf8), shown) } catch {
                        faults.append("\(shown): \(error)")
                    }
                }
                if vectors.isEmpty { faults.append("\(folder) holds no vectors") }
            } catch {
                faults.append("\(folder) cannot be read: \(error)")
            }
        }

        init(_ text: String, file: String) {
            do { try read(text, file) } catch { faults.append("\(file): \(error)") }
        }
    }

    /// The project's own vectors first.
    static let contents = [Content(of: own, showing: "")] + named.map { Content(of: $0, showing: $0 + "/") }

    static let vectors = contents.flatMap(\.vectors)
}

extension VectorFolder.Content {
    /// Reads one file; a vector that cannot be read is a fault of its own.
    private mutating func read(_ text: String, _ file: String) throws {
        let whole = VectorField("", try JSONTree(parsing: text))
        try whole.allow("schema", "topic", "about", "fixture", "vectors")
        guard try whole["schema"].whole == 1 else { throw whole["schema"].fault("is not 1") }
        let topic = try whole["topic"].text
        guard Topics.runs[topic] != nil else { throw whole["topic"].fault("'\(topic)' is not known") }
        var names: Set<String> = []
        let list = try whole["vectors"].list
        for item in list {
            do {
                let vector = try Vector(file: file, topic: topic, fixture: whole["fixture"], item.tree)
                guard names.insert(vector.name).inserted else { throw VectorFault("name: it stands twice") }
                vectors.append(vector)
            } catch {
                faults.append("\(file): \((try? item["name"].text) ?? item.name): \(error)")
            }
        }
        counts.append((file, list.count))
    }
}
