import Foundation
import Randomness
import Storage
import TestSupport
import Testing

struct FlashNameFuzzTests {
    static let refused: [(String, String)] = [
        ("", "the file name '' is empty"),
        (".", "the file name '.' begins with a dot"),
        ("..", "the file name '..' begins with a dot"),
        (".writing", "the file name '.writing' begins with a dot"),
        ("../f", "the file name '../f' holds a '/'"),
        ("/etc/passwd", "the file name '/etc/passwd' holds a '/'"),
        ("a\\b", "the file name 'a\\b' holds a '\\'"),
        ("a\0b", "the file name 'a\\x00b' holds a control character"),
        ("a\u{1B}[2J", "the file name 'a\\x1B[2J' holds a control character"),
        ("50%", "the file name '50%' holds a '%'"), ("a:b", "the file name 'a:b' holds a ':'"),
        ("a*", "the file name 'a*' holds a '*'"), ("a|b", "the file name 'a|b' holds a '|'"),
        ("\"", "the file name '\"' holds a '\"'"), ("<", "the file name '<' holds a '<'"),
        (">", "the file name '>' holds a '>'"), ("?", "the file name '?' holds a '?'"),
        (
            String(repeating: "x", count: 249),
            "the file name '\(String(repeating: "x", count: 64))...' has 249 bytes, more than 248"
        ),
    ]
    @Test(arguments: refused) func refuses(_ name: String, _ message: String) throws {
        let device = try TemporaryFlash()
        let error = #expect(throws: FlashError.self) { try device.flash.write([1], to: name) }
        #expect(error == FlashError(.badName, message))
        for tag in FlashTag.all { #expect(throws: FlashError.self) { try device.flash.read(name, tag) } }
    }

    @Test(arguments: ["a", "object.db", "a b", "ä", "日本", "-", "~", "'", "CON", String(repeating: "x", count: 248)])
    func takes(_ name: String) throws {
        let device = try TemporaryFlash()
        try device.flash.write([1], to: name)
        #expect(try device.flash.list(.user).files.map(\.name) == [name])
    }

    /// Whatever the name: it is refused, or it is one file in the folder of its tag with exactly that content.
    @Test func noNameLeadsOut() throws {
        let device = try TemporaryFlash()
        try device.folder.write("secret", to: "outside")
        var random = SeededSequence(seed: 3)
        let pieces = [
            "..", "/", ".", "\\", "\0", "~", "outside", "USER", "flash", "a", "B", "%2e", "%00", "ä", "a\u{308}",
            "\u{202E}", "\u{FEFF}", "\u{1F600}", "\n", "\r", "\t", " ", ":", "|", "*", "CON", "\u{7F}", "\u{85}", "lua",
            String(repeating: "n", count: 100), "\u{0}", "-wal", "$HOME", "`", ";", "'",
        ]
        var taken = 0
        for round in 0..<2000 {
            var name = ""
            for _ in 0..<Int.random(in: 1...6, using: &random) { name += pieces.randomElement(using: &random) ?? "" }
            let content = Array("\(round)".utf8)
            do throws(FlashError) {
                try device.flash.write(content, to: name)
                taken += 1
                #expect(try device.flash.read(name) == content)
                #expect(try device.flash.list(.user).files.count == 1)
                try device.flash.delete(name)
            } catch {
                #expect(error.code == .badName, "\(error)")
                #expect(!error.message.utf8.contains { $0 < 32 }, "\(error)")
            }
        }
        #expect(taken > 50)
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.path("")) == ["USER"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.path("USER")).isEmpty)
        #expect(try device.folder.names() == ["flash", "outside"])
        #expect(try device.folder.read("outside") == "secret")
    }

    /// Whatever bytes the disk has as a name: the listing is made, and each file is in it or among its findings.
    @Test func listsAnyNameOnDisk() throws {
        let device = try TemporaryFlash()
        try device.flash.write([], to: "good")
        var random = SeededSequence(seed: 4)
        var made: Set<[UInt8]> = []
        for _ in 0..<500 {
            let length = Int.random(in: 1...255, using: &random)
            let name = (0..<length).map { _ in UInt8.random(in: 1...255, using: &random) }.map { $0 == 47 ? 48 : $0 }
            let path = Array((device.path("USER") + "/").utf8) + name + [0]
            let file = path.withUnsafeBufferPointer { buffer in
                buffer.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o600) }
            }
            if file >= 0 {
                close(file)
                if name.first != 46 { made.insert(name) }
            }
        }
        let listing = try device.flash.list(.user)
        #expect(listing.files.count + listing.findings.count == made.count + 1)
        for finding in listing.findings { #expect(!finding.utf8.contains { $0 < 32 }) }
        #expect(try device.flash.freeSpace() == 9_994_240)
    }
}
