import LwM2M

/// What must stay the same for the values of instances to keep their meaning.
enum ObjectShape {
    /// Why values of one definition do not fit another; nil if id, Resources, types and multiplicity are the same.
    static func difference(_ old: ObjectDefinition, _ new: ObjectDefinition) -> String? {
        if old.id != new.id { return "the Object id was \(old.id) and is \(new.id)" }
        if old.isMultiple != new.isMultiple {
            return "the Object was \(word(old.isMultiple)) and is \(word(new.isMultiple))"
        }
        for resource in old.resources.sorted(by: { $0.id < $1.id }) {
            guard let now = new[resource.id] else { return "resource \(resource.id) is gone" }
            if now.type != resource.type {
                return
                    "resource \(resource.id) was of type '\(resource.type.rawValue)' and is of '\(now.type.rawValue)'"
            }
            if now.isMultiple != resource.isMultiple {
                return "resource \(resource.id) was \(word(resource.isMultiple)) and is \(word(now.isMultiple))"
            }
        }
        let added = new.resources.filter { old[$0.id] == nil }.map(\.id).min()
        return added.map { "resource \($0) is new" }
    }

    private static func word(_ isMultiple: Bool) -> String { isMultiple ? "multiple" : "single" }
}
