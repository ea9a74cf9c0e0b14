import Lua
import LwM2M
import ObjectGenerator

/// Values that a Resource must accept by its definition, as a script receives them.
enum ContractValues {
    /// At least one for each type except none.
    static func values(for resource: ResourceDefinition, of object: ObjectID) -> [LuaValue] {
        SampleValues.all(for: resource, of: object).map(TestValue.script)
    }

    /// Values that a file that checks ranges must refuse.
    static func refused(for resource: ResourceDefinition) -> [LuaValue] {
        SampleValues.refused(for: resource).map(TestValue.script)
    }
}
