import DDF
import EmbeddedFiles
import LwM2M
import ObjectGenerator
import Wording

/// The files of a folder for a new Object.
struct NewProject {
    /// A file to write: its path below the folder, and its content.
    struct File {
        var path: String
        var bytes: [UInt8]
    }

    let files: [File]

    /// - throws: a usage failure for a name or an id that no Object can have.
    init(name: String, id: ObjectID) throws {
        let label = id < 1024 ? "oma" : id < 10241 ? "ext" : "x"
        func definition(file: String) -> [UInt8] {
            Self.template(
                "definition.xml", ["NAME": XML.text(name), "ID": "\(id)", "LABEL": label, "FILE": file])
        }
        let parsed: ObjectDefinition
        let object: String
        do {
            if let finding = DDFValidator.findings(definition(file: "x"), file: "x").first(where: {
                $0.severity == .error
            }) {
                throw CommandFailure.usage(finding.message)
            }
            guard let first = try DDFParser.parse(definition(file: "x"), file: "x").first?.definition else {
                throw CommandFailure.usage("no Object can have the name '\(name)'")
            }
            parsed = first
            object = try ObjectName.name(for: parsed)
        } catch let error as GeneratorError {
            throw CommandFailure.usage("\(error)")
        } catch let error as DDFError {
            throw CommandFailure.usage(error.message)
        }
        let stem = String(object.dropFirst("object_".count))
        let script = LuaEmitter.emit(
            parsed, name: object,
            custom: [.file: Self.template("custom_file.lua"), .write: Self.template("custom_write.lua")])
        let tests = TestEmitter.emit(parsed, name: object, custom: [.tests: Self.template("custom_tests.lua")])
        files = [
            File(path: "\(stem).xml", bytes: definition(file: stem)),
            File(path: "\(object).lua", bytes: script),
            File(path: "\(object)_test.lua", bytes: tests),
            File(path: "ci.sh", bytes: Self.template("ci.sh")),
            File(path: ".github/workflows/objects.yml", bytes: Self.template("workflow.yml")),
            File(path: ".luarc.json", bytes: Self.template("luarc.json")),
            File(path: ".luacheckrc", bytes: Self.template("luacheckrc")),
            File(path: "library/xlwm2m.lua", bytes: Self.template("library.lua")),
            File(path: "library/xlwm2m_device.lua", bytes: Self.template("library_test.lua")),
        ]
    }

    /// A template that the program carries, with each `{{KEY}}` replaced.
    private static func template(_ name: String, _ values: [String: String] = [:]) -> [UInt8] {
        let bytes = EmbeddedFiles.bytes(of: "Sources/xlwm2m/Templates/\(name)") ?? []
        guard !values.isEmpty else { return bytes }
        var text = ""
        var rest = Substring(String(decoding: bytes, as: UTF8.self))
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            rest = rest[open...]
            guard rest.hasPrefix("{{"), let close = rest.firstIndex(of: "}"),
                let value = values[String(rest[..<close].dropFirst(2))]
            else {
                text.append(rest.removeFirst())
                continue
            }
            text += value
            rest = rest[close...].dropFirst(2)
        }
        return Array((text + rest).utf8)
    }
}
