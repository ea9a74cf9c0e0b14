import EmbeddedFiles

/// The Lua of the framework, which `require "xlwm2m.NAME"` finds.
enum FrameworkFiles {
    private static let prefix = "xlwm2m."

    static func source(of name: String) -> (text: [UInt8], file: String)? {
        guard name.hasPrefix(prefix) else { return nil }
        let file = name.dropFirst(prefix.count) + ".lua"
        return EmbeddedFiles.bytes(of: "Sources/ObjectTesting/Lua/\(file)").map { ($0, "xlwm2m/\(file)") }
    }
}
