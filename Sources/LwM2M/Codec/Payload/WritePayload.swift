/// A payload that brings values, resolved against the path of its request.
///
/// - Source: LwM2M 1.0.1 §6.4.3, §6.4.4.
public struct WritePayload: Hashable, Sendable {
    /// The part of a payload for one Object Instance.
    public struct Instance: Hashable, Sendable {
        /// nil where the payload names none, so that the client picks it.
        public var id: ObjectInstanceID?
        /// In the order of the payload, no id twice.
        public var resources: [RawResource]
    }

    /// In the order of the payload, no id twice. One for a request to an Object Instance or a Resource.
    public var instances: [Instance]

    init(instances: [Instance]) { self.instances = instances }

    /// The parts of a payload that has to name every Object Instance itself, as a Write of a bootstrap does.
    ///
    /// - throws: 4.00 where it names none.
    /// - Source: LwM2M 1.0.1 §5.2.7.4.
    public func namedInstances(
        at path: Path
    ) throws(LwM2MError) -> [(id: ObjectInstanceID, resources: [RawResource])] {
        var named: [(id: ObjectInstanceID, resources: [RawResource])] = []
        for instance in instances {
            guard let id = instance.id else {
                throw LwM2MError(.badRequest, "\(path): the payload names no Object Instance")
            }
            named.append((id, instance.resources))
        }
        return named
    }
}
