package import LwM2M

/// The single name of an Object in its script: that of the file, of the global table, and in the registration.
package enum ObjectName {
    /// `object_generic_sensor` for `Generic Sensor`.
    ///
    /// ASCII letters become lower case; space, `-` and `/` become `_`; anything but letters, digits and `_` is dropped.
    /// If the module has its own Object under another name, that name is used.
    ///
    /// - throws: if nothing is left of the name, or the file name would be too long for a file system.
    package static func name(for definition: ObjectDefinition) throws(GeneratorError) -> String {
        var bytes: [UInt8] = []
        for byte in trimmed(Array(definition.name.utf8)[...]) {
            switch byte {
            case 0x41...0x5A: bytes.append(byte + 0x20)
            case 0x61...0x7A, 0x30...0x39, 0x5F: bytes.append(byte)
            case 0x20, 0x2D, 0x2F: bytes.append(0x5F)
            default: break
            }
        }
        guard !bytes.isEmpty else {
            throw GeneratorError(
                "the name of object \(definition.id) has no letter or digit of ASCII, so no file can be named after "
                    + "it: give it a name in <Name>, or choose one with --name")
        }
        let name = "object_" + String(decoding: bytes, as: UTF8.self)
        try checkLength(of: name)
        return deviceNames[DeviceName(id: definition.id, name: name)] ?? name
    }

    /// The name chosen by the caller, with or without a leading `object_`.
    ///
    /// - throws: for anything but lower-case ASCII letters, digits and `_`, and for a name that is too long.
    package static func name(chosen: String) throws(GeneratorError) -> String {
        let name = chosen.hasPrefix("object_") ? chosen : "object_" + chosen
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        guard isPlain, name != "object_" else {
            throw GeneratorError("the name '\(chosen)' cannot be used: take small letters, digits and _")
        }
        try checkLength(of: name)
        return name
    }

    private static func checkLength(of name: String) throws(GeneratorError) {
        let longest = 255 - "_test.lua".utf8.count
        guard name.utf8.count <= longest else {
            throw GeneratorError(
                "the name of the object makes a file name of \(name.utf8.count + 4) bytes, and a file system takes 255"
                    + ": shorten <Name>, or choose a shorter one with --name")
        }
    }

    private struct DeviceName: Hashable {
        var id: ObjectID
        var name: String
    }

    /// Objects that the module lists under a name other than the one the rule gives.
    ///
    /// - Source: UBX-18068860 R09 §5.2 (listings of SARA-R4), SARA-R5 names of built-in Objects.
    private static let deviceNames = [
        DeviceName(id: 10, name: "object_lwm2m_cellular_connectivity"): "object_cellular_connectivity",
        DeviceName(id: 11, name: "object_lwm2m_apn_connection_profile"): "object_apn_connection_profile",
    ]
}

/// The names of the constants that hold the ids of an Object's Resources, in the order of the definition.
///
/// Engineers' code refers to them, so they follow one rule: `RES_M_` or `RES_O_`, then the letters, digits, `-`, `/`
/// and spaces of the name in capitals, the last three as `_`. If two Resources would share a constant, each gets
/// its id appended, so that none is lost.
package struct ResourceConstants: Sendable {
    /// The names, `RES_M_SENSOR_VALUE`.
    package let names: [String]
    /// Whether they are in the table `resource_id`: too many for locals, of which Lua allows 200 per function.
    package let areInTable: Bool
    /// The Resources that would share a constant, so that each of their constants ends in the id.
    package let sharing: [(constant: String, resources: [ResourceID])]

    /// The most constants that are declared as locals of the file.
    static let mostLocals = 150
    /// The local table that holds the constants if there are more of them.
    package static let table = "resource_id"

    /// Names the Resources of one Object.
    package init(_ resources: [ResourceDefinition]) {
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
    package func reference(_ index: Int) -> String { areInTable ? "\(Self.table).\(names[index])" : names[index] }

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
