internal import FileSystem
internal import Lua
public import LwM2M
internal import ObjectHost

/// A definition and the Object's file that has to keep to it.
public struct ContractSource: Hashable, Sendable {
    public var definition: ObjectDefinition
    public var objectPath: String
    /// Where the definition starts in its file.
    public var line: Int
    /// Where each Resource starts, in the order of the definition.
    public var resourceLines: [Int]

    public init(definition: ObjectDefinition, objectPath: String, line: Int = 1, resourceLines: [Int] = []) {
        self.definition = definition
        self.objectPath = objectPath
        self.line = line
        self.resourceLines = resourceLines
    }

    /// The id of the Object that a file makes; nil for a file that makes none.
    public static func objectID(of path: String) -> ObjectID? {
        guard let source = try? Files.read(path, limit: 4 << 20),
            let host = try? ObjectHost(bindings: ScriptBindings(product: "", urcForm: .either, hasPulse: true))
        else { return nil }
        return (try? host.load(source, fileName: Paths.name(of: path)))?.id
    }

    /// Makes the tests in a device, where they are collected like those of a script.
    func collect(in device: TestDevice, testFile: String) throws(LuaError) {
    }
}
