import Foundation
import TestSupport
import Testing

struct DoctorCommandTests {
    @Test func findsThisMachineFit() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(["doctor"], in: folder.url)
        #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run.standardOutput)")
        for line in ["library   Lua 5.3.", "library   OpenSSL 3.", "library   SQLite 3.", "socket    UDP at 127.0.0.1"]
        {
            #expect(run.standardOutput.contains("ok     \(line)"), "\(line)\n\(run.standardOutput)")
        }
        #expect(run.standardOutput.hasSuffix("nothing is wrong\n"))
    }

    static let ailments: [(String, String, String)] = [
        ("ulimit -n 100", "only 100 files may be open", "ulimit -n 1024"),
        (
            "export HOME=/nowhere XDG_DATA_HOME=/dev/null/data",
            "/dev/null is not a folder, and /dev/null/data is for flash",
            "export XDG_DATA_HOME="
        ),
        ("export TMPDIR=/dev/null", "/dev/null is not a folder, and is for temporary files", "export TMPDIR="),
        ("export TMPDIR=/nowhere", "/nowhere is not a folder, and is for temporary files", "export TMPDIR="),
    ]
    @Test(arguments: ailments) func saysWhatIsWrongAndWhatMendsIt(
        _ cause: String, _ finding: String, _ mend: String
    ) throws {
        let run = try Program.run("/bin/bash", ["-c", "\(cause); exec '\(Program.path)' doctor"])
        #expect(run.exitCode == 1)
        let lines = run.standardOutput.components(separatedBy: "\n")
        let index = try #require(lines.firstIndex { $0.hasPrefix("WRONG") }, "\(run.standardOutput)")
        #expect(lines[index].contains(finding) && lines[index + 1].contains("> \(mend)"), "\(lines[index])")
    }

    static let foreign: [(String, String)] = [
        ("HOME=/", "export XDG_DATA_HOME=/tmp"), ("HOME=/usr", "export XDG_DATA_HOME=/tmp"),
        ("HOME=/usr XDG_DATA_HOME=/usr/lib/mine", "sudo chown \"$USER\" /usr/lib"),
        ("HOME=/nowhere XDG_DATA_HOME=/usr/lib/mine", "export XDG_DATA_HOME=/tmp"),
        ("HOME=/nowhere XDG_DATA_HOME=/usr/lib", "sudo chown \"$USER\" /usr/lib"),
        ("HOME=/tmp TMPDIR=/usr", "export TMPDIR=/tmp"),
    ]
    /// No folder of the system is given away. As root every folder can be written to, so that another user asks.
    @Test(arguments: foreign) func givesAwayNoFolderOfTheSystem(_ environment: String, _ mend: String) throws {
        let setpriv = "/usr/bin/setpriv"
        guard getuid() != 0 || FileManager.default.isExecutableFile(atPath: setpriv) else { return }
        let user = getuid() == 0 ? "\(setpriv) --reuid=65534 --regid=65534 --clear-groups " : ""
        let run = try Program.run(
            "/bin/bash",
            ["-c", "exec \(user)/usr/bin/env -u TMPDIR -u XDG_DATA_HOME \(environment) '\(Program.path)' doctor"])
        // The other user may not reach the program.
        guard run.exitCode < 126 else { return }
        #expect(run.exitCode == 1, "\(run.standardOutput)\(run.standardError)")
        let lines = run.standardOutput.components(separatedBy: "\n")
        let index = try #require(lines.firstIndex { $0.hasPrefix("WRONG  folder") }, "\(run.standardOutput)")
        #expect(lines[index + 1].contains("> \(mend)"), "\(lines[index + 1])")
    }

    @Test func tellsTheVersionsOfWhatIsLoaded() throws {
        let run = try Program.run(["--version", "--json"])
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(run.standardOutput.utf8)) as? [String: Any])
        #expect(json["program"] as? String == "xlwm2m" && (json["version"] as? String)?.hasPrefix("0.") == true)
        let libraries = try #require(json["libraries"] as? [[String: Any]])
        #expect(
            libraries.compactMap { $0["name"] as? String } == ["Lua", "libxml2", "SQLite", "OpenSSL", "libmicrohttpd"])
        for library in libraries.dropLast() { #expect((library["version"] as? String)?.contains(".") == true) }
        // Each number stands for a file.
        for (name, number) in try #require(json["schemas"] as? [String: Int]) {
            let path = Corpus.checkout.appendingPathComponent("docs/schemas/\(name)-\(number).json").path
            #expect(FileManager.default.fileExists(atPath: path), "\(name)")
        }
    }
}
