import ATInterface
import ATLines
import CommandLine
import Console
import Emulator
import FileSystem
import JSON
import LwM2M
import Products
import ServerConsole
import Terminal

/// `xlwm2m at`: makes the lines that hosts send, and takes apart what goes over an AT port.
struct ATLineCommand: Command {
    let choice = ProductOption()

    @Option("--profile", "N", .profile, help: "the operator profile [that of a new module]")
    var profile: MNOProfile?

    @Option(
        "--owner", "SSID", .integer(in: 0...65534),
        help: "the owner of a new instance [in Objects 0 and 1 that of the\naccount]")
    var owner: Int?

    @OptionList("--objects", "PATH", .text, help: "definitions or scripts of other Objects, for names and types")
    var objects: [String]

    @Flag("--decode", help: "take LINE apart, or each line of standard input") var decodes: Bool

    @Flag("--show-keys", help: "with --decode, show the keys of Object 0") var showsKeys: Bool

    @Flag("--json", help: "print JSON, a line for each line") var json: Bool

    @Operands("VERB [PATH] [NAME=VALUE...] | --decode [LINE]") var words: [String]

    static let name = "at"
    static let sharedSettings: Set<SharedSetting> = [.product, .profile]

    static var description: CommandDescription {
        CommandDescription(
            summary: "make AT lines of the +ULWM2M family, and take lines apart",
            discussion: """
                verbs:
                \(LineBuilder.Verb.allCases.map { verb in "  \(verb.usage)\n      \(verb.summary)" }.joined(separator: "\n"))

                The line stands on standard output as the module takes it, with its quotes escaped; what it lacks, or what the
                product does not have, is said on standard error. A line that the product would refuse by its form or its
                length is not printed.

                NAME is the id of a Resource, its name, or some words of it: 0, lwm2m_server_uri or uri. NAME/INSTANCE is a value
                of a multiple Resource, as {0=1,1=2} is all of them. Octets are written as hex:ABCDEF, b64:q83v, str:TEXT,
                file:PATH or in base64; the identity and the key of Object 0 as the options --psk-identity and --psk take
                them, and its security mode as psk or none, too.

                --decode reads commands, answers and URCs, also from the log of run --at-log.
                """,
            exits: ExitMeanings(
                ok: "the line is printed, or no line is refused", findings: "a line is refused by the product",
                couldNotRun: "a file cannot be read"),
            examples: [
                CommandExample(
                    line:
                        "xlwm2m at create /0/2 uri=coaps://127.0.0.1 mode=psk identity=device1 psk=hex:abcdef ssid=123 "
                        + "bootstrap=false", explanation: "make the line for an account with a key"),
                CommandExample(
                    line: "xlwm2m at write /1/2 lifetime=300 --product SARA-R410M-02B",
                    explanation: "write one Resource"),
                CommandExample(
                    line: "xlwm2m at config 123 cid=1 reg_update_boot=1", explanation: "the settings of a server"),
                CommandExample(
                    line: "xlwm2m at --decode '+ULWM2MSTAT: 1,123,3'", explanation: "what a URC says"),
            ])
    }

    func run() throws -> ExitCode {
        guard decodes || !showsKeys else { throw CommandFailure.usage("--show-keys is about --decode") }
        guard !decodes || owner == nil else { throw CommandFailure.usage("--owner is about making a line") }
        var configuration = ModuleConfiguration(product: choice.product ?? .default)
        configuration.profile = profile?.number
        configuration.builtIns = .none
        let module = try Self.module(configuration)
        let definitions = try ServerDefinitions(at: objects)
        return decodes ? try decode(on: module, definitions) : try build(on: module, definitions)
    }

    /// A module to ask about lines.
    static func module(_ configuration: ModuleConfiguration) throws -> ATModule {
        do { return ATModule(try Module(configuration)) } catch { throw CommandFailure.couldNotRun("\(error)") }
    }

    private func build(on module: ATModule, _ definitions: ServerDefinitions) throws -> ExitCode {
        let builder = LineBuilder(for: module, definitions, owner: owner.map { ShortServerID($0) })
        let built: BuiltLine
        do throws(ConsoleError) {
            built = try builder.line(words.map { Word($0, column: 1) })
        } catch {
            throw CommandFailure.usage(error.message)
        }
        if json {
            let notes = JSONValue.array(built.notes.map(JSONValue.string))
            Output.line(JSONValue.members(["line": .string(built.line), "notes": notes]).text)
        } else {
            for note in built.notes { Output.errorLine("note: \(note)") }
            Output.line(built.line)
        }
        return .ok
    }

    private static let longestLine = 1 << 20

    private func decode(on module: ATModule, _ definitions: ServerDefinitions) throws -> ExitCode {
        guard words.count <= 1 else { throw CommandFailure.usage("give one LINE in quotes, or none") }
        return try Self.decode(words.first, on: module, definitions, showsKeys: showsKeys, asJSON: json)
    }

    /// Takes a line apart, or each line of standard input as soon as it is there.
    static func decode(
        _ line: String?, on module: ATModule, _ definitions: ServerDefinitions, showsKeys: Bool, asJSON: Bool
    ) throws -> ExitCode {
        var isRefused = false
        func show(_ line: String) {
            guard let line = LogEntry.line(in: line) else { return }
            let meaning = LineMeaning(of: line, on: module, definitions, showsKeys: showsKeys)
            if meaning.refusal != nil { isRefused = true }
            Output.line(asJSON ? meaning.json.text : meaning.text)
        }
        if let line {
            show(line)
        } else {
            do {
                try Files.forEachLine(of: "-", longest: longestLine, endedBy: [10, 13]) { line in
                    if !line.isEmpty { show(String(decoding: line, as: UTF8.self)) }
                    return !Output.isBroken
                }
            } catch {
                throw CommandFailure.couldNotRun("\(error)")
            }
        }
        return isRefused ? .findings : .ok
    }
}
