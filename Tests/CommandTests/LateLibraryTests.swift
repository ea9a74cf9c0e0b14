#if os(Linux)
    import Foundation
    import TestSupport
    import Testing

    /// Libraries that are loaded at their first use: what does without them starts without them, and what needs one says so.
    struct LateLibraryTests {
        private let folder: TemporaryFolder
        private let environment: [String: String]

        /// Files that are no libraries, found before the real ones.
        init() throws {
            folder = try TemporaryFolder()
            for name in ["libsqlite3.so.0", "libssl.so.3", "libxml2.so.2", "libmicrohttpd.so.12"] {
                try folder.write("no library", to: "none/\(name)")
            }
            environment = ["LD_LIBRARY_PATH": folder.path("none")]
        }

        static let without = [["--version"], ["products"], ["check", "objects/object_device.lua"]]
        @Test(arguments: without) func startsWithoutThem(_ arguments: [String]) throws {
            let run = try Program.run(arguments, environment: environment)
            #expect(run.exitCode == 0 && run.standardError.isEmpty, "\(run)")
        }

        static let needs = [
            ("libxml2.so.2", "libxml2", ["generate", "definition.xml"]),
            ("libsqlite3.so.0", "libsqlite3-0", ["run", "--flash", "flash", "--exec", "servers"]),
            (
                "libssl.so.3", "libssl3",
                ["server", "--port", "0", "--psk", "hex:00112233", "--psk-identity", "a", "--exec", "clients"]
            ),
        ]
        @Test(arguments: needs) func saysWhichOneItNeeds(
            _ file: String, _ package: String, _ arguments: [String]
        ) throws {
            try folder.write("<LWM2M/>", to: "definition.xml")
            let run = try Program.run(arguments, in: folder.url, environment: environment)
            #expect(run.exitCode == 3, "\(run)")
            let words = "\(file) is needed and cannot be used: " + folder.path("none/\(file)")
            #expect(run.standardError.contains(words), "\(run.standardError)")
            #expect(run.standardError.hasSuffix("in Debian it is the package \(package)\n"))
        }

        @Test func doesWithoutAPage() throws {
            let run = try Program.run(
                ["server", "--port", "0", "--page=127.0.0.1:0", "--exec", "clients"], environment: environment)
            #expect(run.exitCode == 3 && run.standardError.contains("shared library"), "\(run)")
        }

        @Test func areMissedByTheExamination() throws {
            let run = try Program.run(["doctor"], in: folder.url, environment: environment)
            #expect(run.exitCode == 1)
            for library in ["SQLite", "libxml2", "OpenSSL", "libmicrohttpd"] {
                #expect(run.standardOutput.contains("library   \(library) is missing"), "\(run.standardOutput)")
            }
        }
    }
#endif
