import Foundation
import TestSupport
import Testing

/// What installs the program, with the one that was built for the tests: everything but a fresh system, which
/// `scripts/package check` uses.
struct PackageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bash(_ line: String, environment: [String: String] = [:]) throws -> Program {
        try Program.run("/bin/bash", ["-c", line], environment: environment)
    }

    @Test func installsBelowAPrefixAndLeavesNothing() throws {
        let prefix = folder.path("pre fix")
        let install = try bash("scripts/install --prefix '\(prefix)' --program '\(Program.path)'")
        #expect(install.exitCode == 0 && install.standardError.isEmpty, "\(install.standardError)")
        #expect(install.standardOutput.hasPrefix("installed xlwm2m 0."))
        for file in [
            "share/man/man1/xlwm2m.1", "share/bash-completion/completions/xlwm2m", "share/zsh/site-functions/_xlwm2m",
            "share/fish/vendor_completions.d/xlwm2m.fish", "share/xlwm2m/library/xlwm2m.lua",
            "share/doc/xlwm2m/examples/object_relay.lua", "share/doc/xlwm2m/docs/install.md",
        ] { #expect(FileManager.default.fileExists(atPath: prefix + "/" + file), "\(file)") }
        let test = try bash("cd '\(prefix)' && bin/xlwm2m test share/doc/xlwm2m/examples")
        #expect(test.exitCode == 0, "\(test.standardOutput)")
        // Again over it, and away.
        #expect(try bash("scripts/install --prefix '\(prefix)' --program '\(Program.path)'").exitCode == 0)
        let removal = try bash("scripts/install --prefix '\(prefix)' --remove")
        #expect(removal.exitCode == 0 && removal.standardError.isEmpty, "\(removal.standardError)")
        let left = try bash("find '\(prefix)' -type f")
        #expect(left.standardOutput.isEmpty)
        #expect(try bash("scripts/install --prefix '\(prefix)' --remove").exitCode == 3)
    }

    #if os(Linux)
        @Test func makesAPackage() throws {
            let make = try bash(
                "scripts/package deb --output '\(folder.url.path)' --program '\(Program.path)'",
                environment: ["XLWM2M_DEB_COMPRESSION": "gzip"])
            #expect(make.exitCode == 0 && make.standardError.isEmpty, "\(make.standardError)")
            let file = make.standardOutput.trimmingCharacters(in: .newlines)
            let fields = try bash("dpkg-deb --field '\(file)'").standardOutput
            for name in ["libc6", "liblua5.3-0", "libsqlite3-0", "libssl3", "libxml2"] {
                #expect(fields.contains(name), "\(name): \(fields)")
            }
            let unpacked = folder.path("unpacked")
            #expect(try bash("dpkg-deb --extract '\(file)' '\(unpacked)'").exitCode == 0)
            let use = try bash(
                "sh scripts/lib/use-package.sh",
                environment: [
                    "PATH": unpacked + "/usr/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
                    "XLWM2M_EXAMPLES": unpacked + "/usr/share/doc/xlwm2m/examples",
                ])
            #expect(use.exitCode == 0, "\(use.standardOutput)\(use.standardError)")
            #expect(use.standardOutput.contains("Manufacturer"), "\(use.standardOutput)")
            let man = try bash("man --warnings -E UTF-8 -l -Tutf8 '\(unpacked)/usr/share/man/man1/xlwm2m.1.gz'")
            #expect(man.standardError.isEmpty || man.standardError.contains("not found"), "\(man.standardError)")
        }
    #endif

    static let mistakes = [
        ("scripts/install --prefix", 2, "--prefix needs a value"), ("scripts/install --x", 2, "'--x' is not known"),
        ("scripts/install --program /nowhere --prefix /tmp/x", 3, "/nowhere is no program"),
        ("scripts/package", 2, "say what to make"), ("scripts/package rpm", 2, "'rpm' is not known"),
        ("scripts/package deb --output", 2, "--output needs a value"),
    ]
    @Test(arguments: mistakes) func saysWhatIsWrong(_ line: String, _ code: Int, _ words: String) throws {
        let run = try bash(line)
        #expect(run.exitCode == Int32(code) && run.standardError.contains(words), "\(run.standardError)")
    }

    // MARK: - CI and containers

    /// A file of YAML as a value.
    private func yaml(_ path: String) throws -> Any {
        let run = try Program.run(
            "/usr/bin/env",
            ["python3", "-c", "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)", path])
        return try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8))
    }

    /// A folder with an Object and its tests, as a repository of a user.
    private func repository() throws -> [String: String] {
        #expect(try Program.run(["init", folder.path("repo")]).exitCode == 0)
        let path = (Program.path as NSString).deletingLastPathComponent
        return [
            "PATH": path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
            "GITHUB_ACTION_PATH": Corpus.checkout.path, "RUNNER_TEMP": folder.path("runner"),
            "GITHUB_PATH": folder.path("path"),
        ]
    }

    @Test func theActionChecksAndTests() throws {
        var environment = try repository()
        let action = try #require(try yaml("action.yml") as? [String: Any])
        let steps = try #require((action["runs"] as? [String: Any])?["steps"] as? [[String: Any]])
        #expect(steps.count == 3)
        (environment["XLWM2M_PATH"], environment["XLWM2M_PRODUCT"]) = ("repo", "SARA-R422S-01B")
        for step in steps {
            var line = try #require(step["run"] as? String)
            if line.contains("scripts/install") {
                line = line.replacingOccurrences(
                    of: "/scripts/install\"", with: "/scripts/install\" --program '\(Program.path)'")
            }
            let run = try Program.run(
                "/bin/bash", ["-e", "-o", "pipefail", "-c", line], in: folder.url, environment: environment)
            #expect(run.exitCode == 0, "\(line): \(run.standardOutput)\(run.standardError)")
        }
        #expect(try folder.read("path") == folder.path("runner") + "/xlwm2m/bin\n")
    }

    @Test func theJobOfGitLabChecksAndTests() throws {
        var environment = try repository()
        let file = try #require(try yaml("deploy/gitlab/xlwm2m.gitlab-ci.yml") as? [String: Any])
        for (name, value) in file["variables"] as? [String: String] ?? [:] { environment[name] = value }
        let lines = try #require((file["xlwm2m"] as? [String: Any])?["script"] as? [String])
        for line in lines {
            let run = try Program.run(
                "/bin/sh", ["-c", line], in: folder.url.appendingPathComponent("repo"), environment: environment)
            #expect(run.exitCode == 0, "\(line): \(run.standardOutput)\(run.standardError)")
        }
        #expect(try folder.names().contains("repo") && folder.read("repo/report.xml").hasPrefix("<?xml"))
    }

    @Test func theHooksOfPreCommitCheckAndTest() throws {
        let environment = try repository()
        let hooks = try #require(try yaml(".pre-commit-hooks.yaml") as? [[String: Any]])
        #expect(hooks.count == 2)
        for hook in hooks {
            let pattern = try Regex(hook["files"] as? String ?? "")
            #expect("objects/object_my_sensor.lua".contains(pattern))
            let passes = hook["pass_filenames"] as? Bool ?? true
            let words = (hook["args"] as? [String] ?? []) + (passes ? ["object_my_sensor.lua"] : [])
            let line = ([hook["entry"] as? String ?? ""] + words).joined(separator: " ")
            let run = try Program.run(
                "/bin/sh", ["-c", line], in: folder.url.appendingPathComponent("repo"), environment: environment)
            #expect(run.exitCode == 0, "\(line): \(run.standardOutput)\(run.standardError)")
        }
    }

    /// The last part of the Dockerfile is a script that a shell reads, which `scripts/package check` runs.
    @Test func theImageIsMadeOfKnownSteps() throws {
        let steps = try bash("sed -n '/^FROM debian/,$p' deploy/docker/Dockerfile | python3 scripts/lib/dockerfile.py")
        #expect(steps.exitCode == 0 && steps.standardOutput.contains("apt-get install"), "\(steps.standardError)")
        #expect(try Program.run("/bin/sh", ["-n"], input: steps.standardOutput).exitCode == 0)
        let text = try String(
            contentsOf: Corpus.checkout.appendingPathComponent("deploy/docker/Dockerfile"), encoding: .utf8)
        #expect(text.contains("\nUSER 10001:10001\n"))
    }

    /// What `docs/install.md` shows is what happens.
    @Test func theGuideShowsWhatHappens() throws {
        let guide = try String(contentsOf: Corpus.checkout.appendingPathComponent("docs/install.md"), encoding: .utf8)
        let environment = try repository()
        let blocks = guide.components(separatedBy: "```console\n$ ").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 2)
        for block in blocks {
            let line = block.prefix { $0 != "\n" }
            let run = try Program.run("/bin/bash", ["-c", "\(line) 2>&1"], environment: environment)
            #expect(run.standardOutput == block.dropFirst(line.count + 1), "\(line)")
        }
        let project = guide.components(separatedBy: "```json\n")[1].components(separatedBy: "```")[0]
        try folder.write(project, to: "xlwm2m.json")
        try folder.write("it('passes', function() end)\n", to: "objects/one_test.lua")
        let test = try Program.run(["test"], in: folder.url)
        #expect(test.exitCode == 0 && test.standardOutput.hasPrefix("ok objects/one_test.lua"), "\(test.standardError)")
        #expect(try folder.names().contains("report.xml"))
    }
}
