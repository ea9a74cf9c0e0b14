import LwM2M

/// The commands that name a server.
extension CommandParser {
    /// The Short Server ID that a command may name.
    static func server(_ rest: [Word], _ verb: Verb) throws(ConsoleError) -> ShortServerID? {
        try atMost(1, rest, verb)
        guard let word = rest.first else { return nil }
        return try server(word)
    }

    private static func server(_ word: Word) throws(ConsoleError) -> ShortServerID {
        guard let id = decimalID(word.raw[...]), id != 0, id != maxID else {
            throw ConsoleError("'\(word.raw)' is not a Short Server ID (1 to 65534)", column: word.column)
        }
        return id
    }

    /// `explain 124 exec /3/0/4`, `explain observe /3300`.
    static func explanation(_ rest: [Word], _ verb: Verb, _ end: Int) throws(ConsoleError) -> ConsoleCommand {
        guard let first = rest.first else { throw missing(verb, end) }
        if first.raw == "observe" {
            try atMost(2, rest, verb)
            guard rest.count == 2 else { throw missing(verb, first.column + first.raw.count) }
            return .explainObservations(try path(rest[1]))
        }
        let server = try server(first)
        guard rest.count > 2 else { throw missing(verb, (rest.last ?? first).column + (rest.last ?? first).raw.count) }
        try atMost(3, rest, verb)
        guard let operation = operations[rest[1].raw] else {
            let known = operations.keys.sorted().joined(separator: ", ")
            throw ConsoleError("'\(rest[1].raw)' is no operation; there are \(known)", column: rest[1].column)
        }
        return .explain(server, operation, try path(rest[2]))
    }

    private static let operations: [String: ManagementOperation] = [
        "read": .read, "observe": .observe, "discover": .discover, "write": .write(.replace),
        "attr": .writeAttributes, "exec": .execute, "create": .create, "delete": .delete,
    ]
}
