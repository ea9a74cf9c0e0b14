package import LwM2M

/// `RES=VALUE` or `RES/INSTANCE=VALUE` in a command; the value's type is taken from the Object later.
package struct Assignment: Hashable, Sendable {
    package var resource: ResourceID
    /// The Resource Instance, if one is named.
    package var resourceInstance: ResourceInstanceID?
    package var value: Word

    package init(resource: ResourceID, resourceInstance: ResourceInstanceID? = nil, value: Word) {
        self.resource = resource
        self.resourceInstance = resourceInstance
        self.value = value
    }

    /// Splits a word at its first `=`.
    package init(_ word: Word) throws(ConsoleError) {
        guard let equals = word.raw.firstIndex(of: "=") else {
            throw ConsoleError("'\(word.raw)' is not RES=VALUE, as in 5700=21.5", column: word.column)
        }
        let name = word.raw[..<equals]
        let ids = name.split(separator: "/", omittingEmptySubsequences: false).map { decimalID($0) }
        guard (1...2).contains(ids.count), let resource = ids[0], ids.count == 1 || ids[1] != nil else {
            throw ConsoleError("'\(name)' is not a resource id, 0 to 65535, as in 5700=21.5", column: word.column)
        }
        let value = word.raw[word.raw.index(after: equals)...]
        self.init(
            resource: resource, resourceInstance: ids.count == 2 ? ids[1] : nil,
            value: Word(String(value), column: word.column + name.count + 1))
    }
}

extension Assignment {
    /// The Resource with the value that was written, which is not that of one Resource Instance.
    ///
    /// - throws: for a value that does not fit the type.
    package func resource(by known: ResourceDefinition) throws(ConsoleError) -> Resource {
        guard known.isMultiple else { return Resource(id: resource, value: try ValueText.value(value, as: known.type)) }
        return Resource(id: resource, content: .multiple(try ValueText.instances(value, as: known.type)))
    }
}

extension [Assignment] {
    /// The Resources with the values that were written, those of one Resource together.
    ///
    /// - throws: for a Resource that the definition does not have, and a value that does not fit its type.
    package func resources(by definition: ObjectDefinition) throws(ConsoleError) -> [Resource] {
        var resources: [Resource] = []
        for assignment in self {
            guard let known = definition[assignment.resource] else {
                throw ConsoleError(
                    "Object \(definition.id), \(definition.name), has no Resource \(assignment.resource)",
                    column: assignment.value.column)
            }
            guard let part = assignment.resourceInstance else {
                resources.append(try assignment.resource(by: known))
                continue
            }
            let instance = ResourceInstance(id: part, value: try ValueText.value(assignment.value, as: known.type))
            if let index = resources.firstIndex(where: { $0.id == assignment.resource }),
                case .multiple(let others) = resources[index].content
            {
                resources[index].content = .multiple(others + [instance])
            } else {
                resources.append(Resource(id: assignment.resource, content: .multiple([instance])))
            }
        }
        return resources
    }
}
