import Foundation
import TestSupport
import Testing

/// Data that could not be written end with 3, in every command and for every file that is named.
struct OutputTests {
    /// A line for a shell in the checkout, in which `$X` is the program.
    private static func shell(_ line: String, _ folder: TemporaryFolder? = nil) throws -> Program {
        try Program.run(
            "/bin/sh", ["-c", line],
            environment: ["X": Program.path, "F": folder?.url.path ?? ""])
    }

    static let commands = [
        "generate -o - generator/definitions/3300.xml", "inspect generator/definitions/3300.xml", "check objects",
        "check --format sarif objects", "test objects/tests/object_portfolio_test.lua",
        "test --list objects/tests/object_portfolio_test.lua",
        "test --reporter tap objects/tests/object_portfolio_test.lua",
        "test --coverage text objects/tests/object_portfolio_test.lua", "run --exec ls",
        "run --exec 'ls;' --json", "run --at stdio < objects/object_device.lua", "server --port 0 --exec clients",
        "init --dry-run air", "products", "products --json", "profiles", "psk --psk-identity device1",
        "completions bash", "help", "help --man", "--version", "--help", "run --help",
        "scenario docs/at/boot.scenario",
    ]

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: commands)
    func aFullDisk(_ command: String) throws {
        // `AT` is answered, whatever else a file holds.
        let input = command.contains("--at stdio") ? "printf 'AT\\r' | " : ""
        let line = command.replacingOccurrences(of: " < objects/object_device.lua", with: "")
        let run = try Self.shell("\(input)$X \(line) > /dev/full")
        #expect(run.exitCode == 3)
        let reason = "xlwm2m: standard output cannot be written: No space left on device\n"
        #expect(run.standardError.hasSuffix(reason), "\(run.standardError)")
    }

    @Test(arguments: [
        "products", "run --exec ls", "test objects/tests/object_portfolio_test.lua",
        "generate -o - generator/definitions/3300.xml",
    ])
    func aClosedOutput(_ command: String) throws {
        let run = try Self.shell("$X \(command) >&-")
        #expect(run.exitCode == 3)
        #expect(run.standardError == "xlwm2m: standard output cannot be written: Bad file descriptor\n")
    }

    /// A file that the program writes never takes the number of a closed output.
    @Test func writesNoDataIntoAFileOfItsOwn() throws {
        let folder = try TemporaryFolder()
        let run = try Self.shell(
            "$X run --all-objects --flash $F/flash --commit always --exec 'create /3300; ls' >&- 2>&-", folder)
        #expect(run.exitCode == 3)
        let check = try Self.shell("$X run --all-objects --flash $F/flash --exec 'ls /3300/0/5700'", folder)
        #expect(check.exitCode == 0 && check.standardError.isEmpty)
    }

    /// A reader that has had enough hears nothing more, and the program is not at work for ever.
    @Test(arguments: ["run", "server --port 0", "test objects/tests/object_portfolio_test.lua --repeat 100000"])
    func aReaderThatLeaves(_ command: String) throws {
        let input = command == "run" ? "yes help | " : command.hasPrefix("server") ? "yes clients | " : ""
        let run = try Self.shell("{ \(input)$X \(command); echo $? >&2; } | head -1")
        #expect(run.standardError.hasSuffix("3\n"), "\(run.standardError)")
        #expect(!run.standardError.contains("cannot be written"))
    }

    // MARK: - Files that are named

    struct Named: Sendable, CustomTestStringConvertible {
        let testDescription, command: String
        init(_ command: String) { (testDescription, self.command) = (command, command) }
    }

    /// `FILE` is the file.
    static let named = [
        "test objects/tests/object_portfolio_test.lua --reporter junit:FILE",
        "test objects/tests/object_portfolio_test.lua --reporter json:FILE",
        "test objects/tests/object_portfolio_test.lua --reporter tap:FILE",
        "test objects/tests/object_portfolio_test.lua --reporter plain:FILE",
        "test objects/tests/object_portfolio_test.lua --coverage lcov:FILE",
        "test objects/tests/object_portfolio_test.lua --coverage cobertura:FILE",
        "run --pcap FILE --exec ls", "server --port 0 --pcap FILE --exec clients",
        "run --at stdio --at-log FILE",
    ].map(Named.init)

    private static func run(_ named: Named, _ file: String, _ folder: TemporaryFolder) throws -> Program {
        let input = named.command.contains("stdio") ? "printf 'AT\\r' | " : ""
        return try shell("\(input)$X \(named.command.replacingOccurrences(of: "FILE", with: file))", folder)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: named)
    func writesThroughADevice(_ named: Named) throws {
        let folder = try TemporaryFolder()
        // Not the one of the system, should it be replaced.
        let made = try Self.shell("mknod $F/full c 1 7 || ln -s /dev/full $F/full", folder)
        #expect(made.exitCode == 0)
        let run = try Self.run(named, "$F/full", folder)
        #expect(run.exitCode == 3 && run.standardError.contains("cannot write: "), "\(run.standardError)")
        #expect(try Self.shell("test -c $F/full", folder).exitCode == 0)
        #expect(try folder.names() == ["full"])
    }

    /// What is said of ports is for nothing where there is none.
    @Test(arguments: ["--at-log x", "--shape 9600", "--urc-chaos 1"]) func wantsAPort(_ option: String) throws {
        let folder = try TemporaryFolder()
        let run = try Self.shell("cd $F && $X run \(option) --exec AT", folder)
        let name = option.prefix { $0 != " " }
        #expect(run.exitCode == 2)
        #expect(run.standardError.hasPrefix("xlwm2m run: option '\(name)' goes with a port for the host: --at pty "))
        #expect(try folder.names() == [])
    }

    @Test(arguments: named) func writesThroughAPipe(_ named: Named) throws {
        let folder = try TemporaryFolder()
        let line = named.command.replacingOccurrences(of: "FILE", with: "$F/pipe")
        let input = named.command.contains("stdio") ? "printf 'AT\\r' | " : ""
        let run = try Self.shell(
            "mkfifo $F/pipe; cat $F/pipe > $F/copy & \(input)$X \(line) > /dev/null; code=$?; wait; exit $code", folder)
        #expect(run.exitCode == 0, "\(run.standardError)")
        #expect(try Self.shell("test -p $F/pipe && test -s $F/copy", folder).exitCode == 0)
    }

    @Test(arguments: named) func followsALink(_ named: Named) throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "there/real")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "there/real")
        let run = try Self.run(named, "$F/link", folder)
        #expect(run.exitCode == 0, "\(run.exitCode): \(run.standardOutput) \(run.standardError)")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "there/real")
        let content = try Data(contentsOf: URL(fileURLWithPath: folder.path("there/real")))
        #expect(content.count > 3 && !content.starts(with: Data("old".utf8)))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("there")) == ["real"])
    }

    @Test func writesAReportToStandardOutput() throws {
        let folder = try TemporaryFolder()
        let run = try Self.shell(
            "$X test objects/tests/object_portfolio_test.lua --reporter junit:/dev/stdout > $F/out", folder)
        #expect(run.exitCode == 0)
        #expect(try folder.read("out").hasPrefix("<?xml") && folder.read("out").hasSuffix("</testsuites>\n"))
    }

    @Test func generatesThroughALink() throws {
        let folder = try TemporaryFolder()
        let line = "$X generate -o $F generator/definitions/3300.xml"
        #expect(
            try Self.shell("mkdir $F/there && ln -s there/x.lua $F/object_generic_sensor.lua && \(line)", folder)
                .exitCode == 0)
        #expect(try folder.read("there/x.lua").contains("object_generic_sensor"))
        // A newer form of the file that is ours goes where the older one is.
        #expect(
            try Self.shell("$X generate --force --resources 5700 -o $F generator/definitions/3300.xml", folder).exitCode
                == 0)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("object_generic_sensor.lua"))
                == "there/x.lua")
        #expect(try !folder.read("there/x.lua").contains("5750"))
    }

    /// A file that may not grow, as on a full disk: nothing is left half.
    @Test func leavesNoHalfFile() throws {
        let folder = try TemporaryFolder()
        let run = try Self.shell("ulimit -f 2; $X generate -o $F generator/definitions/3300.xml", folder)
        #expect(run.exitCode == 3 && run.standardError.contains("cannot write: File too large"), "\(run.standardError)")
        #expect(try folder.names() == [])
        let older = try Self.shell("$X generate -o $F generator/definitions/3300.xml", folder)
        #expect(older.exitCode == 0)
        let text = try folder.read("object_generic_sensor.lua")
        let again = try Self.shell(
            "ulimit -f 2; $X generate -o $F --resources 5700,5701,5750 generator/definitions/3300.xml", folder)
        #expect(again.exitCode == 3 && again.standardError.contains("cannot write: File too large"))
        #expect(try folder.names() == ["object_generic_sensor.lua"])
        #expect(try folder.read("object_generic_sensor.lua") == text)
    }

    @Test func takesAwayWhatAKilledRunLeft() throws {
        let folder = try TemporaryFolder()
        let line = "$X generate -o $F generator/definitions/3300.xml"
        #expect(try Self.shell(line, folder).exitCode == 0)
        try folder.write("half", to: "object_other.lua.xlwm2m-1-1.part")
        try folder.write("half", to: "object_other.lua.2147483000.part")
        let run = try Self.shell(line, folder)
        #expect(run.standardOutput.hasPrefix("up to date") && run.exitCode == 0)
        #expect(try folder.names() == ["object_generic_sensor.lua"])
    }
}
