import LwM2M

/// Access control: each decision is that of a whole request against Objects made for it.
enum AccessVectors {
    static func check(_ vector: Vector, _ expected: JSONTree) throws -> [String] {
        let input = vector.input
        try input.allow("servers", "acl", "request", "target", "created")
        try input["request"].allow("server", "operation", "path", "account")
        try input["target"].allow("object", "instance", "resource", "ops", "payload_has_read_only")
        try expected.allow("decision", "instances", "added", "removed", "removed_instances", "acl")
        let entries = try input["acl"].list.map(entry)
        let servers = Set(try input["servers"].list.map { try $0.id })
        let control = AccessControl(servers: servers, entries: entries)
        if try input["request"]["operation"].text == "delete-account" {
            return try unbootstrap(control, try input["request"]["account"].id, expected)
        }
        let scene = try AccessScene(input, control)
        let before = scene.device.host.accessControl.entries
        let response = try scene.answer()
        let decision = response.code.isSuccess ? "allow" : "\(response.code)"
        var differences = Values.compare("the decision", decision, try expected["decision"].text)
        if !differences.isEmpty { differences[0] += " (\(response.reason))" }
        if !expected["instances"].isMissing {
            let found = try TLVDecoder.entries(of: response.payload).map { Int64($0.id) }
            differences += Values.compare(
                "the instances", found.sorted(), try expected["instances"].list.map { try $0.whole }.sorted())
        }
        let after = scene.device.host.accessControl.entries
        if !expected["added"].isMissing {
            let added = after.filter { new in
                !before.contains { $0.object == new.object && $0.instance == new.instance }
            }
            differences += Values.compare(
                "what was added", contents(added), contents(try expected["added"].list.map(entry)))
        }
        if !expected["removed"].isMissing {
            let left = Set(after.compactMap(\.id))
            let removed = before.compactMap(\.id).filter { !left.contains($0) }.map(Int64.init)
            differences += Values.compare(
                "what was removed", removed, try expected["removed"].list.map { try $0.whole })
        }
        return differences
    }

    private static func unbootstrap(
        _ control: AccessControl, _ server: UInt16, _ expected: JSONTree
    ) throws -> [String] {
        let outcome = control.unbootstrapping(server)
        let removed = try expected["removed_instances"].list.map { try Path(parsing: try $0.text) }
        return Values.compare("what was removed", Set(outcome.removedInstances), Set(removed))
            + Values.compare("the entries", Set(outcome.result.entries), Set(try expected["acl"].list.map(entry)))
    }

    static func entry(_ tree: JSONTree) throws -> AccessControlEntry {
        var rights: [ShortServerID: AccessRights] = [:]
        for (server, mask) in try tree["acl"].members {
            rights[try Values.id(server)] = AccessRights(rawValue: try mask.id)
        }
        return AccessControlEntry(
            object: try tree["object"].id, instance: try tree["instance"].id,
            owner: try tree["owner"].id, rights: rights,
            id: try tree["iid"].isMissing ? nil : tree["iid"].id)
    }

    private static func contents(_ entries: [AccessControlEntry]) -> Set<AccessControlEntry> {
        Set(
            entries.map {
                AccessControlEntry(object: $0.object, instance: $0.instance, owner: $0.owner, rights: $0.rights)
            })
    }
}
