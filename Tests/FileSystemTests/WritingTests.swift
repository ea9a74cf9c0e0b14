import FileSystem
import Foundation
import TestSupport
import Testing

/// A file is written to what stands there.
struct WritingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ name: String) throws -> Int {
        (try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int) ?? -1
    }

    @Test func replacesARegularFileAndKeepsItsRights() throws {
        let path = try folder.write("old, and longer", to: "f")
        chmod(path, 0o640)
        try Files.write(Array("new".utf8), to: path)
        #expect(try folder.read("f") == "new" && mode("f") == 0o640)
        #expect(try folder.names() == ["f"])
    }

    /// A link to a file, to a link, to nothing yet, into another folder; each stays a link.
    @Test(arguments: ["real", "other", "missing", "sub/real"]) func followsALink(_ target: String) throws {
        try folder.write("old", to: "real")
        try folder.write("old", to: "sub/real")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path("other"), withDestinationPath: "real")
        try manager.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
        try Files.write(Array("new".utf8), to: folder.path("link"))
        #expect(try manager.destinationOfSymbolicLink(atPath: folder.path("link")) == target)
        #expect(try folder.read(target) == "new" && folder.read("link") == "new")
        #expect(try folder.names().filter { $0.hasSuffix(".part") } == [])
    }

    @Test func refusesALinkThatLeadsToItself() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path("a"), withDestinationPath: "a")
        #expect(throws: FileSystemError.self) { try Files.write([1], to: folder.path("a")) }
    }

    @Test func writesThroughADevice() throws {
        try Files.write([1], to: "/dev/null")
        #expect(Files.status("/dev/null")?.kind == .other)
        guard Files.status("/dev/full")?.kind == .other else { return }
        let error = #expect(throws: FileSystemError.self) { try Files.write([1], to: "/dev/full") }
        #expect(error?.description == "/dev/full: cannot write: No space left on device")
        #expect(Files.status("/dev/full")?.kind == .other)
    }

    @Test func writesThroughAPipe() throws {
        let path = folder.path("pipe")
        mkfifo(path, 0o600)
        let copy = folder.path("copy")
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/bin/sh")
        reader.arguments = ["-c", "cat \"$0\" > \"$1\"", path, copy]
        try reader.run()
        let bytes = [UInt8](repeating: 7, count: 300_000)
        try Files.write(bytes, to: path)
        reader.waitUntilExit()
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data(bytes))
        #expect(Files.status(path)?.kind == .other)
        #expect(try folder.names() == ["copy", "pipe"])
    }

    @Test func refusesAFolder() throws {
        let error = #expect(throws: FileSystemError.self) { try Files.write([1], to: folder.url.path) }
        #expect(error?.reason == "Is a directory")
    }

    @Test func writesPieceByPieceThroughALink() throws {
        try folder.write("old, and longer", to: "real")
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "real")
        let file = try OutputFile(folder.path("link"))
        try file.write(Array("one ".utf8))
        #expect(try folder.read("real") == "one ")
        try file.write(Array("two".utf8))
        #expect(try folder.read("real") == "one two" && file.failure == nil)
    }

    @Test func keepsTheFirstFailure() throws {
        guard Files.status("/dev/full")?.kind == .other else { return }
        let file = try OutputFile("/dev/full")
        #expect(throws: FileSystemError.self) { try file.write([1]) }
        #expect(file.failure?.number == ENOSPC)
        #expect(throws: FileSystemError.self) { try file.write([1]) }
    }

    // MARK: - What killed runs left

    /// The number of a process that has ended.
    private func endedProcess() throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/true")
        try process.run()
        process.waitUntilExit()
        return process.processIdentifier
    }

    @Test func takesAwayWhatKilledRunsLeft() throws {
        let gone = try endedProcess()
        let left = [
            "object_x.lua.xlwm2m-\(gone)-1.part", "object_y.lua.xlwm2m-1-12.part", "object_x.lua.\(gone).part",
        ]
        let kept = [
            "film.\(gone).part", "film.part", "notes.lua.\(gone).part", "object_x.lua.\(getpid()).part",
            "object_z.lua.xlwm2m-1-1.part", "object_x.lua.xlwm2m-a-1.part",
        ]
        for name in left + kept { try folder.write("", to: name) }
        let living = open(folder.path("object_z.lua.xlwm2m-1-1.part"), O_RDONLY)
        defer { close(living) }
        #expect(flock(living, LOCK_EX | LOCK_NB) == 0)
        try Files.write([65], to: folder.path("object_x.lua"))
        #expect(try folder.names() == (kept + ["object_x.lua"]).sorted())
    }

    @Test func takesAwayWhatAKilledRunLeftOfAReport() throws {
        let gone = try endedProcess()
        try folder.write("", to: "report.xml.\(gone).part")
        try folder.write("", to: "other.xml.\(gone).part")
        try Files.write([65], to: folder.path("report.xml"))
        #expect(try folder.names() == ["other.xml.\(gone).part", "report.xml"])
    }

    @Test func writesANameOfTheLongestLength() throws {
        let name = String(repeating: "n", count: 255)
        try Files.write([65], to: folder.path(name))
        #expect(try folder.names() == [name])
    }
}
