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
