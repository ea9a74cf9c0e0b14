/// Picks tests by a text in their names, where `*` stands for any text.
struct NameFilter {
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.split(separator: "*").map { Array($0.utf8) }
    }

    /// Whether the parts stand in the name, in their order.
    func accepts(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var start = 0
        for part in parts {
            guard let end = Self.end(of: part, in: name, from: start) else { return false }
            start = end
        }
        return true
    }

    /// Whether any filter accepts the test; without filters all do. Names may be joined by ` > ` or by a blank.
    static func accept(_ filters: [NameFilter], blocks: [String], name: String) -> Bool {
        guard !filters.isEmpty else { return true }
        let names = blocks + [name]
        let forms = [names.joined(separator: " > "), names.joined(separator: " ")]
        return filters.contains { filter in forms.contains { filter.accepts($0) } }
    }

    private static func end(of part: [UInt8], in name: [UInt8], from start: Int) -> Int? {
        guard name.count - start >= part.count else { return nil }
        for index in start...(name.count - part.count) where name[index..<(index + part.count)].elementsEqual(part) {
            return index + part.count
        }
        return nil
    }
}
