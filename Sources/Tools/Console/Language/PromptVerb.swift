import Wording

/// The verbs of a prompt, each of which begins a command: the module's console, the server's prompt, or a file of
/// either.
///
/// Each verb is declared once; help, completion, usage in errors and parsing are derived from that.
package protocol PromptVerb: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    associatedtype Command: Sendable

    /// What help and completion show for it.
    var page: VerbPage { get }

    /// Names of some verbs in other programs.
    static var synonyms: [String: Self] { get }

    /// The error for a word that does not begin a command, including suggestions and where to find help.
    static func unknown(_ name: String) -> String

    /// The message for a missing word.
    var shortage: String { get }

    /// Reads the words after the verb.
    func command(_ words: inout CommandWords) throws(ConsoleError) -> Command
}

/// What help and completion show for a verb.
package struct VerbPage {
    /// What follows it, `PATH VALUE`; empty if nothing does.
    package var arguments: String
    /// One line of help.
    package var summary: String
    /// The kind of its first argument, for completion.
    package var argument: Argument

    /// What completes a word after the verb.
    package enum Argument {
        case none, path, file
        case words([String])
    }

    package init(_ arguments: String, _ summary: String, _ argument: Argument = .none) {
        (self.arguments, self.summary, self.argument) = (arguments, summary, argument)
    }
}

extension PromptVerb {
    package var name: String { rawValue }

    /// The error at a prompt that has `help`.
    package static func unknown(_ name: String) -> String {
        let suggestion = Spelling.suggestion(for: name, among: allCases.map(\.name))
        return "unknown command '\(name)'\(suggestion.isEmpty ? ";" : suggestion) help lists all"
    }

    /// Its usage, `write PATH VALUE`.
    package var usage: String { page.arguments.isEmpty ? name : name + " " + page.arguments }

    /// The verb with that name or synonym; nil if there is none.
    package static func named(_ name: String) -> Self? { synonyms[name] ?? Self(rawValue: name) }

    /// All verbs with their summaries, one line each.
    ///
    /// - Parameter indent: the number of blanks before each.
    package static func table(indent: Int = 0, width: Int) -> String {
        allCases.map { verb in
            String(repeating: " ", count: indent) + verb.usage.padded(to: width) + " " + verb.page.summary
        }.joined(separator: "\n")
    }

    /// The commands of a line, each parsed on its own, so that an invalid one does not hide the others.
    package static func parse(_ line: String) -> [ParsedCommand<Command>] {
        do throws(ConsoleError) {
            return try Lexer.commands(in: line).map { words in
                let text = words.map(\.raw).joined(separator: " ")
                do throws(ConsoleError) {
                    return ParsedCommand(text: text, command: .success(try command(words)))
                } catch {
                    return ParsedCommand(text: text, command: .failure(error))
                }
            }
        } catch {
            return [ParsedCommand(text: line, command: .failure(error))]
        }
    }

    private static func command(_ words: [Word]) throws(ConsoleError) -> Command {
        guard let first = words.first else { throw ConsoleError("there is no command") }
        guard let verb = named(first.raw) else { throw ConsoleError(unknown(first.raw), column: first.column) }
        var rest = CommandWords(words, usage: verb.usage, shortage: verb.shortage)
        let command = try verb.command(&rest)
        try rest.finish()
        return command
    }
}

/// A command with the text from which it was parsed.
package struct ParsedCommand<Command: Sendable>: Sendable {
    /// The command as typed, with blanks collapsed.
    package var text: String
    /// The command, or why the text is not one.
    package var command: Result<Command, ConsoleError>
}
