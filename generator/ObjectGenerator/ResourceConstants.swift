public import LwM2M

/// The names of the constants that hold the ids of an Object's Resources, in the order of the definition.
///
/// Code of engineers refers to them, so they follow one rule: the letters, digits, `-`, `/` and spaces of the name, in
/// capitals, the last three as `_`, after `RES_M_` or `RES_O_`. Where two Resources would share a constant each gets
/// its id at the end, so that none is lost.
public struct ResourceConstants: Sendable {
    /// The names, `RES_M_SENSOR_VALUE`.
    public let names: [String]
    /// Whether they stand in the table `resource_id`; too many for locals, of which Lua allows 200 in a function.
    public let areInTable: Bool
    /// The Resources that would share a constant, so that each of theirs ends in its id.
    public let sharing: [(constant: String, resources: [ResourceID])]

    /// The most constants that are locals of the file.
    static let mostLocals = 150
    /// The local table that holds the constants where there are more.
    public static let table = "resource_id"

    /// Names those of one Object.
    public init(_ resources: [ResourceDefinition]) {
        let plain = resources.map(Self.plainName)
        var uses: [String: Int] = [:]
        for name in plain { uses[name, default: 0] += 1 }
        areInTable = resources.count > Self.mostLocals
        guard uses.count < plain.count || uses[Self.mandatory] != nil || uses[Self.optional] != nil else {
            names = plain
            sharing = []
            return
        }
        var owners: [String: [ResourceID]] = [:]
        for (name, resource) in zip(plain, resources) where uses[name] ?? 0 > 1 {
            owners[name, default: []].append(resource.id)
        }
        sharing = owners.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        func isAlone(_ name: String) -> Bool {
            uses[name] == 1 && name != Self.mandatory && name != Self.optional
        }
        var taken = Set(plain.filter(isAlone))
        names = zip(plain, resources).map { name, resource in
            if isAlone(name) { return name }
            var unique =
                name == Self.mandatory || name == Self.optional ? name + "\(resource.id)" : name + "_\(resource.id)"
            while !taken.insert(unique).inserted { unique += "_\(resource.id)" }
            return unique
        }
    }

    /// How code refers to a constant.
    func reference(_ index: Int) -> String { areInTable ? "\(Self.table).\(names[index])" : names[index] }

    private static let mandatory = "RES_M_"
    private static let optional = "RES_O_"

    private static func plainName(_ resource: ResourceDefinition) -> String {
        var bytes = Array((resource.isMandatory ? mandatory : optional).utf8)
        for byte in resource.name.utf8 {
            switch byte {
            case 0x61...0x7A: bytes.append(byte - 0x20)
            case 0x41...0x5A, 0x30...0x39: bytes.append(byte)
            case 0x20, 0x2D, 0x2F: bytes.append(0x5F)
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
