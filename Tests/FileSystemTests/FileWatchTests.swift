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
        #expect(watch.takeChanges() == ([], []))
        try folder.write("ab", to: "f")
        #expect(watch.takeChanges() == ([], []))
        try folder.write("abc", to: "f")
        #expect(watch.takeChanges() == ([], []))
        #expect(watch.takeChanges() == ([path], []))
        #expect(watch.takeChanges() == ([], []))
    }

    @Test mutating func takesAFileThatComes() throws {
        let path = folder.path("f")
        watch.watch([path])
        for _ in 0..<20 { #expect(watch.takeChanges() == ([], [])) }
        try folder.write("a", to: "f")
        #expect(watch.takeChanges() == ([], []))
        #expect(watch.takeChanges() == ([path], []))
    }

    @Test mutating func waitsForAFileThatIsGone() throws {
        let path = try folder.write("a", to: "f")
        watch.watch([path])
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<7 { #expect(watch.takeChanges() == ([], [])) }
        #expect(watch.takeChanges() == ([], [path]))
        #expect(watch.takeChanges() == ([], []))
    }

    @Test mutating func overlooksAFileThatIsReplaced() throws {
        let path = try folder.write("a", to: "f")
        watch.watch([path])
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<7 { #expect(watch.takeChanges() == ([], [])) }
        try folder.write("ab", to: "f")
        #expect(watch.takeChanges() == ([], []))
        #expect(watch.takeChanges() == ([path], []))
        for _ in 0..<20 { #expect(watch.takeChanges() == ([], [])) }
    }

    @Test mutating func takesWhatItIsTold() throws {
        let path = try folder.write("a", to: "f")
        let status = Files.status(path)
        try folder.write("ab", to: "f")
        watch.watch([path: status])
        #expect(watch.takeChanges() == ([], []))
        #expect(watch.takeChanges() == ([path], []))
        watch.watch([path: Files.status(path)])
        #expect(watch.takeChanges() == ([], []))
        watch.watch([:])
        try folder.write("abc", to: "f")
        for _ in 0..<3 { #expect(watch.takeChanges() == ([], [])) }
    }
}
