import FileSystem
import Foundation
import TestSupport
import Testing

struct FileWatchTests {
    private let folder: TemporaryFolder
    private var watch = FileWatch()

    init() throws { folder = try TemporaryFolder() }

    @Test mutating func takesAFileThatIsStill() throws {
        let path = try folder.write("a", to: "f")
        watch.watch([path])
        #expect(watch.look() == ([], []))
        try folder.write("ab", to: "f")
        #expect(watch.look() == ([], []))
        try folder.write("abc", to: "f")
        #expect(watch.look() == ([], []))
        #expect(watch.look() == ([path], []))
        #expect(watch.look() == ([], []))
    }

    @Test mutating func takesAFileThatComes() throws {
        let path = folder.path("f")
        watch.watch([path])
        for _ in 0..<20 { #expect(watch.look() == ([], [])) }
        try folder.write("a", to: "f")
        #expect(watch.look() == ([], []))
        #expect(watch.look() == ([path], []))
    }

    @Test mutating func waitsForAFileThatIsGone() throws {
        let path = try folder.write("a", to: "f")
        watch.watch([path])
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<7 { #expect(watch.look() == ([], [])) }
        #expect(watch.look() == ([], [path]))
        #expect(watch.look() == ([], []))
    }

    @Test mutating func overlooksAFileThatIsReplaced() throws {
        let path = try folder.write("a", to: "f")
        watch.watch([path])
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<7 { #expect(watch.look() == ([], [])) }
        try folder.write("ab", to: "f")
        #expect(watch.look() == ([], []))
        #expect(watch.look() == ([path], []))
        for _ in 0..<20 { #expect(watch.look() == ([], [])) }
    }

    @Test mutating func takesWhatItIsTold() throws {
        let path = try folder.write("a", to: "f")
        let status = Files.status(path)
        try folder.write("ab", to: "f")
        watch.watch([path: status])
        #expect(watch.look() == ([], []))
        #expect(watch.look() == ([path], []))
        watch.watch([path: Files.status(path)])
        #expect(watch.look() == ([], []))
        watch.watch([:])
        try folder.write("abc", to: "f")
        for _ in 0..<3 { #expect(watch.look() == ([], [])) }
    }
}
