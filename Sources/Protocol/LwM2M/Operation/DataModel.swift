/// The Objects of a device as the interfaces see them; neither the network nor the AT side knows what implements them.
///
/// Every operation names the requester, and either answers or throws the code that LwM2M 1.0.1 §8.5 gives for the case.
package protocol DataModel: AnyObject {
    /// The ids of all Objects, in the order in which the module lists them.
    var objectIDs: [ObjectID] { get }

    /// The ids of an Object's instances, in the order in which the module lists them; empty for an unknown Object.
    func instances(of id: ObjectID) -> [ObjectInstanceID]

    /// The definition of an Object; nil for an unknown one.
    func definition(of id: ObjectID) -> ObjectDefinition?

    /// Lets a server pass only with a right; all other requesters always pass.
    ///
    /// - Parameter path: an Object Instance or below; for `.create` the Object.
    /// - throws: 4.01 without the right, 4.04 if the Object or the Object Instance does not exist.
    /// - Source: LwM2M 1.0.1 §7.3.2.
    func authorize(_ right: AccessRights, at path: Path, from requester: Requester) throws(LwM2MError)

    /// Whether an Object Instance is the device's own, such as `/3/0`: neither a bootstrap nor the removal of an
    /// account deletes it.
    func isDevicesOwn(_ path: Path) -> Bool

    /// Called with every change, after the operation that made it was answered.
    var onChange: ((DataModelChange) -> Void)? { get set }

    /// The content of an Object, an Object Instance, a Resource or a Resource Instance.
    ///
    /// Resources that are not readable are left out above the level of a Resource.
    func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node

    /// Writes Resources of one Object Instance; all or nothing.
    ///
    /// - Parameter path: an Object Instance, a Resource or a Resource Instance; the Resources are within it.
    func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError)

    /// Executes a Resource.
    ///
    /// - Parameter arguments: the text of the Execute; may be empty.
    func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError)

    /// Creates Object Instances of an Object, all or none, and returns their ids.
    func create(_ instances: [NewInstance], from requester: Requester) throws(LwM2MError) -> [ObjectInstanceID]

    /// Removes an Object Instance.
    func delete(_ path: Path, from requester: Requester) throws(LwM2MError)

    /// The paths at and below a path, without values.
    func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath]
}

extension DataModel {
    /// Creates an Object Instance and returns its id.
    ///
    /// - Parameter path: the Object, which takes the lowest free id, or the Object Instance.
    @discardableResult
    package func create(
        _ path: Path, with resources: [Resource], from requester: Requester
    ) throws(LwM2MError) -> ObjectInstanceID {
        try create([NewInstance(path, resources)], from: requester)[0]
    }

    /// Whether a path is the instance that every device has.
    ///
    /// - Source: LwM2M 1.0.1 §5.2.7.5.
    package func isDevicesOwn(_ path: Path) -> Bool { path == Path(.device, 0) }
}

/// An Object Instance that is to be created.
package struct NewInstance: Sendable {
    /// The Object, which takes the lowest free id, or the Object Instance.
    package let path: Path
    package let resources: [Resource]

    package init(_ path: Path, _ resources: [Resource]) { (self.path, self.resources) = (path, resources) }
}

/// What an operation changed in a data model.
package struct DataModelChange: Hashable, Sendable {
    /// What happened at the path.
    package enum Kind: Hashable, Sendable {
        /// Resources at or below the path have new values; they may be the old ones.
        case written
        /// A Resource was executed; its script may have changed anything in the Object.
        case executed
        /// The Object Instance is new.
        case created
        /// The Object Instance no longer exists.
        case deleted
        /// The Object is new.
        case added
        /// The Object no longer exists, nor do its instances.
        case removed
    }

    package var kind: Kind
    package var path: Path
    /// Who requested it.
    package var requester: Requester

    package init(_ kind: Kind, _ path: Path, by requester: Requester) {
        self.kind = kind
        self.path = path
        self.requester = requester
    }
}

/// One link of a Discover.
///
/// - Source: LwM2M 1.0.1 §5.4.2.
package struct DiscoveredPath: Hashable, Sendable {
    package var path: Path
    /// For a multiple Resource, the number of its Resource Instances.
    package var dimension: Int?
    /// For an Object, its version if that is not `1.0`.
    package var version: String?

    package init(path: Path, dimension: Int? = nil, version: String? = nil) {
        self.path = path
        self.dimension = dimension
        self.version = version
    }
}

/// The content read for a Read, an Observe or a notification, with the answer that carries it.
package struct Reading: Hashable, Sendable {
    package var path: Path
    package var node: Node
    /// 2.05 with the content in `format`.
    package var response: Response
    /// The format of the answer, which the notifications of an Observe keep.
    package var format: ContentFormat { response.contentFormat ?? .tlv }
}
