import Lua
import LwM2M
import ObjectGenerator

/// Values that a Resource has to take by its definition, as a script gets them.
enum ContractValues {
    /// At least one for each type but none.
    static func values(for resource: ResourceDefinition, of object: ObjectID) -> [LuaValue] {
        SampleValues.all(for: resource, of: object).map(TestValue.script)
    }

    /// Values that a file that checks ranges has to refuse.
    static func refused(for resource: ResourceDefinition) -> [LuaValue] {
        SampleValues.refused(for: resource).map(TestValue.script)
    }
}
