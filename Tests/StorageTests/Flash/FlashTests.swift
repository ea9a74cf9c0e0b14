import Foundation
import Storage
import TestSupport
import Testing

struct FlashTests {
    @Test func beginsEmptyWithTheFigureOfANewModule() throws {
        let device = try TemporaryFlash()
        #expect(try device.flash.freeSpace() == 9_994_240)
        for tag in FlashTag.all { #expect(try device.flash.list(tag) == FlashListing()) }
        #expect(try device.flash.findings().isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.path("")).isEmpty)
    }

    @Test func writesReadsAppendsDeletes() throws {
        let device = try TemporaryFlash()
        let all = (0...255).map(UInt8.init)
        try device.flash.write(all, to: "object_x.lua", .objects)
        #expect(try device.flash.read("object_x.lua", .objects) == all)
        #expect(try device.flash.size(of: "object_x.lua", .objects) == 256)
        #expect(try device.flash.freeSpace() == 9_994_240 - 256)
        try device.flash.append([1, 2], to: "object_x.lua", .objects)
        #expect(try device.flash.read("object_x.lua", .objects) == all + [1, 2])
        try device.flash.append([], to: "empty")
        #expect(try device.flash.list(.user).files.map(\.name) == ["empty"])
        try device.flash.write([9], to: "object_x.lua", .objects)
        #expect(try device.flash.read("object_x.lua", .objects) == [9])
        try device.flash.delete("object_x.lua", .objects)
        #expect(try device.flash.list(.objects).files.isEmpty)
        #expect(try device.flash.freeSpace() == 9_994_240)
    }

    @Test func keepsTagsApart() throws {
        let device = try TemporaryFlash()
        try device.flash.write([1], to: "a", .user)
        try device.flash.write([2, 2], to: "a", .objects)
        #expect(try device.flash.read("a") == [1])
        #expect(try device.flash.read("a", .objects) == [2, 2])
        try device.flash.delete("a")
        #expect(try device.flash.size(of: "a", .objects) == 2)
        #expect(FlashTag("XLWM2M") == .objects && FlashTag("xlwm2m") == nil && FlashTag("..") == nil)
    }

    @Test func listsByTheBytesOfTheNames() throws {
        let device = try TemporaryFlash()
        for name in ["b", "a_", "B", "ä", "a", "Z", "a.lua"] { try device.flash.write([], to: name, .objects) }
        #expect(try device.flash.list(.objects).files.map(\.name) == ["B", "Z", "a", "a.lua", "a_", "b", "ä"])
    }

    struct Block: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let offset, count: Int
        let answer: [UInt8]?
    }
    static let blocks = [
        Block(testDescription: "the start", offset: 0, count: 2, answer: [0, 1]),
        Block(testDescription: "over the end", offset: 3, count: 100, answer: [3, 4]),
        Block(testDescription: "all", offset: 0, count: .max, answer: [0, 1, 2, 3, 4]),
        Block(testDescription: "none", offset: 2, count: 0, answer: []),
        Block(testDescription: "at the end", offset: 5, count: 1, answer: []),
        Block(testDescription: "behind the end", offset: 6, count: 1, answer: nil),
        Block(testDescription: "far behind", offset: .max, count: .max, answer: nil),
        Block(testDescription: "before the start", offset: -1, count: 1, answer: nil),
        Block(testDescription: "less than none", offset: 0, count: -1, answer: nil),
    ]
    @Test(arguments: blocks) func readsABlock(_ block: Block) throws {
        let device = try TemporaryFlash()
        try device.flash.write([0, 1, 2, 3, 4], to: "f")
        if let answer = block.answer {
            #expect(try device.flash.readBlock("f", offset: block.offset, count: block.count) == answer)
        } else {
            let error = #expect(throws: FlashError.self) {
                try device.flash.readBlock("f", offset: block.offset, count: block.count)
            }
            #expect(error?.code == .outOfRange)
            #expect(error?.message == "USER/f has 5 bytes; offset \(block.offset) is not in it")
        }
    }

    @Test func refusesWhatDoesNotFitAndKeepsWhatWasThere() throws {
        let device = try TemporaryFlash(capacity: 10)
        try device.flash.write([UInt8](repeating: 1, count: 6), to: "f")
        let error = #expect(throws: FlashError.self) {
            try device.flash.append([UInt8](repeating: 2, count: 5), to: "f")
        }
        #expect(error?.code == .noSpace)
        #expect(error?.message == "5 bytes do not fit into the flash: 4 are free")
        #expect(throws: FlashError.self) { try device.flash.write([UInt8](repeating: 2, count: 5), to: "g") }
        #expect(try device.flash.read("f") == [UInt8](repeating: 1, count: 6))
        #expect(try device.flash.list(.user).files.count == 1)
        try device.flash.append([2, 2, 2, 2], to: "f")
        #expect(try device.flash.freeSpace() == 0)
        try device.flash.write([UInt8](repeating: 3, count: 10), to: "f")
        try device.flash.append([], to: "f")
    }

    @Test func countsTheDatabaseOfTheClientAsThere() throws {
        let device = try TemporaryFlash(capacity: 10)
        try device.flash.write([UInt8](repeating: 1, count: 10), to: "object.db", .client)
        #expect(try device.flash.freeSpace() == 10)
    }

    @Test func missingFilesAreNotFound() throws {
        let device = try TemporaryFlash()
        try device.flash.write([1], to: "other", .objects)
        for tag in [FlashTag.user, .objects] {
            for attempt in [
                { _ = try device.flash.read("f", tag) }, { _ = try device.flash.size(of: "f", tag) },
                { try device.flash.delete("f", tag) },
                { _ = try device.flash.readBlock("f", tag, offset: 0, count: 1) },
            ] as [() throws -> Void] {
                let error = #expect(throws: FlashError.self) { try attempt() }
                #expect(error == FlashError(.fileNotFound, "there is no \(tag)/f"))
            }
        }
    }

    @Test func takesAsManyFilesAsTheModule() throws {
        let device = try TemporaryFlash()
        try device.flash.write([], to: "first")
        for number in 1..<Flash.mostFiles {
            try device.folder.write("", to: "flash/USER/f\(number)")
        }
        let error = #expect(throws: FlashError.self) { try device.flash.write([], to: "last") }
        #expect(error?.code == .tooManyFiles)
        try device.flash.write([1], to: "first")
    }

    @Test func deletesAll() throws {
        let device = try TemporaryFlash()
        for tag in FlashTag.all { try device.flash.write([1], to: "f", tag) }
        try device.flash.deleteAll()
        for tag in FlashTag.all { #expect(try device.flash.list(tag).files.isEmpty) }
    }

    @Test func belongsToOneAtATime() throws {
        let folder = try TemporaryFolder()
        var first: Flash? = try Flash(folder.path("f"))
        let error = #expect(throws: FlashError.self) { try Flash(folder.path("f")) }
        #expect(error?.code == .inUse)
        #expect(
            error?.message
                == "the flash \(folder.path("f")) is used by another run: end that one or name another folder")
        try first?.write([1], to: "f")
        first = nil
        #expect(try Flash(folder.path("f")).read("f") == [1])
    }

    @Test func clearsWhatAKilledRunLeft() throws {
        let folder = try TemporaryFolder()
        try folder.write("half", to: "f/.writing")
        let flash = try Flash(folder.path("f"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("f/.writing")))
        #expect(try flash.findings().isEmpty)
    }
}
