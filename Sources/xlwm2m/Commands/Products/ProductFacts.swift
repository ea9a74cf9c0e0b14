import JSON
import Modem
import Wording

/// All that is known of a product, as a page for people and as JSON.
struct ProductFacts {
    var product: Product

    /// The whole page, with the Objects that are there under one profile or under any.
    func page(_ objects: [SupportedObject]) -> String {
        let heading = "\(product.name), group \(product.group.rawValue)\n"
        return ([heading] + sections.map { $0.text + "\n" }).joined() + "Objects\n" + Self.table(objects)
    }

    func json(_ objects: [SupportedObject]) -> JSONValue {
        .object(
            [
                JSONMember(name: "name", value: .string(product.name)),
                JSONMember(name: "group", value: .string(product.group.rawValue)),
            ] + sections.map(\.member) + [JSONMember(name: "objects", value: .array(objects.map(Self.json)))])
    }

    private static func json(_ object: SupportedObject) -> JSONValue {
        .members([
            "id": .integer(Int64(object.id)),
            "name": .string(object.name),
            "resources": .array(
                object.resources.map { resource in
                    .members([
                        "id": .integer(Int64(resource.id)),
                        "note": object.note(of: resource).map { .string($0.rawValue) },
                    ])
                }),
            "operators": object.operators.text.map { .array([.string($0)]) },
        ])
    }

    private static func table(_ objects: [SupportedObject]) -> String {
        var table = TextTable(["  ID", "NAME", "RESOURCES", "NOTE"])
        for object in objects {
            var scope = object.operators.text
            if case .only(let family) = object.operators { scope = family.rawValue + " only" }
            let note = [object.note?.rawValue, scope].compactMap { $0 }.joined(separator: "; ")
            for (index, line) in lines(of: object.resources).enumerated() {
                table.add(index == 0 ? ["  \(object.id)", object.name, line, note] : ["", "", line, ""])
            }
        }
        return table.text + "\n\n  * written by the end device, ** Verizon only\n"
    }

    /// The Resources with the marks of the note's tables, twelve to a line.
    private static func lines(of resources: [SupportedResource]) -> [String] {
        let words = resources.map { resource in
            let mark = resource.note == .endDevice ? "*" : resource.note == .verizon ? "**" : ""
            return "\(resource.id)\(mark)"
        }
        return stride(from: 0, to: max(words.count, 1), by: 12).map { start in
            let end = min(start + 12, words.count)
            return words[start..<end].joined(separator: ", ") + (end < words.count ? "," : "")
        }
    }
}
