import Emulator
import JSON
import Modem
import Wording

extension ModuleFile {
    var json: JSONValue {
        .members([
            "tag": .string(tag.name), "name": .string(name), "size": .integer(Int64(size)),
            "builtIn": .boolean(isBuiltIn),
        ])
    }

    /// A table of them; free bytes below where there is a flash.
    static func text(_ files: [ModuleFile], free: Int?) -> String {
        let last = free.map { "\($0) bytes free" } ?? "no flash; run --flash DIR gives one"
        guard !files.isEmpty else { return "no files; " + last }
        var table = TextTable(["tag", "bytes", "name", "from"], alignedRight: [1])
        for file in files {
            table.add([file.tag.name, "\(file.size)", file.name, file.isBuiltIn ? "the module" : "the flash"])
        }
        return table.text + "\n" + last
    }
}
