public import LwM2M

/// An Object that is part of a product's firmware.
public struct BuiltInObject: Hashable, Sendable {
    public var id: ObjectID
    /// The only name under which a file replaces it, without `.lua`: `object_device`.
    public var name: String

    public init(_ id: ObjectID, _ name: String) {
        self.id = id
        self.name = name
    }

    /// The Objects of SARA-R5 that a file with the tag XLWM2M may replace, in the order of the note.
    ///
    /// - Source: UBX-18068860 R09 §4.2.
    public static let overridableOnR5 = [
        BuiltInObject(3, "object_device"),
        BuiltInObject(0, "object_lwm2m_security"),
        BuiltInObject(1, "object_lwm2m_server"),
        BuiltInObject(2, "object_lwm2m_access_control"),
        BuiltInObject(11, "object_apn_connection_profile"),
        BuiltInObject(4, "object_connectivity_monitoring"),
        BuiltInObject(7, "object_connectivity_statistics"),
        BuiltInObject(16, "object_portfolio"),
        BuiltInObject(5, "object_firmware_update"),
        BuiltInObject(10308, "object_att_connectivity_extension"),
    ]
}
