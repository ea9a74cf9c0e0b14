/// The content of a path: what Read answers.
public enum Node: Hashable, Sendable {
    case object(ObjectID, [ObjectInstance])
    case instance(ObjectInstance)
    case resource(Resource)
    case resourceInstance(ResourceInstance)
}
