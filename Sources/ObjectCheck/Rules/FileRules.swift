import FileSystem
import Modem

/// Whether the file system of the product takes the file.
struct FileRules {
    let check: LuaFileCheck

    func findings() -> [Finding] {
        let product = check.checker.product
        let limits = product.limits
        var findings: [Finding] = []
        if let why = product.whyNoLua { findings.append(check.finding(.luaUnsupported, why)) }
        let length = check.name.utf8.count
        if length > limits.fileNameLength {
            findings.append(
                check.finding(
                    .fileNameLength,
                    "the name has \(length) bytes and the file system takes \(limits.fileNameLength): shorten the "
                        + "Object's name"))
        }
        if let odd = check.name.first(where: { limits.forbiddenInFileNames.contains($0) }) {
            findings.append(
                check.finding(
                    .fileNameCharacters, "the file system takes no '\(odd)' in a name: rename the Object"))
        }
        if check.file.content.count > limits.fileSystemSize {
            findings.append(
                check.finding(
                    .fileSize,
                    "the file has \(check.file.content.count) bytes and a new module \(limits.fileSystemSize) for all "
                        + "files: make it smaller"))
        }
        return findings
    }
}
