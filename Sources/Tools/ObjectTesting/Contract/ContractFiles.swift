import DDF
import FileSystem
import LwM2M
import ObjectGenerator

/// Finds the Object's file for a definition.
enum ContractFiles {
    /// The Objects of a definition, each with its file.
    ///
    /// - throws: an error if the definition is not usable or the file of an Object does not exist.
    static func files(for xml: String, paths: [String]) throws -> [TestFile] {
        let objects: [ParsedObject]
        do {
            let limits = DDFLimits()
            objects = try DDFParser.parse(try Files.read(xml, limit: limits.bytes), file: xml, limits: limits)
        } catch let error as DDFError {
            throw ContractError(description: error.description)
        } catch {
            throw ContractError(description: "\(error): give the path of a definition that can be read")
        }
        return try objects.map { object in
            TestFile(
                path: xml,
                content: .contract(
                    ContractSource(
                        definition: object.definition, objectPath: try self.path(of: object, xml: xml, paths: paths),
                        line: object.line, resourceLines: object.resourceLines)))
        }
    }

    private static func path(of object: ParsedObject, xml: String, paths: [String]) throws -> String {
        let definition = object.definition
        for path in paths {
            if Files.status(path)?.kind == .file { return path }
            if let found = file(in: path, of: definition) { return found }
        }
        for folder in [Paths.directory(of: xml), "."] {
            if let found = file(in: folder, of: definition) { return found }
        }
        let name = (try? ObjectName.name(for: definition)).map { "\($0).lua" } ?? "its file"
        throw ContractError(
            description: "\(xml):\(object.line): there is no \(name) for object \(definition.id) in "
                + (paths + [Paths.directory(of: xml), "."]).joined(separator: ", ") + ": name the file or its folder")
    }

    /// The file with the generated name, otherwise the first that registers the id.
    private static func file(in folder: String, of definition: ObjectDefinition) -> String? {
        if let name = try? ObjectName.name(for: definition) {
            let path = Paths.join(folder, "\(name).lua")
            if Files.status(path)?.kind == .file { return path }
        }
        for name in (try? Files.listReadable(folder)) ?? [] where name.hasPrefix("object_") && name.hasSuffix(".lua") {
            let path = Paths.join(folder, name)
            if !TestDiscovery.isTestFile(name, in: folder), ContractSource.objectID(of: path) == definition.id {
                return path
            }
        }
        return nil
    }
}

/// A definition or an Object that is not available for its tests; the text says what to do.
struct ContractError: Error, CustomStringConvertible {
    var description: String
}
