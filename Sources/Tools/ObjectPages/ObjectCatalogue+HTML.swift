import LwM2M
import XML

extension ObjectCatalogue {
    /// The same as a single HTML page that needs no other file, no script and no network.
    package var html: String {
        var page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Objects</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <h1>Objects</h1>

            """
        page += Self.table(
            Entry.overviewHeads,
            entries.map { entry in
                var cells = entry.overview.map(Self.cell)
                cells[1] = "<a href=\"#object-\(entry.definition.id)\">\(cells[1])</a>"
                return cells
            })
        for entry in entries { page += Self.section(entry) }
        return page + "</body>\n</html>\n"
    }

    private static func section(_ entry: Entry) -> String {
        let id = entry.definition.id
        var text = "<section id=\"object-\(id)\">\n<h2>Object \(id): \(cell(entry.definition.name))</h2>\n"
        text += "<p class=\"facts\">\(cell(entry.facts))</p>\n"
        for paragraph in paragraphs(entry.definition.description) {
            text += "<p>\(XMLElement.escaped(paragraph))</p>\n"
        }
        return text + table(entry.resourceHeads, entry.resourceRows.map { $0.map(cell) }) + "</section>\n"
    }

    private static func table(_ heads: [String], _ rows: [[String]]) -> String {
        let head = heads.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>\n" }.joined()
        return
            "<div class=\"table\"><table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table></div>\n"
    }

    private static func cell(_ text: String) -> String {
        paragraphs(text).map(XMLElement.escaped).joined(separator: "<br>")
    }

    private static let style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
        h2 { margin: 3rem 0 0; }
        .facts { margin: 0 0 1rem; opacity: .75; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8886; }
        td:first-child { font-variant-numeric: tabular-nums; text-align: right; }
        """
}
