import CommandLine
import FileSystem
import JSON
import Lua
import LwM2M
import ObjectHost
import Terminal
import Wording

/// The options of `run` and `test` that inspect the scripts.
struct ScriptViewOptions: OptionGroup {
    @Option("--trace", "WHAT", .word, help: "lua: one line for each call of an Object's functions")
    var trace: Subject?

    @Flag(
        "--profile-lua", orValue: "FILE",
        help:
            "say at the end what the functions of the scripts cost, and write\nthe chains of calls to FILE, for flame graphs"
    )
    var isProfiled: Bool

    /// What can be traced.
    enum Subject: String, CaseIterable {
        case lua
    }

    /// Ensures that the file of the profile can be written, before anything runs.
    ///
    /// - throws: `couldNotRun` if it cannot.
    func check() throws {
        guard let file = profileFile else { return }
        guard Files.status(Paths.directory(of: file))?.kind == .directory else {
            throw CommandFailure.couldNotRun("\(file): there is no folder to write the profile to")
        }
        do throws(FileSystemError) { try Files.checkWritable(file) } catch {
            throw CommandFailure.couldNotRun("\(error): give a file that can be written")
        }
    }

    /// The option for the profile, and the file.
    var profilePlace: OutputPlaces.Place { ($isProfiled, profileFile) }

    private var profileFile: String? { $isProfiled.given.last.flatMap { $0.isEmpty ? nil : $0 } }

    /// Reports the cost of the functions, on standard error.
    ///
    /// - throws: `couldNotRun` if the file cannot be written.
    func report(_ profile: LuaProfile) throws {
        Output.error(profile.table)
        guard let file = profileFile else { return }
        do throws(FileSystemError) { try Files.write(Array(profile.folded.utf8), to: file) } catch {
            throw CommandFailure.couldNotRun("\(error): give a file that can be written")
        }
    }
}

extension LuaProfile {
    /// A table of the functions, the most expensive first.
    fileprivate var table: String {
        let functions = functions
        guard !functions.isEmpty else { return "no function of a script ran\n" }
        var table = TextTable(
            ["CALLS", "INSTRUCTIONS", "WITH CALLEES", "MS", "WITH CALLEES", "FUNCTION"],
            alignedRight: [0, 1, 2, 3, 4], keepsEmptyColumns: true)
        for (function, own, total) in functions {
            table.add([
                "\(own.calls)", "\(own.instructions)", "\(total.instructions)", Self.milliseconds(own.nanoseconds),
                Self.milliseconds(total.nanoseconds), Printable.escaped(function.text),
            ])
        }
        return table.text + "\n"
    }

    /// With three decimals, `12.345`.
    private static func milliseconds(_ nanoseconds: Int) -> String { Digits.decimal(nanoseconds / 1000, places: 3) }
}

extension TracedCall {
    /// One JSON object with the member `trace`.
    var json: JSONValue {
        .members([
            "trace": "lua", "time": .number(time), "seconds": .number(seconds), "object": .integer(Int64(object)),
            "function": .string(function), "arguments": .array(argumentTexts.map { .string($0) }),
            "code": code.map { .string($0.description) }, "results": .array(resultTexts.map { .string($0) }),
            "error": failure.map { .string($0) }, "by": .string(asker),
        ])
    }

    /// A line for people: `lua: /3300 read(0, 5700, true) = 2.05, "Float", 21.5, ...`.
    var line: String { "lua: " + Printable.escaped(text) }
}

/// The profiles of the successive states of a module's scripts.
final class ScriptProfiles {
    private var ended = LuaProfile()
    private var running: LuaState?

    /// Begins with a new state; the previous one has ended.
    func begin(_ lua: LuaState) throws(LuaError) {
        if let running { ended.merge(running.profile) }
        running = lua
        try lua.startProfile()
    }

    /// The whole profile so far.
    var all: LuaProfile {
        var all = ended
        if let running { all.merge(running.profile) }
        return all
    }
}
