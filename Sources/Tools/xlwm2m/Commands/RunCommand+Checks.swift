import CommandLine
import Console
import FileSystem
import LiveModule
import Terminal

extension RunCommand {
    /// - throws: a usage failure for options that do not go together.
    func checkOptions() throws {
        if ways.isEmpty { try ports.checkNoneIsGiven() }
        try PortOptions.check(ways)
        try OutputPlaces([
            servers.recordingPlace, page.recordPlace, ports.logPlace, scripts.profilePlace,
        ]).checkApart()
        let consoles: [OptionDeclaration] = [$commands, $watches]
        guard ways.contains(.standard), let option = consoles.first(where: \.isGiven) else { return }
        throw CommandFailure.usage(
            "option '\(option.name)' goes with the console, and with --at stdio there is none: --at pty leaves it")
    }

    /// - throws: a failure if the Objects cannot be where the command line says.
    static func checkFolder(_ folder: String) throws {
        guard let status = Files.status(folder) else {
            let first = folder.prefix { $0 != " " }
            guard Verb(rawValue: String(first)) != nil || first.uppercased().hasPrefix("AT+") else {
                throw CommandFailure.couldNotRun(
                    "there is no folder and no file \(folder): name one with Objects, object_*.lua")
            }
            throw CommandFailure.usage(
                "there is no folder \(folder); commands go into --exec: --exec \(Shell.word(folder))")
        }
        guard status.kind != .file else { return }
        do { _ = try Files.list(folder) } catch { throw CommandFailure.couldNotRun("\(error)") }
    }
}
