public import LwM2M

/// Writes the first test of an Object: what its definition promises, as `xlwm2m test` runs it.
public enum TestEmitter {
    /// The bytes of `<name>_test.lua`, which passes on what `LuaEmitter` writes.
    ///
    /// - Parameters:
    ///   - definition: the Object; no two of its Resources have one id.
    ///   - name: the name of the script, from `ObjectName`.
    ///   - custom: the code to put in the region `tests`.
    public static func emit(
        _ definition: ObjectDefinition, name: String, custom: [CustomRegion: [UInt8]] = [:]
    ) -> [UInt8] {
        var test = TestScript(definition, name: name, custom: custom)
        test.emit()
        return test.writer.sealed()
    }
}
