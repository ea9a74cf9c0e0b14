import Foundation
import TestSupport
import Testing

/// The scripts in a small checkout of their own, with programs in place of swift and apt-get that note how they are
/// called.
struct ScriptTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        let files = FileManager.default
        try files.copyItem(
            at: Corpus.checkout.appendingPathComponent("scripts"), to: folder.url.appendingPathComponent("scripts"))
        for name in ["Package.swift", "Sources/main.swift", "generator/a.swift", "objects/a.lua"] {
            try folder.write("", to: name)
        }
        // Nothing but these is found: no package manager, no swift but ours.
        for tool in ["bash", "env", "find", "mkdir", "mv", "rm", "touch", "uname", "sed", "readlink", "cat", "chmod"] {
            let path = try #require(["/usr/bin/", "/bin/"].map { $0 + tool }.first(where: files.fileExists))
            try files.createDirectory(
                at: folder.url.appendingPathComponent("bin"), withIntermediateDirectories: true)
            try files.createSymbolicLink(atPath: folder.path("bin/" + tool), withDestinationPath: path)
        }
        environment = ["PATH": folder.path("bin"), "ROOT": folder.url.path]
        try addProgram(
            "swift",
            """
            echo "swift $*" >> "$ROOT/calls"
            mkdir -p "$ROOT/.build/release"
            printf '#!/usr/bin/env bash\\necho "ran: $*"\\nexit 7\\n' > "$ROOT/.build/release/xlwm2m"
            chmod +x "$ROOT/.build/release/xlwm2m"
            """)
    }

    @Test func buildsOnlyWhereSomethingIsNewer() throws {
        try addProgram("pkg-config", "exit 0")
        let first = try run("scripts/run", "check", "a b")
        #expect(first.standardOutput == "ran: check a b\n" && first.exitCode == 7)
        #expect(try calls().count == 1)
        #expect(try calls()[0].contains("build --package-path"))

        #expect(try run("scripts/run").standardOutput.hasPrefix("ran: run --flash /"))
        #expect(try run("scripts/run", "--flash", "x").standardOutput == "ran: run --flash x\n")
        #expect(try calls().count == 1)

        for name in ["Sources/main.swift", "objects/a.lua", "Sources/new.swift"] {
            let before = try calls().count
            try age(".build")
            try folder.write("changed", to: name)
            try run("scripts/run")
            try run("scripts/run")
            #expect(try calls().count == before + 1, "\(name)")
        }
    }

    @Test func saysWhatToInstallWhereItCannot() throws {
        let run = try run("scripts/run")
        #expect(run.exitCode == 3 && run.standardOutput.isEmpty)
        #expect(
            run.standardError == """
                these are missing and could not be installed: pkg-config lua5.3 libxml-2.0 sqlite3 libssl libmicrohttpd
                  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install pkg-config liblua5.3-dev libxml2-dev libsqlite3-dev libssl-dev libmicrohttpd-dev
                  macOS:           brew install pkgconf lua@5.3 libxml2 sqlite openssl@3 libmicrohttpd
                then run this again

                """)
        #expect(try calls().isEmpty)
    }

    @Test func installsWhatIsMissingAndNoMore() throws {
        for name in ["apt-get", "sudo"] {
            try addProgram(
                name,
                """
                echo "\(name) $*" >> "$ROOT/calls"
                printf '#!/usr/bin/env bash\\n' > "$ROOT/bin/pkg-config"
                chmod +x "$ROOT/bin/pkg-config"
                """)
        }
        #expect(try run("scripts/run").exitCode == 7)
        let asked = try calls()
        #expect(asked.count == 2)
        #expect(
            asked[0].hasSuffix(
                "--no-install-recommends pkg-config liblua5.3-dev libxml2-dev libsqlite3-dev libssl-dev libmicrohttpd-dev"
            ))
        try age(".build")
        try folder.write("changed", to: "Sources/main.swift")
        try run("scripts/run")
        #expect(try calls().filter { !$0.hasPrefix("swift") }.count == 1)
    }

    @Test func asksForSwift() throws {
        try FileManager.default.removeItem(atPath: folder.path("bin/swift"))
        let run = try run("scripts/test")
        #expect(run.exitCode == 3)
        #expect(run.standardError.hasPrefix("swift is missing: install Swift 6.2 or later"))
    }

    @discardableResult
    private func run(_ script: String, _ arguments: String...) throws -> Program {
        try Program.run(
            folder.path("bin/env"), ["bash", folder.path(script)] + arguments,
            in: FileManager.default.temporaryDirectory, environment: environment)
    }

    private func addProgram(_ name: String, _ text: String) throws {
        let path = try folder.write("#!/usr/bin/env bash\n" + text + "\n", to: "bin/" + name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func calls() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path("calls")) else { return [] }
        return try folder.read("calls").split(separator: "\n").map(String.init)
    }

    /// Makes the files of a folder an hour old, so that what is written next is newer.
    private func age(_ name: String) throws {
        for item in try FileManager.default.contentsOfDirectory(atPath: folder.path(name)) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder.path(name + "/" + item))
        }
    }
}
