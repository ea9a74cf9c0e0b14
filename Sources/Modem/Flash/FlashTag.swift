/// A part of the module's file system; two files of one name under two tags are two files.
///
/// - Source: UBX-17003787 R13 §16.1.
public struct FlashTag: Hashable, Sendable, CustomStringConvertible {
    /// As the commands write it, `XLWM2M`; also the name of its folder.
    public let name: String

    private init(known name: String) { self.name = name }

    /// The files of the user; where a command names no tag.
    public static let user = FlashTag(known: "USER")
    /// The Objects in Lua.
    public static let objects = FlashTag(known: "XLWM2M")
    /// The database of the LwM2M client.
    public static let client = FlashTag(known: "LWM2M")

    /// All tags that the commands take, sorted.
    public static let all = [
        "AUDIO", "FOAT", "FOTA_EXT", "GNSS", "LWM2M", "MNO", "PROFILE", "SCM", "UNVM", "USER", "XLWM2M",
    ].map(FlashTag.init(known:))

    /// The tag with this name, exactly so written; nil for an unknown one.
    public init?(_ name: String) {
        guard let tag = Self.all.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = tag
    }

    public var description: String { name }
}
