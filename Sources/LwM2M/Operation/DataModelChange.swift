/// What an operation changed in a data model.
public struct DataModelChange: Hashable, Sendable {
    /// What was done at the path.
    public enum Kind: Hashable, Sendable {
        /// Resources at or below the path have new values; they may be the old ones.
        case written
        /// A Resource was executed; its script may have changed anything in the Object.
        case executed
        /// The Object Instance is new.
        case created
        /// The Object Instance is gone.
        case deleted
        /// The Object is new.
        case added
        /// The Object is gone, with its instances.
        case removed
    }

    public var kind: Kind
    public var path: Path
    /// Who asked for it.
    public var requester: Requester

    public init(_ kind: Kind, _ path: Path, by requester: Requester) {
        self.kind = kind
        self.path = path
        self.requester = requester
    }
}
