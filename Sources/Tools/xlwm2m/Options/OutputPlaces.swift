import CommandLine
import FileSystem

/// The files that the options of a command name for its output: each must be another one, or the later overwrites the
/// earlier.
struct OutputPlaces {
    /// An option, and the file that it names; nil if it names none.
    typealias Place = (option: OptionDeclaration, path: String?)

    private let named: [(option: String, path: String)]

    init(_ places: [Place]) {
        named = places.compactMap { option, path in path.map { (option.name, $0) } }
    }

    /// - throws: a usage failure if two are the same file. Devices and pipes take whatever comes.
    func checkApart() throws {
        var options: [String: String] = [:]
        for (option, path) in named {
            guard Files.status(path)?.kind != .other, let place = Self.canonical(path) else { continue }
            if let other = options.updateValue(option, forKey: place) {
                throw CommandFailure.usage(
                    other == option
                        ? "option '\(option)' names \(path) twice: give each a file of its own"
                        : "options '\(other)' and '\(option)' both name \(path): give each a file of its own")
            }
        }
    }

    /// One name for a file, whatever path leads there and whether it is there yet; nil if its folder is not.
    private static func canonical(_ path: String) -> String? {
        Files.canonical(path)
            ?? Files.canonical(Paths.directory(of: path)).map { Paths.join($0, Paths.name(of: path)) }
    }
}
