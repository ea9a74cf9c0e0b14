/// A Resource of a payload, before its type is known.
public struct RawResource: Hashable, Sendable {
    /// What a payload says of a Resource.
    public enum Content: Hashable, Sendable {
        case single(RawValue)
        /// The Resource Instances in the order of the payload, no id twice.
        case multiple([RawInstance])
    }

    /// One Resource Instance of a payload.
    public struct RawInstance: Hashable, Sendable {
        public var id: ResourceInstanceID
        public var value: RawValue
    }

    public var id: ResourceID
    public var content: Content

    public init(id: ResourceID, content: Content) {
        self.id = id
        self.content = content
    }

    /// The Resource with the values that its definition asks for.
    ///
    /// - throws: 4.00 for a value of another type, and where one of single and multiple is given for the other.
    public func typed(by definition: ResourceDefinition) throws(LwM2MError) -> Resource {
        switch content {
        case .single(let value):
            guard !definition.isMultiple else {
                throw LwM2MError(.badRequest, "Resource \(id) is multiple and the payload has one value for it")
            }
            return Resource(id: id, value: try typed(value, by: definition))
        case .multiple(let instances):
            guard definition.isMultiple else {
                throw LwM2MError(.badRequest, "Resource \(id) is single and the payload has Resource Instances for it")
            }
            var typed: [ResourceInstance] = []
            typed.reserveCapacity(instances.count)
            for instance in instances {
                typed.append(ResourceInstance(id: instance.id, value: try self.typed(instance.value, by: definition)))
            }
            return Resource(id: id, content: .multiple(typed))
        }
    }

    private func typed(_ value: RawValue, by definition: ResourceDefinition) throws(LwM2MError) -> ResourceValue {
        do throws(LwM2MError) { return try value.value(as: definition.type) } catch {
            throw LwM2MError(error.code, "Resource \(id): \(error.message)")
        }
    }
}
