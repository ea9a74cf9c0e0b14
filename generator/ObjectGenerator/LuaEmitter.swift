package import LwM2M

/// Writes the script of an Object: what the LwM2M client of the module loads.
///
/// The same definition and the same custom code always give the same bytes: LF, ASCII outside strings, no date. The
/// script needs the three modules of the client and nothing newer than Lua 5.1.
package enum LuaEmitter {
    /// The bytes of `<name>.lua`.
    ///
    /// - Parameters:
    ///   - definition: the Object; no two of its Resources share an id.
    ///   - name: the name of file, global table and registration, from `ObjectName`.
    ///   - custom: the code to put in the regions; without its own, a region is empty.
    package static func emit(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]] = [:]
    ) -> [UInt8] {
        var script = Script(definition, name: name, custom: custom)
        script.emit()
        return script.writer.sealed()
    }

    /// The regions that the script of an Object has.
    package static func regions(of definition: ObjectDefinition) -> [CustomRegion] {
        let isExecutable = definition.resources.contains { $0.operations.contains(.execute) }
        return [.file, .create, .delete, .read, .write] + (isExecutable ? [.execute] : [])
    }
}

/// Why no file can be made from an Object: what is wrong, a colon, what to do.
package struct GeneratorError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}
