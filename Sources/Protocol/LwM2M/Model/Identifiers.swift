/// The id of an Object, 0...65535.
///
/// - Source: LwM2M 1.0.1 §6.3.
@usableFromInline package typealias ObjectID = UInt16

/// The id of an Object Instance, 0...65534; 65535 names no instance.
///
/// - Source: LwM2M 1.0.1 §6.3.
@usableFromInline package typealias ObjectInstanceID = UInt16

/// The id of a Resource, 0...65535.
///
/// - Source: LwM2M 1.0.1 §6.3.
@usableFromInline package typealias ResourceID = UInt16

/// The id of a Resource Instance, 0...65534.
///
/// - Source: LwM2M 1.0.1 §6.3.
@usableFromInline package typealias ResourceInstanceID = UInt16

/// The number that names a server account inside one client, 1...65534.
///
/// 0 means "default" in an access control list and 65535 "bootstrap only"; neither names a server.
///
/// - Source: LwM2M 1.0.1 §6.3, E.3.
@usableFromInline package typealias ShortServerID = UInt16

/// The id that names no Object Instance and no server (MAX_ID).
///
/// - Source: LwM2M 1.0.1 §6.3.
package let maxID: UInt16 = 65535

extension ShortServerID {
    /// The number as the id of a server; nil for 0, 65535 and anything out of range.
    package init?(naming number: Int64) {
        guard let id = ShortServerID(exactly: number), id != 0, id != maxID else { return nil }
        self = id
    }
}
