import CommandLine
import Emulator
import LiveModule
import Lua
import Network
import ObjectHost
import Products
import Storage
import Terminal

/// What commands do before a module runs: its flash, the module itself, the first boot.
enum ModuleStart {
    /// Opens a flash, and reports what is wrong with it.
    ///
    /// - throws: `couldNotRun` if it cannot be opened.
    static func flash(_ folder: String, _ product: Product) throws -> Flash {
        do {
            let flash = try Flash(folder, limits: product.limits)
            for finding in try flash.findings() { Output.errorLine("\(folder)/\(finding)") }
            return flash
        } catch {
            throw CommandFailure.couldNotRun("\(error)")
        }
    }

    /// - throws: `couldNotRun` if its Lua or its flash cannot be set up.
    static func module(_ configuration: ModuleConfiguration) throws -> Module {
        do { return try Module(configuration) } catch { throw failure(error, configuration) }
    }

    /// How a command ends if the limits are too small for any script.
    static func failure(_ fault: ObjectHostError) -> CommandFailure {
        let option =
            switch fault.cause?.code {
            case .instructions: "--instructions"
            case .timeout: "--timeout"
            default: "--memory"
            }
        return .couldNotRun("\(fault): give more with \(option)")
    }

    private static func failure(_ error: ModuleError, _ configuration: ModuleConfiguration) -> CommandFailure {
        let flash = configuration.flash?.path ?? ""
        switch error {
        case .host(let fault): return Self.failure(fault)
        case .store(.flash): return .couldNotRun("\(error)")
        case .store: return .couldNotRun("\(flash)/\(error); or name another folder with --flash")
        }
    }

    /// The first boot, which completes at once; its output is not an answer to any command.
    static func boot(_ module: Module) throws {
        let listener = module.addListener { event in
            switch event {
            case .load(let report) where report.isFailure: Output.errorLine("\(report)")
            case .log(let text): Output.errorLine(text)
            default: break
            }
        }
        defer { module.removeListener(listener) }
        module.powerOn()
        module.finishBootAtOnce()
        if case .stopped(.badObject) = module.cycle.state { Output.errorLine(module.whyNotRunning) }
        guard module.isRunning, module.host.objects.isEmpty else { return }
        let place = module.folder ?? "the program"
        throw CommandFailure.couldNotRun(
            module.objects.sources.isEmpty
                ? "\(place) holds no object_*.lua"
                    + (module.folder.map { "; xlwm2m init \(Shell.word($0)) makes one" } ?? "")
                : "no Object of \(place) could be loaded")
    }
}

extension EventLoop {
    /// The loop of a command.
    ///
    /// - throws: `couldNotRun` if the system cannot provide one.
    static func forCommand() throws -> EventLoop {
        do { return try EventLoop() } catch { throw CommandFailure.couldNotRun(error.message) }
    }
}
