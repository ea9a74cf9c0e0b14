package import Products

/// A file of the flash.
package struct FlashFile: Hashable, Sendable {
    /// The name without the tag.
    package var name: String
    /// Bytes.
    package var size: Int

    /// A file with a name and a size in bytes.
    package init(name: String, size: Int) {
        self.name = name
        self.size = size
    }
}

/// The name of a file in the flash, checked.
///
/// - Source: UBX-17003787 R13 §16.8.
package struct FlashName: Sendable, CustomStringConvertible {
    /// The name itself.
    package let text: String

    /// - throws: `.badName`, with what is wrong.
    package init(_ text: String, _ limits: ProductLimits) throws(FlashError) {
        if let problem = Self.problem(Array(text.utf8), limits) {
            throw FlashError(.badName, "the file name '\(Self.printable(Array(text.utf8)))' \(problem)")
        }
        self.text = text
    }

    /// The name itself.
    package var description: String { text }

    /// What is wrong with a name, as words to follow it; nil if nothing is wrong.
    static func problem(_ bytes: [UInt8], _ limits: ProductLimits) -> String? {
        if bytes.isEmpty { return "is empty" }
        if bytes.count > limits.fileNameLength {
            return "has \(bytes.count) bytes, more than \(limits.fileNameLength)"
        }
        if String(validating: bytes, as: UTF8.self) == nil { return "is not UTF-8" }
        if bytes.contains(where: { $0 < 32 || $0 == 127 }) { return "holds a control character" }
        let forbidden = Array(limits.forbiddenInFileNames.utf8)
        if let byte = bytes.first(where: { forbidden.contains($0) || $0 == 47 || $0 == 92 }) {
            return "holds a '\(Character(Unicode.Scalar(byte)))'"
        }
        // This includes `.` and `..`, and the files that file managers leave in folders.
        if bytes.first == 46 { return "begins with a dot" }
        return nil
    }

    /// An arbitrary name, for a message: at most 64 bytes of it, each unprintable one as `\x1B`.
    static func printable(_ bytes: [UInt8]) -> String {
        var text = ""
        for scalar in String(decoding: bytes.prefix(64), as: UTF8.self).unicodeScalars {
            let isControl = scalar.value < 32 || (127...159).contains(scalar.value)
            if isControl {
                text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return bytes.count > 64 ? text + "..." : text
    }
}

/// A part of the module's file system; two files with the same name under two tags are different files.
///
/// - Source: UBX-17003787 R13 §16.1.
package struct FlashTag: Hashable, Sendable, CustomStringConvertible {
    /// The name as commands write it, `XLWM2M`; also the name of its folder.
    package let name: String

    private init(known name: String) { self.name = name }

    /// The user's files; the default if a command names no tag.
    package static let user = FlashTag(known: "USER")
    /// The Objects in Lua.
    package static let objects = FlashTag(known: "XLWM2M")
    /// The database of the LwM2M client.
    package static let client = FlashTag(known: "LWM2M")

    /// Profiles of the user; they are written and removed, and never read.
    package static let profile = FlashTag(known: "PROFILE")

    /// All tags that the commands accept, sorted.
    package static let all = [
        "AUDIO", "FOAT", "FOTA_EXT", "GNSS", "LWM2M", "MNO", "PROFILE", "SCM", "UNVM", "USER", "XLWM2M",
    ].map(FlashTag.init(known:))

    /// The tag with exactly this name; nil if it is unknown.
    package init?(_ name: String) {
        guard let tag = Self.all.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = tag
    }

    /// Whether commands list and read its files.
    package var isReadable: Bool { self != .profile }

    /// The tag as commands write it.
    package var description: String { name }
}

/// What a tag contains.
package struct FlashListing: Hashable, Sendable {
    /// Sorted by the bytes of the names.
    package var files: [FlashFile] = []
    /// Anything in the folder that is not a file of the module, each with the reason: `XLWM2M/a:b.lua: ...`.
    package var findings: [String] = []

    /// The listing of an empty tag.
    package init() {}
}
