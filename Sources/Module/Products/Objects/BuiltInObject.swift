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

extension BuiltInObject {
    /// The built-in Objects of all products, by id; the names are those of the module's files.
    ///
    /// - Source: UBX-18068860 R09 §2.1 for the Objects, §4.2 for the names.
    public static let all = [
        BuiltInObject(0, "object_lwm2m_security"),
        BuiltInObject(1, "object_lwm2m_server"),
        BuiltInObject(2, "object_lwm2m_access_control"),
        BuiltInObject(3, "object_device"),
        BuiltInObject(4, "object_connectivity_monitoring"),
        BuiltInObject(5, "object_firmware_update"),
        BuiltInObject(6, "object_location"),
        BuiltInObject(7, "object_connectivity_statistics"),
        BuiltInObject(10, "object_cellular_connectivity"),
        BuiltInObject(11, "object_apn_connection_profile"),
        BuiltInObject(14, "object_lwm2m_software_component"),
        BuiltInObject(15, "object_devcapmgmt"),
        BuiltInObject(16, "object_portfolio"),
        BuiltInObject(3300, "object_generic_sensor"),
        BuiltInObject(10241, "object_hostdeviceinfo"),
        BuiltInObject(10262, "object_interval_data_delivery"),
        BuiltInObject(10299, "object_hostdevice"),
        BuiltInObject(10308, "object_att_connectivity_extension"),
    ]

    /// The built-in Object with this id; nil for every other id.
    public static func numbered(_ id: ObjectID) -> BuiltInObject? { all.first { $0.id == id } }

    /// `object_device.lua`.
    public var fileName: String { name + ".lua" }
}
