package import LwM2M

/// Completes verbs, paths and AT commands.
package enum Completion {
    /// The candidates for the word `line[start..<end]`, in bytes; nil if file names are expected.
    ///
    /// - Parameters:
    ///   - verbs: those of the prompt.
    ///   - commands: the AT commands in each of their forms, without AT: `+CFUN?`, `+CFUN=`.
    ///   - children: the ids below a path, sorted.
    package static func candidates<Prompt: PromptVerb>(
        _ line: String, _ start: Int, _ end: Int, of verbs: Prompt.Type = Verb.self,
        commands: () -> [String] = { [] }, children: (Path) -> [UInt16]
    ) -> [String]? {
        let bytes = Array(line.utf8)
        guard start >= 0, start <= end, end <= bytes.count else { return [] }
        let word = String(decoding: bytes[start..<end], as: UTF8.self)
        // Only the command at the cursor matters.
        let before = String(decoding: bytes[..<start], as: UTF8.self)
        let command = before.split(separator: ";", omittingEmptySubsequences: false).last ?? ""
        let words = command.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first else {
            if word.prefix(3).uppercased() == "AT+" { return atLines(word, commands()) }
            return verbs.allCases.map(\.name).filter { $0.hasPrefix(word) }
        }
        guard words.count == 1, let verb = verbs.named(first) else { return [] }
        switch verb.page.argument {
        case .none: return []
        case .file: return nil
        case .path: return paths(word, children: children)
        case .words(let known):
            return known.filter { $0.hasPrefix(word) }
        }
    }

    /// The lines of one AT command that begin with what was typed, in either case.
    private static func atLines(_ word: String, _ commands: [String]) -> [String] {
        let typed = word.dropFirst(2).uppercased()
        return commands.filter { $0.hasPrefix(typed) }.map { "AT" + $0 }
    }

    /// The existing paths that begin with a text; with a trailing slash if there is something below.
    private static func paths(_ word: String, children: (Path) -> [UInt16]) -> [String] {
        let slash = word.lastIndex(of: "/")
        let parentText = slash.map { String(word[..<$0]) } ?? ""
        let stem = slash.map { String(word[word.index(after: $0)...]) } ?? word
        guard let parent = parentText.isEmpty ? Path.root : try? Path(parsing: parentText), parent.depth < 4
        else { return [] }
        let prefix = slash == nil ? "/" : parentText + "/"
        return children(parent).map { ($0, String($0)) }.filter { $0.1.hasPrefix(stem) }.map { id, text in
            let path = parent.appending(id)
            return prefix + text + (path.depth < 4 && !children(path).isEmpty ? "/" : "")
        }
    }
}
