import CommandLine
import FileSystem
import Network

/// The options that show a module on a page.
struct PageOptions: OptionGroup {
    @Flag(
        "--page", orValue: "ADDRESS:PORT",
        help: "show the module on a page for a browser [127.0.0.1:8080];\nsee docs/page.md")
    var isWanted: Bool

    @Option("--record-html", "FILE", .text, help: "write the time line of the run as a page that needs nothing else")
    var record: String?

    /// The option for the recording, and the file.
    var recordPlace: OutputPlaces.Place { ($record, record) }

    /// Ensures that the recording can be written, before anything runs.
    ///
    /// - throws: `couldNotRun` if it cannot.
    func check() throws {
        guard let record else { return }
        do throws(FileSystemError) { try Files.checkWritable(record) } catch {
            throw CommandFailure.couldNotRun("option '\($record.name)': \(error)")
        }
    }

    /// Where the page is to be; nil for the usual address.
    ///
    /// - Parameter words: the operands; an address among them is taken away from them.
    /// - throws: a usage failure for what is no address.
    func place(_ words: inout [String]) throws -> ListeningPlace? {
        try Self.place($isWanted, &words)
    }

    /// The same for the option of any command.
    static func place(_ option: OptionDeclaration, _ words: inout [String]) throws -> ListeningPlace? {
        guard let value = option.given.last else { return nil }
        if !value.isEmpty { return try ValueReader<ListeningPlace>.place("127.0.0.1:8080").read(value, option.name) }
        guard let index = words.firstIndex(where: { ListeningPlace($0) != nil }) else { return nil }
        return ListeningPlace(words.remove(at: index))
    }
}
