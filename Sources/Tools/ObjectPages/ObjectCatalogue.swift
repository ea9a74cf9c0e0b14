package import LwM2M
import Wording

/// The Objects in a folder, for a page about them: what their definitions say and which files contain them.
package struct ObjectCatalogue: Sendable {
    /// One Object.
    package struct Entry: Sendable {
        /// From the definition if there is one, since it holds more than a script.
        package var definition: ObjectDefinition
        /// The files that define or implement it, without their folders.
        package var files: [String]
        /// Whether a definition was found, so that ranges, units and descriptions are known.
        package var hasProse: Bool
    }

    /// Sorted by id.
    package private(set) var entries: [Entry] = []

    /// A catalogue without Objects.
    package init() {}

    /// Adds an Object from a file.
    ///
    /// - Parameter hasProse: whether the file is a definition; if so, it replaces what came from a script.
    package mutating func add(_ definition: ObjectDefinition, from file: String, hasProse: Bool) {
        if let index = entries.firstIndex(where: { $0.definition.id == definition.id }) {
            entries[index].files.append(file)
            guard hasProse, !entries[index].hasProse else { return }
            entries[index].definition = definition
            entries[index].hasProse = true
        } else {
            entries.append(Entry(definition: definition, files: [file], hasProse: hasProse))
            entries.sort { $0.definition.id < $1.definition.id }
        }
    }
}

extension ObjectCatalogue.Entry {
    /// The column headings of the table of all Objects.
    static let overviewHeads = ["ID", "Object", "Version", "Instances", "Mandatory", "Resources", "Files"]

    /// A row of that table; its second cell is the name.
    var overview: [String] {
        [
            "\(definition.id)", definition.name, definition.objectVersion, Self.instances(definition.isMultiple),
            Self.presence(definition.isMandatory), "\(definition.resources.count)", files.joined(separator: ", "),
        ]
    }

    /// The columns of the Resource table that are not empty.
    var resourceHeads: [String] { resourceTable[0] }

    /// The rows below the headings.
    var resourceRows: [[String]] { Array(resourceTable.dropFirst()) }

    private var resourceTable: [[String]] {
        let heads = [
            "ID", "Name", "Operations", "Instances", "Mandatory", "Type", "Range", "Unit", "Description",
        ]
        let rows = definition.resources.map { resource in
            [
                "\(resource.id)", resource.name, resource.operations.description, Self.instances(resource.isMultiple),
                Self.presence(resource.isMandatory), resource.type.rawValue, resource.rangeEnumeration, resource.units,
                resource.description,
            ]
        }
        let used = heads.indices.filter { column in column < 2 || rows.contains { !$0[column].isEmpty } }
        return ([heads] + rows).map { row in used.map { row[$0] } }
    }

    /// `Version 1.0, LwM2M 1.0, Multiple, Optional, urn:oma:lwm2m:ext:3300`.
    var facts: String {
        let facts = [
            "Version \(definition.objectVersion)", "LwM2M \(definition.lwm2mVersion)",
            Self.instances(definition.isMultiple), Self.presence(definition.isMandatory), definition.urn,
        ]
        return facts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func instances(_ isMultiple: Bool) -> String { isMultiple ? "Multiple" : "Single" }
    private static func presence(_ isMandatory: Bool) -> String { isMandatory ? "Mandatory" : "Optional" }
}

// MARK: - Markdown

extension ObjectCatalogue {
    /// The page in Markdown: a table of all Objects, then each with its Resources.
    package var markdown: String {
        var text =
            "# Objects\n\n"
            + Self.table(
                Entry.overviewHeads,
                entries.map { entry in
                    var cells = entry.overview.map(Self.cell)
                    cells[1] = "[\(cells[1])](#object-\(entry.definition.id))"
                    return cells
                })
        for entry in entries {
            text += "\n## Object \(entry.definition.id)\n\n**\(Self.cell(entry.definition.name))**. \(entry.facts)\n"
            let prose = Self.paragraphs(entry.definition.description)
            if !prose.isEmpty { text += "\n" + prose.map(Self.escaped).joined(separator: "\n\n") + "\n" }
            text += "\n" + Self.table(entry.resourceHeads, entry.resourceRows.map { $0.map(Self.cell) })
        }
        return text
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> String {
        let lines = [heads, heads.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// Text as a single table cell.
    private static func cell(_ text: String) -> String {
        paragraphs(text).map { escaped($0).replacing("|", with: "\\|") }.joined(separator: "<br>")
    }

    /// Text with all markup escaped.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case "\\", "`", "*", "_", "[", "]", "#": result += "\\\(character)"
            default: result.append(character)
            }
        }
        return result
    }

    /// The non-empty lines of a text, without leading and trailing blanks and with control characters escaped.
    static func paragraphs(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { line in
            Printable.escaped(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate func replacing(_ one: Character, with other: String) -> String {
        split(separator: one, omittingEmptySubsequences: false).joined(separator: other)
    }
}
