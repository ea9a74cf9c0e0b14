import CommandLine
import JSON
import Terminal

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main
enum Main {
    static func main() {
        // A reader that closes early is no reason to be killed by a signal; the write fails instead.
        signal(SIGPIPE, SIG_IGN)
        // Nor is a file that exceeds the user's size limit.
        signal(SIGXFSZ, SIG_IGN)
        ProgramArguments.forbidCores()
        Output.begin()
        var program = Program.xlwm2m
        program.defaults = { command, declarations in
            // An examination tells what is wrong with the file, and goes on; a shell starts wherever it is.
            command == DoctorCommand.self || command == CompletionsCommand.self
                ? CommandDefaults()
                : try ProjectFile.nearest()?.defaults(for: command, declarations) ?? CommandDefaults()
        }
        program.versionDocument = { JSONOutput.versions.prettyText }
        let code = program.run(Array(CommandLine.arguments.dropFirst()))
        exit((Output.finish(program.name) ? code : .couldNotRun).rawValue)
    }
}

extension Program {
    /// This program.
    static var xlwm2m: Program {
        Program(
            name: "xlwm2m", title: "the LwM2M side of u-blox cellular modules on your desk", version: "0.1.0",
            commands: [
                GenerateCommand.self, AdoptCommand.self, InspectCommand.self, DiffCommand.self, DocCommand.self,
                CheckCommand.self, TestCommand.self, ReportCommand.self, RunCommand.self, ServerCommand.self,
                FleetCommand.self, InitCommand.self,
                ProductsCommand.self,
                ProfilesCommand.self, ScenarioCommand.self, ModuleInfoCommand.self, ModuleListCommand.self,
                ModuleCatCommand.self, ModulePullCommand.self, ModuleRemoveCommand.self, ModulePushCommand.self,
                ModuleRecordCommand.self, ModuleReplayCommand.self, ModuleCompareCommand.self, ModuleShellCommand.self,
                ATLineCommand.self, DecodeCommand.self, PSKCommand.self, DoctorCommand.self,
                CompletionsCommand.self,
            ],
            groups: [CommandGroup(name: "module", summary: "work on a module at a serial port")])
    }
}
