import CFuzzer
import FuzzTargets

/// `xlwm2m-fuzz TARGET [OPTION OF LIBFUZZER] [CORPUS]...` runs one target; `xlwm2m-fuzz --list` names all.
@main struct Program {
    /// The target that runs: the fuzzer takes a function without a context.
    nonisolated(unsafe) private static var target = FuzzTarget.all[0]

    static func main() {
        guard CommandLine.arguments.count > 1, CommandLine.arguments[1] != "--list" else {
            for target in FuzzTarget.all { print("\(target.name)\t\(target.mostBytes)\t\(target.summary)") }
            return
        }
        guard let named = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] }) else {
            fatalError("no target is called \(CommandLine.arguments[1]); --list names them")
        }
        target = named
        // The fuzzer sees the program's name and its own options.
        var count = CommandLine.argc - 1
        var arguments = UnsafeMutablePointer(CommandLine.unsafeArgv + 1)
        arguments[0] = CommandLine.unsafeArgv[0]
        let status = withUnsafeMutablePointer(to: &arguments) { pointer in
            pointer.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self, capacity: 1) {
                LLVMFuzzerRunDriver(&count, $0) { bytes, count in
                    do { try Program.target.run(Array(UnsafeBufferPointer(start: bytes, count: count))) } catch {
                        fatalError("\(error)")
                    }
                    return 0
                }
            }
        }
        if status != 0 { fatalError("the fuzzer ended with \(status)") }
    }
}
