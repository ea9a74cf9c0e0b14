import DDF
import LwM2M
import ObjectGenerator

/// Whether a file of Lua can be named after each Object of the definitions, and no two have one name.
struct DefinitionNames {
    private let files: [CheckedFile]

    init(_ files: [CheckedFile]) { self.files = files.filter(\.isXML) }

    func findings() -> [Finding] {
        var findings: [Finding] = []
        var owners: [String: (id: UInt16, place: String)] = [:]
        for object in files.flatMap(objects) {
            func add(_ rule: String, _ message: String) {
                findings.append(
                    Finding(.error, rule: rule, file: object.file, line: object.nameLine, message: message))
            }
            let id = object.definition.id
            do throws(GeneratorError) {
                let name = try ObjectName.name(for: object.definition)
                guard let first = owners[name] else {
                    owners[name] = (id, "\(object.file):\(object.nameLine)")
                    continue
                }
                if first.id != id {
                    add(
                        "xml-object-name-twice",
                        "object \(id) and object \(first.id) in \(first.place) would both be \(name).lua: give one of them "
                            + "another name")
                }
            } catch {
                add("xml-object-name-file", error.message)
            }
        }
        return findings
    }

    /// The Objects of a file; none where something is wrong that DDFValidator has the words for.
    private func objects(of file: CheckedFile) -> [ParsedObject] {
        (try? DDFParser.parse(file.content, file: file.path, keepsProse: false)) ?? []
    }
}
