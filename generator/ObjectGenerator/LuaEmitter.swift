package import LwM2M

/// Writes the script of an Object: what the LwM2M client of the module loads.
///
/// The same definition and the same custom code always give the same bytes: LF, ASCII outside strings, no date. The
/// script needs the three modules of the client and nothing newer than Lua 5.1.
package enum LuaEmitter {
    /// What a script has beside what every one has.
    package struct Options: Hashable, Sendable {
        /// Whether `write` refuses what the definition does not allow, where `AllowedValues` can tell.
        package var checksRanges = false
        /// Lines of the head of the file: how the functions of the client are called on one product.
        package var bindings: [String] = []

        package init() {}
    }

    /// The bytes of `<name>.lua`.
    ///
    /// - Parameters:
    ///   - definition: the Object; no two of its Resources share an id.
    ///   - name: the name of file, global table and registration, from `ObjectName`.
    ///   - custom: the code to put in the regions; without its own, a region is empty.
    package static func emit(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]] = [:],
        options: Options = Options()
    ) -> [UInt8] {
        var script = Script(definition, name: name, custom: custom, options: options)
        script.emit()
        return script.writer.sealed()
    }

    /// The regions that the script of an Object has, in their order; that of `adopt` is there if something is in it.
    package static func regions(of definition: ObjectDefinition) -> [CustomRegion] {
        let executables = definition.resources.filter { $0.operations.contains(.execute) }.map(\.id)
        let ofExecute = executables.isEmpty ? [] : [.beforeExecute] + executables.map(CustomRegion.execute) + [.execute]
        return [.file, .state, .load, .beforeCreate, .create, .beforeDelete, .delete, .read, .beforeWrite, .write]
            + ofExecute + [.adopted]
    }
}

/// Why no file can be made from an Object: what is wrong, a colon, what to do.
package struct GeneratorError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}
