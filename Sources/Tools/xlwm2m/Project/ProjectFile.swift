import CommandLine
import FileSystem
import LwM2M
import ProjectText
import Wording

/// The settings of a project, `xlwm2m.json`: what its commands would otherwise be told each time.
struct ProjectFile {
    static let name = "xlwm2m.json"
    private static let longest = 1 << 20

    /// As errors name it, `../xlwm2m.json`.
    let path: String
    /// The folder that its paths begin at.
    private let folder: String
    private var shared: [(setting: SharedSetting, value: ProjectText.Value)] = []
    private var options: [(command: String, entries: [ProjectText.Entry])] = []

    /// The file of the working folder or of the nearest folder above it; nil if there is none.
    ///
    /// The search ends at the top of a repository, and where the system has no folder above.
    ///
    /// - throws: a usage failure for a file with an error, `couldNotRun` for one that cannot be read.
    static func nearest() throws -> ProjectFile? {
        var folder = ""
        for _ in 0..<64 {
            let path = folder + name
            // A link that leads nowhere was meant to be the file: reading it says so.
            if Files.status(path).map({ $0.kind != .other }) ?? Files.isLink(path) {
                return try ProjectFile(path, in: folder)
            }
            let here = folder.isEmpty ? "." : folder
            if Files.status(folder + ".git") != nil || Files.status(here)?.inode == Files.status(folder + "..")?.inode {
                return nil
            }
            folder += "../"
        }
        return nil
    }

    private init(_ path: String, in folder: String) throws {
        (self.path, self.folder) = (path, folder)
        let bytes: [UInt8]
        do throws(FileSystemError) { bytes = try Files.readText(path, limit: Self.longest) } catch {
            throw CommandFailure.couldNotRun("\(error); --no-config leaves it out")
        }
        let text = ProjectText(bytes, path: path)
        for entry in try text.entries() {
            switch entry.name {
            case "$schema": break
            case "options": options = try commands(in: entry, text)
            default:
                guard let setting = SharedSetting(rawValue: entry.name) else {
                    throw text.unknown(entry, among: SharedSetting.allCases.map(\.rawValue) + ["options"])
                }
                shared.append((setting, entry.value))
            }
        }
    }

    /// The options of each command, whose names are checked.
    private func commands(
        in entry: ProjectText.Entry, _ text: ProjectText
    ) throws -> [(command: String, entries: [ProjectText.Entry])] {
        guard case .entries(let commands) = entry.value.content else {
            throw entry.value.failure("options is an object: a command, and its options in an object")
        }
        let known = Program.xlwm2m.commands
        return try commands.map { command in
            guard let type = known.first(where: { $0.name == command.name }) else {
                throw text.unknown(command, among: known.map { $0.name })
            }
            guard case .entries(let entries) = command.value.content else {
                throw command.value.failure("the options of \(command.name) are an object")
            }
            let names = Declarations(of: [type.init()]).options.map { String($0.name.dropFirst(2)) }
            for option in entries where !names.contains(option.name) { throw text.unknown(option, among: names) }
            return (command.name, entries)
        }
    }

    /// Tries whether each command takes what the file says for it.
    ///
    /// - throws: a usage failure for the first value that a command does not take.
    func check() throws {
        for command in Program.xlwm2m.commands {
            let declarations = Declarations(of: [command.init()])
            try declarations.apply(try defaults(for: command, declarations))
        }
    }

    /// What the file says for a command.
    ///
    /// - throws: a usage failure for a value that cannot be that of its option.
    func defaults(for command: any Command.Type, _ declarations: Declarations) throws -> CommandDefaults {
        var defaults = CommandDefaults()
        for entry in options.first(where: { $0.command == command.name })?.entries ?? [] {
            guard let option = declarations.options.first(where: { $0.name == "--" + entry.name }) else { continue }
            if let values = try values(entry.value, of: option) {
                defaults.options.append(.init(name: option.name, values: values, place: entry.value.place))
            }
        }
        for (setting, value) in shared where command.sharedSettings.contains(setting) {
            let texts = try value.texts()
            guard let name = setting.option else {
                defaults.operands = texts.map(inFolder)
                continue
            }
            guard !defaults.options.contains(where: { $0.name == name }) else { continue }
            defaults.options.append(.init(name: name, values: texts, place: value.place))
        }
        return defaults
    }

    /// The values of an option as a command line would give them; nil for a flag that is false.
    private func values(_ value: ProjectText.Value, of option: OptionDeclaration) throws -> [String]? {
        if case .flag(let isOn) = value.content {
            guard option.placeholder == nil else {
                throw value.failure("'\(option.name.dropFirst(2))' takes a value: \(option.placeholder ?? "")")
            }
            return isOn ? [""] : nil
        }
        guard option.placeholder != nil || option.openPlaceholder != nil else {
            throw value.failure("'\(option.name.dropFirst(2))' is true or false")
        }
        let texts = try value.texts()
        return option.takesPath ? texts.map(inFolder) : texts
    }

    /// A path of the file as seen from the working folder.
    private func inFolder(_ path: String) -> String {
        path.hasPrefix("/") || path == "-" || folder.isEmpty
            ? path : path == "." ? String(folder.dropLast()) : folder + path
    }
}
