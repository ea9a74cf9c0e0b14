import Foundation
import Storage
import TestSupport
import Testing

/// The flash as a folder that others write into.
struct FlashFolderTests {
    @Test func seesWhatAUserDropsIn() throws {
        let device = try TemporaryFlash()
        try device.folder.write("x", to: "flash/XLWM2M/object_x.lua")
        #expect(try device.flash.list(.objects).files == [FlashFile(name: "object_x.lua", size: 1)])
        #expect(try device.flash.read("object_x.lua", .objects) == Array("x".utf8))
        try FileManager.default.removeItem(atPath: device.path("XLWM2M/object_x.lua"))
        #expect(try device.flash.list(.objects).files.isEmpty)
        try FileManager.default.removeItem(atPath: device.path("XLWM2M"))
        #expect(try device.flash.list(.objects).files.isEmpty)
        try device.flash.write([1], to: "f", .objects)
    }

    @Test func reportsWhatIsNoFileOfTheModule() throws {
        let device = try TemporaryFlash()
        let manager = FileManager.default
        try device.folder.write("", to: "flash/USER/a:b.lua")
        try device.folder.write("", to: "flash/USER/a\nb")
        try device.folder.write("", to: "flash/USER/" + String(repeating: "n", count: 250))
        try device.folder.write("", to: "flash/USER/.DS_Store")
        try device.folder.write("", to: "flash/USER/good")
        try device.folder.write("", to: "flash/USER/sub/f")
        try device.folder.write("", to: "flash/stray.lua")
        try device.folder.write("", to: "flash/xlwm2m/f")
        try device.folder.write("secret", to: "outside")
        try manager.createSymbolicLink(atPath: device.path("USER/link"), withDestinationPath: "../../outside")
        try manager.createSymbolicLink(
            atPath: device.path("XLWM2M"), withDestinationPath: device.folder.url.path)
        mkfifo(device.path("USER/pipe"), 0o600)
        #expect(try device.flash.list(.user).files.map(\.name) == ["good"])
        let tags = "AUDIO, FOAT, FOTA_EXT, GNSS, LWM2M, MNO, PROFILE, SCM, UNVM, USER, XLWM2M"
        #expect(
            try device.flash.findings() == [
                "USER/a\\x0Ab: is not seen: the name holds a control character",
                "USER/a:b.lua: is not seen: the name holds a ':'",
                "USER/link: is not seen: it is a link, not a file",
                "USER/" + String(repeating: "n", count: 64)
                    + "...: is not seen: the name has 250 bytes, more than 248",
                "USER/pipe: is not seen: it is a device or pipe, not a file",
                "USER/sub: is not seen: it is a folder, not a file",
                "XLWM2M: is a link, not a folder; it is not looked into",
                "stray.lua: is not seen: files belong into the folder of a tag (\(tags))",
                "xlwm2m: is not seen: files belong into the folder of a tag (\(tags))",
            ])
    }

    static let trapped = ["link", "pipe", "sub", "dangling"]
    @Test(arguments: trapped) func usesNothingButFiles(_ name: String) throws {
        let device = try TemporaryFlash()
        try device.folder.write("secret", to: "outside")
        try device.folder.write("", to: "flash/USER/sub/f")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: device.path("USER/link"), withDestinationPath: "../../outside")
        try manager.createSymbolicLink(atPath: device.path("USER/dangling"), withDestinationPath: "../../new")
        mkfifo(device.path("USER/pipe"), 0o600)
        for attempt in [
            { _ = try device.flash.read(name) }, { _ = try device.flash.size(of: name) },
            { try device.flash.delete(name) },
            { try device.flash.write([1], to: name) }, { try device.flash.append([1], to: name) },
            { _ = try device.flash.readBlock(name, offset: 0, count: 1) },
        ] as [() throws -> Void] {
            let error = #expect(throws: FlashError.self) { try attempt() }
            #expect(error?.code == .notAFile)
        }
        #expect(try device.folder.read("outside") == "secret")
        #expect(!manager.fileExists(atPath: device.folder.path("new")))
    }

    @Test func followsNoLinkInPlaceOfATag() throws {
        let device = try TemporaryFlash()
        try device.folder.write("secret", to: "elsewhere/f")
        try FileManager.default.createSymbolicLink(
            atPath: device.path("USER"), withDestinationPath: device.folder.path("elsewhere"))
        for attempt in [
            { _ = try device.flash.read("f") }, { try device.flash.delete("f") },
            { try device.flash.write([1], to: "f") },
            { try device.flash.append([1], to: "g") },
        ] as [() throws -> Void] {
            #expect(throws: FlashError.self) { try attempt() }
        }
        #expect(try device.folder.read("elsewhere/f") == "secret")
        #expect(try FileManager.default.contentsOfDirectory(atPath: device.folder.path("elsewhere")) == ["f"])
    }

    @Test func leavesTheOtherNameOfAFileAlone() throws {
        let device = try TemporaryFlash()
        try device.folder.write("mine", to: "outside")
        try device.flash.write([], to: "f")
        try FileManager.default.linkItem(atPath: device.folder.path("outside"), toPath: device.path("USER/twin"))
        try device.flash.append(Array("+".utf8), to: "twin")
        #expect(try device.folder.read("outside") == "mine")
        #expect(try device.flash.read("twin") == Array("mine+".utf8))
    }

    @Test func reportsALargeFileAndReadsItInBlocks() throws {
        let device = try TemporaryFlash(capacity: 100)
        try device.flash.write([], to: "f")
        truncate(device.path("USER/f"), 1 << 40)
        #expect(try device.flash.freeSpace() == 0)
        let error = #expect(throws: FlashError.self) { try device.flash.read("f") }
        #expect(error?.message == "USER/f has 1099511627776 bytes, more than the flash of 100")
        #expect(try device.flash.readBlock("f", offset: 1 << 39, count: .max).count == 100)
        try device.flash.write([1], to: "f")
        #expect(try device.flash.freeSpace() == 99)
    }
}
