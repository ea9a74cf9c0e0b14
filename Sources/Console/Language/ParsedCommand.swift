/// A command with the text that it was read from.
public struct ParsedCommand<Command: Sendable>: Sendable {
    /// The command as typed, blanks joined.
    public var text: String
    /// What it means, or why it means nothing.
    public var command: Result<Command, ConsoleError>

    /// The commands of a line, each read on its own, so that a bad one does not hide the others.
    ///
    /// - Parameter read: takes the words of one command.
    public static func all(
        in line: String, _ read: ([Word]) throws(ConsoleError) -> Command
    ) -> [ParsedCommand] {
        do throws(ConsoleError) {
            return try Lexer.commands(in: line).map { words in
                let text = words.map(\.raw).joined(separator: " ")
                do throws(ConsoleError) {
                    return ParsedCommand(text: text, command: .success(try read(words)))
                } catch {
                    return ParsedCommand(text: text, command: .failure(error))
                }
            }
        } catch {
            return [ParsedCommand(text: line, command: .failure(error))]
        }
    }
}
