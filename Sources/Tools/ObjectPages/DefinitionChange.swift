package import JSON
package import LwM2M
import Wording

/// One difference between two states of an Object's definition, as seen by a server built for the old one.
package struct DefinitionChange: Hashable, Sendable {
    /// Whether such a server keeps working.
    package enum Effect: String, Hashable, Sendable {
        case breaking, compatible
    }

    /// What the difference means.
    package var effect: Effect
    /// The Resource; nil for the Object as a whole.
    package var resource: ResourceID?
    /// The name of the Resource or the Object; the new name if both states have one.
    package var name: String
    /// What differs, in the terms of a definition: `Operations`, `Type`, `Resource`.
    package var what: String
    /// Empty if it did not exist before.
    package var old: String
    /// Empty if it no longer exists.
    package var new: String
    /// What follows from the change; empty if nothing needs to be said.
    package var consequence = ""

    /// The members of the change.
    fileprivate var json: JSONValue {
        .members([
            "effect": .string(effect.rawValue), "resource": resource.map { .integer(Int64($0)) },
            "name": .string(name), "what": .string(what), "old": .string(old), "new": .string(new),
            "consequence": consequence.isEmpty ? nil : .string(consequence),
        ])
    }
}

/// All differences between two states of an Object.
package struct DefinitionComparison: Sendable {
    /// The id of the Object; the old one if both states have one.
    package let object: ObjectID
    /// Changes to the Object first, then by Resource.
    package private(set) var changes: [DefinitionChange] = []
    /// Whether both states have ranges, units, URNs and descriptions, which scripts do not.
    private let hasProse: Bool

    /// - Parameter hasProse: whether both come from a definition; a script has no ranges, units, URNs or descriptions.
    package init(_ old: ObjectDefinition, _ new: ObjectDefinition, hasProse: Bool) {
        object = old.id
        self.hasProse = hasProse
        compareObjects(old, new)
        let ids = Set(old.resources.map(\.id)).union(new.resources.map(\.id)).sorted()
        for id in ids { compare(id, old[id], new[id]) }
    }

    /// The comparison of an Object that exists in only one of the two states.
    ///
    /// - Parameter isNew: whether that is the new state.
    package init(of definition: ObjectDefinition, isNew: Bool) {
        object = definition.id
        hasProse = false
        let name = definition.name
        changes = [
            isNew
                ? DefinitionChange(
                    effect: .compatible, name: name, what: "Object", old: "", new: definition.objectVersion)
                : DefinitionChange(
                    effect: .breaking, name: name, what: "Object", old: definition.objectVersion, new: "",
                    consequence: "what asks for it is answered 4.04")
        ]
    }

    /// Whether a server built for the old state may fail.
    package var isBreaking: Bool { changes.contains { $0.effect == .breaking } }

    // MARK: - The Object

    private mutating func compareObjects(_ old: ObjectDefinition, _ new: ObjectDefinition) {
        let name = new.name
        func add(
            _ what: String, _ old: String, _ new: String, _ effect: DefinitionChange.Effect, _ consequence: String = ""
        ) {
            guard old != new else { return }
            changes.append(
                DefinitionChange(
                    effect: effect, name: name, what: what, old: old, new: new,
                    consequence: consequence))
        }
        add("ObjectID", "\(old.id)", "\(new.id)", .breaking, "it is another Object")
        add("Name", old.name, new.name, .compatible, "the name of the script follows it")
        add("ObjectVersion", old.objectVersion, new.objectVersion, .compatible)
        add("LWM2MVersion", old.lwm2mVersion, new.lwm2mVersion, .compatible)
        let isNarrower = old.isMultiple && !new.isMultiple
        add(
            "MultipleInstances", Self.instances(old.isMultiple), Self.instances(new.isMultiple),
            isNarrower ? .breaking : .compatible, isNarrower ? "instances other than 0 cannot be created" : "")
        let isWeaker = old.isMandatory && !new.isMandatory
        add(
            "Mandatory", Self.presence(old.isMandatory), Self.presence(new.isMandatory),
            isWeaker ? .breaking : .compatible, isWeaker ? "a client may lack the Object" : "")
        guard hasProse else { return }
        add("ObjectURN", old.urn, new.urn, .compatible)
        add("Description", old.description, new.description, .compatible)
    }

    // MARK: - Resources

    private mutating func compare(_ id: ResourceID, _ old: ResourceDefinition?, _ new: ResourceDefinition?) {
        let before = changes.count
        switch (old, new) {
        case (let old?, nil):
            add(
                old, "Resource", Self.summary(old), "", .breaking, "what asks for it is answered 4.04")
        case (nil, let new?):
            let isGiven = new.isMandatory && new.operations.contains(.write)
            add(
                new, "Resource", "", Self.summary(new), new.isMandatory ? .breaking : .compatible,
                isGiven ? "Create has to give it" : "")
        case (let old?, let new?): compare(old, new)
        case (nil, nil): break
        }
        for index in before..<changes.count { changes[index].resource = id }
    }

    private mutating func add(
        _ resource: ResourceDefinition, _ what: String, _ old: String, _ new: String,
        _ effect: DefinitionChange.Effect, _ consequence: String = ""
    ) {
        guard old != new else { return }
        changes.append(
            DefinitionChange(
                effect: effect, resource: resource.id, name: resource.name, what: what, old: old, new: new,
                consequence: consequence))
    }

    private mutating func compare(_ old: ResourceDefinition, _ new: ResourceDefinition) {
        add(new, "Name", old.name, new.name, .compatible, "the constant of the script follows it")
        let lost = old.operations.subtracting(new.operations)
        add(
            new, "Operations", old.operations.description, new.operations.description,
            lost.isEmpty ? .compatible : .breaking, lost.isEmpty ? "" : "\(lost) is answered 4.05")
        add(
            new, "MultipleInstances", Self.instances(old.isMultiple), Self.instances(new.isMultiple), .breaking,
            "its values are encoded in another way")
        compareMandatory(old, new)
        add(
            new, "Type", old.type.rawValue, new.type.rawValue,
            old.type == .none && old.operations == .execute ? .compatible : .breaking, "its values are read as others")
        guard hasProse else { return }
        compareRanges(old, new)
        add(
            new, "Units", old.units, new.units, old.units.isEmpty ? .compatible : .breaking,
            old.units.isEmpty ? "" : "the same number means something else")
        add(new, "Description", old.description, new.description, .compatible)
    }

    private mutating func compareMandatory(_ old: ResourceDefinition, _ new: ResourceDefinition) {
        let (was, is_) = (old.isMandatory, new.isMandatory)
        let isNeeded = !was && is_ && new.operations.contains(.write)
        add(
            new, "Mandatory", Self.presence(was), Self.presence(is_), was || isNeeded ? .breaking : .compatible,
            isNeeded ? "Create has to give it" : was ? "an instance may lack it" : "")
    }

    private mutating func compareRanges(_ old: ResourceDefinition, _ new: ResourceDefinition) {
        let (was, now) = (old.rangeEnumeration, new.rangeEnumeration)
        guard was != now else { return }
        let isWritten = new.operations.contains(.write)
        let (effect, consequence): (DefinitionChange.Effect, String) =
            switch isWritten ? Self.contains(new, old) : Self.contains(old, new) {
            case true?: (.compatible, "")
            case false? where isWritten: (.breaking, "values that were right are outside")
            case false?: (.breaking, "values are possible that were not")
            case nil: (.breaking, "which of the two allows more cannot be told")
            }
        add(new, "RangeEnumeration", was, now, effect, consequence)
    }

    /// Whether one Resource may take every value the other may take; nil if that cannot be determined.
    private static func contains(_ one: ResourceDefinition, _ other: ResourceDefinition) -> Bool? {
        if one.rangeEnumeration.isEmpty { return true }
        guard let values = AllowedValues(one) else { return nil }
        if other.rangeEnumeration.isEmpty { return false }
        return AllowedValues(other).flatMap { values.contains($0, isWhole: one.type != .float) }
    }

    // MARK: - Words

    private static func instances(_ isMultiple: Bool) -> String { isMultiple ? "Multiple" : "Single" }
    private static func presence(_ isMandatory: Bool) -> String { isMandatory ? "Mandatory" : "Optional" }

    /// `RW Single Mandatory Float`.
    private static func summary(_ resource: ResourceDefinition) -> String {
        [
            resource.operations.description, instances(resource.isMultiple), presence(resource.isMandatory),
            resource.type.rawValue,
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension DefinitionComparison {
    /// One line per change, and one with the totals.
    package var text: String {
        var lines = changes.map { change in
            var line = "\(change.effect.rawValue): /\(object)"
            if let resource = change.resource { line += " Resource \(resource)" }
            line += " \(Self.shown(change.name)): \(change.words)"
            return change.consequence.isEmpty ? line : line + " (\(change.consequence))"
        }
        let breaking = changes.count { $0.effect == .breaking }
        lines.append(
            changes.isEmpty
                ? "Object \(object): no difference"
                : "Object \(object): \(breaking) breaking, \(changes.count - breaking) compatible")
        return lines.joined(separator: "\n")
    }

    /// The members of the comparison.
    package var json: JSONValue {
        .members([
            "object": .integer(Int64(object)), "breaking": .boolean(isBreaking),
            "changes": .array(changes.map(\.json)),
        ])
    }

    /// Text from a file as part of a line.
    fileprivate static func shown(_ text: String) -> String {
        Printable.escaped(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
}

extension DefinitionChange {
    /// `Type String becomes Integer`.
    fileprivate var words: String {
        // Prose is too long for a line.
        if what == "Description" { return "Description differs" }
        let (old, new) = (DefinitionComparison.shown(old), DefinitionComparison.shown(new))
        if what == "Resource" || what == "Object" {
            return old.isEmpty ? "is new, \(new)" : "is gone"
        }
        return "\(what) \(old.isEmpty ? "(none)" : old) becomes \(new.isEmpty ? "(none)" : new)"
    }
}
