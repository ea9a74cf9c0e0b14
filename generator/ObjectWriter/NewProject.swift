import DDF
import EmbeddedFiles
package import LwM2M
import ObjectGenerator
import XML

/// The files of a folder for a new Object: its definition, the Object, its tests, and settings for editors and CI.
package struct NewProject {
    /// A file to be written: its path below the folder, and its content.
    package struct File {
        package var path: String
        package var bytes: [UInt8]
        /// Whether it is executable.
        package var isProgram = false
    }

    package let files: [File]

    /// - throws: `NewProjectError` for a name or an id that no Object can have.
    package init(name: String, id: ObjectID) throws {
        guard
            name.unicodeScalars.contains(where: { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
            )
        else {
            throw NewProjectError(
                description:
                    "option '--name' takes a name with a letter or digit of ASCII, of which the file is named, not '\(name)'"
            )
        }
        let label = id < 1024 ? "oma" : id < 10241 ? "ext" : "x"
        func definition(file: String) -> [UInt8] {
            ProjectTemplate.text(
                "definition.xml", ["NAME": XMLElement.escaped(name), "ID": "\(id)", "LABEL": label, "FILE": file])
        }
        let parsed: ObjectDefinition
        let object: String
        do {
            if let finding = DDFValidator.findings(definition(file: "x"), file: "x").first(where: {
                $0.severity == .error
            }) {
                throw NewProjectError(description: finding.message)
            }
            guard let first = try DDFParser.parse(definition(file: "x"), file: "x").first?.definition else {
                throw NewProjectError(description: "no Object can have the name '\(name)'")
            }
            parsed = first
            object = try ObjectName.name(for: parsed)
        } catch let error as GeneratorError {
            throw NewProjectError(description: "\(error)")
        } catch let error as DDFError {
            throw NewProjectError(description: error.message)
        }
        let stem = String(object.dropFirst("object_".count))
        let script = Script.emit(
            parsed, name: object,
            custom: [.file: ProjectTemplate.text("custom_file.lua"), .write: ProjectTemplate.text("custom_write.lua")])
        let tests = TestScript.emit(parsed, name: object, custom: [.tests: ProjectTemplate.text("custom_tests.lua")])
        files = [
            File(path: "\(stem).xml", bytes: definition(file: stem)),
            File(path: "\(object).lua", bytes: script),
            File(path: "\(object)_test.lua", bytes: tests),
            File(path: "xlwm2m.json", bytes: ProjectTemplate.text("xlwm2m.json")),
            File(path: "ci.sh", bytes: ProjectTemplate.text("ci.sh")),
            File(path: ".github/workflows/objects.yml", bytes: ProjectTemplate.text("workflow.yml")),
            File(path: ".gitlab-ci.yml", bytes: ProjectTemplate.text("gitlab.yml")),
            File(path: "hooks/pre-commit", bytes: ProjectTemplate.text("pre-commit"), isProgram: true),
            File(path: ".luarc.json", bytes: ProjectTemplate.text("luarc.json")),
            File(path: ".luacheckrc", bytes: ProjectTemplate.text("luacheckrc")),
            File(path: "library/xlwm2m.lua", bytes: ProjectTemplate.text("library.lua")),
            File(path: "library/xlwm2m_device.lua", bytes: ProjectTemplate.text("library_test.lua")),
        ]
    }
}

/// A name or an id that no Object can have.
package struct NewProjectError: Error, CustomStringConvertible {
    package var description: String
}

/// The files of a new project, before its names are filled in.
private enum ProjectTemplate {
    /// A template contained in the program, with each `{{KEY}}` replaced.
    static func text(_ name: String, _ values: [String: String] = [:]) -> [UInt8] {
        let bytes = EmbeddedFiles.bytes(of: "generator/ObjectWriter/Templates/\(name)") ?? []
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
