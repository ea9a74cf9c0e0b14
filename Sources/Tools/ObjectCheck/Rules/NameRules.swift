import DDF
import FileSystem
import Lua
import LwM2M
import ObjectGenerator
import Products

/// Whether a Lua file can be named after each Object of the definitions, and no two have the same name.
struct DefinitionNames {
    private let files: [CheckedFile]

    init(_ files: [CheckedFile]) { self.files = files.filter(\.isXML) }

    func findings() -> [Finding] {
        var findings: [Finding] = []
        var owners: [String: (id: UInt16, place: String)] = [:]
        for object in files.flatMap(objects) {
            func add(_ rule: String, _ message: String) {
                findings.append(
                    Finding(.error, rule: rule, file: object.file, line: object.nameLine, message: message))
            }
            let id = object.definition.id
            do throws(GeneratorError) {
                let name = try ObjectName.name(for: object.definition)
                guard let first = owners[name] else {
                    owners[name] = (id, "\(object.file):\(object.nameLine)")
                    continue
                }
                if first.id != id {
                    add(
                        "xml-object-name-twice",
                        "object \(id) and object \(first.id) in \(first.place) would both be \(name).lua: give one of them "
                            + "another name")
                }
            } catch {
                add("xml-object-name-file", error.message)
            }
        }
        return findings
    }

    /// The Objects of a file; empty if it has an error, which DDFValidator reports.
    private func objects(of file: CheckedFile) -> [ParsedObject] {
        (try? DDFParser.parse(file.content, file: file.path, keepsProse: false)) ?? []
    }
}

/// Whether the file system of the product accepts the file.
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

/// Whether the product uses a file that is meant to replace one of its built-in Objects.
struct ProductNameRules {
    let check: LuaFileCheck
    let probe: ObjectProbe

    func findings() -> [Finding] { nameOfAnother() + replacement() }

    /// Another Object with the name of a built-in one replaces it, so the built-in Object is no longer available.
    private func nameOfAnother() -> [Finding] {
        guard let builtIn = BuiltInObject.all.first(where: { $0.fileName == check.name }),
            let id = probe.registrations.last?.id.integer, id != Int64(builtIn.id)
        else { return [] }
        return [
            check.finding(
                .nameOfBuiltIn, line: check.registrationLine,
                "\(builtIn.name) is the name of the built-in Object \(builtIn.id), and the file registers \(id): where it is "
                    + "loaded Object \(builtIn.id) is not; give file, registered name and global table another name")
        ]
    }

    private func replacement() -> [Finding] {
        let product = check.checker.product
        guard let id = probe.registrations.last?.id.integer,
            let builtIn = product.overridableObjects.first(where: { Int64($0.id) == id })
        else { return [] }
        if check.name == builtIn.name + ".lua" {
            return [
                check.finding(
                    .overridesBuiltIn,
                    "the file replaces the built-in Object \(id) of \(product.name) after AT+ULWM2M=2 and a reset")
            ]
        }
        return [
            check.finding(
                .nameIgnored, line: check.registrationLine,
                "\(product.name) has Object \(id) built in and lets only \(builtIn.name).lua replace it: rename file, "
                    + "registered name and global table to \(builtIn.name)")
        ]
    }
}
