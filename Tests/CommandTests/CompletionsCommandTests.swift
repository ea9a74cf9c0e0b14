import Foundation
import TestSupport
import Testing

struct CompletionsCommandTests {
    struct Word: Sendable, CustomTestStringConvertible {
        let typed: [String]
        let candidates: Set<String>
        var testDescription: String { typed.joined(separator: " ") }
        init(_ typed: String..., candidates: Set<String>) { (self.typed, self.candidates) = (typed, candidates) }
    }

    static let words: [Word] = [
        Word("ru", candidates: ["run"]),
        Word("run", "--js", candidates: ["--json"]),
        Word("run", "--in", candidates: ["--instructions"]),
        Word("init", "--na", candidates: ["--name"]),
        Word("help", "comp", candidates: ["completions"]),
        Word("modu", candidates: ["module"]),
        Word("module", "pu", candidates: ["pull", "push"]),
        Word("module", "push", "--rec", candidates: ["--recover"]),
        Word("--ver", candidates: ["--version"]),
        Word("run", "--product", "SARA-R422S", candidates: ["SARA-R422S-01B", "SARA-R422S-00B"]),
        Word("run", "--profile", "10", candidates: ["100", "101", "102"]),
        Word("test", "--reporter", "j", candidates: ["junit", "json"]),
        Word("test", "--reporter", "=", "ta", candidates: ["tap"]),
        Word("check", "--product", "LEXI-R422,SARA-R510S-01", candidates: ["LEXI-R422,SARA-R510S-01B"]),
        Word("run", "objects/object_g", candidates: ["objects/object_generic_sensor.lua"]),
    ]

    /// A shell that starts in a folder with a broken project file has its completions.
    @Test func needsNoProjectFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("{", to: "xlwm2m.json")
        let run = try Program.run(["completions", "bash"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardError.isEmpty)
        #expect(run.standardOutput == (try Program.run(["completions", "bash"]).standardOutput))
    }

    @Test(arguments: words) func completesInBash(_ word: Word) throws {
        let script =
            try Program.run(["completions", "bash"]).standardOutput + """

                COMP_WORDS=(xlwm2m \(word.typed.map { "'\($0)'" }.joined(separator: " ")))
                COMP_CWORD=\(word.typed.count)
                _xlwm2m
                printf '%s\\n' "${COMPREPLY[@]}"
                """
        let run = try Program.run("/bin/bash", ["--norc"], input: script)
        #expect(run.standardError.isEmpty)
        #expect(Set(run.standardOutput.split(separator: "\n").map(String.init)) == word.candidates)
    }

    /// A name with blanks is one candidate, however it was begun.
    @Test(arguments: ["my d", "\"my d", "my\\ d"]) func keepsBlanksOfPaths(_ typed: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "my desk/a.lua")
        let script =
            try Program.run(["completions", "bash"]).standardOutput + """

                COMP_WORDS=(xlwm2m check '\(typed)')
                COMP_CWORD=2
                _xlwm2m
                printf '%s\\n' "${COMPREPLY[@]}"
                """
        let run = try Program.run("/bin/bash", ["--norc"], input: script, in: folder.url)
        #expect(run.standardOutput == "my desk\n", "\(run.standardError)")
    }

    /// The scripts are read by their shells, where these are installed.
    @Test(arguments: ["bash", "zsh", "fish"]) func areReadByTheirShells(_ shell: String) throws {
        guard let path = ["/bin/", "/usr/bin/"].map({ $0 + shell }).first(where: FileManager.default.fileExists) else {
            return
        }
        let folder = try TemporaryFolder()
        let script = try folder.write(Program.run(["completions", shell]).standardOutput, to: "completions")
        let run = try Program.run(path, ["-n", script])
        #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run.standardError)")
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func knowsEveryCommand(_ shell: String) throws {
        let run = try Program.run(["completions", shell])
        for name in ["run", "init", "completions"] { #expect(run.standardOutput.contains(name)) }
        #expect(run.standardOutput.contains("carrier-id") && run.exitCode == 0)
    }

    @Test(arguments: [[], ["csh"], ["bash", "zsh"]]) func refuses(_ arguments: [String]) throws {
        let run = try Program.run(["completions"] + arguments)
        #expect(run.exitCode == 2 && run.standardOutput.isEmpty && run.standardError.contains("bash, zsh, fish"))
    }

    @Test func writesTheManualPage() throws {
        let run = try Program.run(["help", "--man"])
        #expect(run.standardOutput.hasPrefix(".TH XLWM2M 1 "))
        #expect(run.standardOutput.contains(".SS xlwm2m run [DIR]\n"))
        guard FileManager.default.fileExists(atPath: "/usr/bin/groff") else { return }
        let page = try Program.run("/usr/bin/groff", ["-man", "-Tutf8", "-ww", "-"], input: run.standardOutput)
        #expect(page.standardError.isEmpty && page.standardOutput.contains("XLWM2M(1)"))
    }
}
