import ATInterface
import CommandLine
import Emulator
import ModuleShell
import Network
import Products
import RealModule
import ServerConsole
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `xlwm2m module shell`: a prompt at the port of a module.
struct ModuleShellCommand: Command {
    var port = ModulePortOptions()

    let choice = ProductOption()

    @OptionList("--objects", "PATH", .text, help: "definitions or scripts of other Objects, for names and types")
    var objects: [String]

    @Flag("--show-keys", help: "show the keys of Object 0") var showsKeys: Bool

    static let name = "module shell"

    static var description: CommandDescription {
        CommandDescription(
            summary: "type AT commands to a module, and see what its answers mean",
            discussion: """
                On a terminal there is a history, which has no lines with keys, and completion; a pipe is read line by line, each
                after the answer to the one before. What the module says is shown with the seconds since the start; what nobody
                asked for, in another colour; +ULWM2M lines, with what they mean on the product that --product names.

                \(ModuleShell.help)
                """,
            exits: ExitMeanings(
                ok: "all commands were answered OK, or a person typed them",
                findings: "a command of a pipe was refused or not answered",
                couldNotRun: "the port cannot be used, or no longer"),
            examples: [
                CommandExample(
                    line: "xlwm2m module shell --port /dev/ttyUSB0", explanation: "a prompt at a module",
                    end: .withModule)
            ])
    }

    func run() throws -> ExitCode {
        var configuration = ModuleConfiguration(product: choice.product ?? .default)
        configuration.builtIns = .none
        let module = try ModuleStart.module(configuration)
        let definitions = try ServerDefinitions(at: objects)
        let line = try port.open()
        let loop = try EventLoop.forCommand()
        let isInteractive = isatty(STDIN_FILENO) == 1
        let input = LineEditor.source(prompt: "module> ", isInteractive: isInteractive)
        let ending = Ending(loop)
        let shell = ModuleShell(
            line.port, like: ATModule(module), definitions, input: input, isInteractive: isInteractive,
            showsKeys: showsKeys, usesColor: Output.usesColor, on: loop)
        if !ending.isDue { shell.run() }
        if let failure = shell.failure { throw CommandFailure.couldNotRun(failure) }
        return try loop.ending(shell.hasFailed && !isInteractive ? .findings : .ok)
    }
}
