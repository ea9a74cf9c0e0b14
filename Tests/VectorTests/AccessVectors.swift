import LwM2M

/// Access control: each decision is that of a whole request against Objects made for it.
enum AccessVectors {
    /// Sends the request once; what it brought can be compared several times.
    static func run(_ vector: Vector) throws -> Topics.Comparison {
        let input = vector.input
        try input.allow("servers", "acl", "request", "target", "created")
        let entries = try input["acl"].listIfAny.map(entry)
        let servers = Set(try input["servers"].list.map { try $0.id })
        let control = AccessControl(servers: servers, entries: entries)
        if try input["request"]["operation"].text == "delete-account" {
            return try unbootstrap(control, input["request"])
        }
        try input["request"].allow("server", "operation", "path")
        let scene = try AccessScene(input, control)
        let before = scene.device.host.accessControl.entries
        let response = try scene.answer()
        let after = scene.device.host.accessControl.entries
        return { expected in try compare(response, expected) + effects(expected, before, after) }
    }

    private static func compare(_ response: Response, _ expected: VectorField) throws -> [String] {
        try expected.allow("decision", "instances", "added", "removed", "acl")
        let decision = response.code.isSuccess ? "allow" : "\(response.code)"
        var differences = Values.compare("the decision", decision, try expected["decision"].text)
        if !differences.isEmpty { differences[0] += " (\(response.reason))" }
        differences += try Values.compareIfAny(
            "the instances", TLVDecoder.entries(of: response.payload).map(\.id).sorted(), expected["instances"]
        ) { try $0.list.map { try $0.id }.sorted() }
        return differences
    }

    /// What became of the instances of Object 2; their order is free.
    private static func effects(
        _ expected: VectorField, _ before: [AccessControlEntry], _ after: [AccessControlEntry]
    ) throws -> [String] {
        let added = after.filter { new in
            !before.contains { $0.object == new.object && $0.instance == new.instance }
        }
        let left = Set(after.compactMap(\.id))
        let removed = before.compactMap(\.id).filter { !left.contains($0) }
        var differences = try Values.compareIfAny("what was added", contents(added), expected["added"]) {
            contents(try $0.list.map(entry))
        }
        differences += try Values.compareIfAny("what was removed", removed.sorted(), expected["removed"]) {
            try $0.list.map { try $0.id }.sorted()
        }
        // New instances have ids of the module's choice, which a vector need not name.
        let wanted = try expected["acl"].listIfAny.map(entry)
        let isNamed = wanted.allSatisfy { $0.id != nil }
        return try differences
            + Values.compareIfAny("the entries", isNamed ? Set(after) : contents(after), expected["acl"]) { _ in
                isNamed ? Set(wanted) : contents(wanted)
            }
    }

    private static func unbootstrap(
        _ control: AccessControl, _ request: VectorField
    ) throws -> Topics.Comparison {
        try request.allow("server", "operation", "account")
        guard try request["server"].text == "bootstrap" else { throw request["server"].fault("is not 'bootstrap'") }
        let outcome = control.unbootstrapping(try request["account"].id)
        return { expected in
            try expected.allow("removed_instances", "acl")
            let removed = try expected["removed_instances"].list.map { try $0.path }
            return Values.compare("what was removed", Set(outcome.removedInstances), Set(removed))
                + Values.compare("the entries", Set(outcome.result.entries), Set(try expected["acl"].list.map(entry)))
        }
    }

    static func entry(_ field: VectorField) throws -> AccessControlEntry {
        try field.allow("iid", "object", "instance", "acl", "owner")
        var rights: [ShortServerID: AccessRights] = [:]
        for (server, mask) in try Values.byID(field["acl"]) {
            rights[server] = AccessRights(rawValue: try mask.id)
        }
        return AccessControlEntry(
            object: try field["object"].id, instance: try field["instance"].id, owner: try field["owner"].id,
            rights: rights, id: try field["iid"].optional { try $0.id })
    }

    private static func contents(_ entries: [AccessControlEntry]) -> Set<AccessControlEntry> {
        Set(
            entries.map {
                AccessControlEntry(object: $0.object, instance: $0.instance, owner: $0.owner, rights: $0.rights)
            })
    }
}
