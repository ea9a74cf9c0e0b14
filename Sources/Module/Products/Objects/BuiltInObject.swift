package import LwM2M

/// An Object that is part of a product's firmware.
package struct BuiltInObject: Hashable, Sendable {
    /// The number of the Object.
    package var id: ObjectID
    /// The only name under which a file replaces it, without `.lua`: `object_device`.
    package var name: String

    /// An Object with a file of this name.
    package init(_ id: ObjectID, _ name: String) {
        self.id = id
        self.name = name
    }

    /// The Objects of SARA-R5 that a file with the tag XLWM2M may replace, in the order of the note.
    ///
    /// - Source: UBX-18068860 R09 §4.2.
    package static let overridableOnR5 = [
        BuiltInObject(.device, "object_device"),
        BuiltInObject(.security, "object_lwm2m_security"),
        BuiltInObject(.server, "object_lwm2m_server"),
        BuiltInObject(.accessControl, "object_lwm2m_access_control"),
        BuiltInObject(.apnConnectionProfile, "object_apn_connection_profile"),
        BuiltInObject(.connectivityMonitoring, "object_connectivity_monitoring"),
        BuiltInObject(.connectivityStatistics, "object_connectivity_statistics"),
        BuiltInObject(.portfolio, "object_portfolio"),
        BuiltInObject(.firmwareUpdate, "object_firmware_update"),
        BuiltInObject(.attConnectivityExtension, "object_att_connectivity_extension"),
    ]
}

extension BuiltInObject {
    /// The built-in Objects of all products, by id; the names are those of the module's files.
    ///
    /// - Source: UBX-18068860 R09 §2.1 for the Objects, §4.2 for the names.
    package static let all = [
        BuiltInObject(.security, "object_lwm2m_security"),
        BuiltInObject(.server, "object_lwm2m_server"),
        BuiltInObject(.accessControl, "object_lwm2m_access_control"),
        BuiltInObject(.device, "object_device"),
        BuiltInObject(.connectivityMonitoring, "object_connectivity_monitoring"),
        BuiltInObject(.firmwareUpdate, "object_firmware_update"),
        BuiltInObject(.location, "object_location"),
        BuiltInObject(.connectivityStatistics, "object_connectivity_statistics"),
        BuiltInObject(.cellularConnectivity, "object_cellular_connectivity"),
        BuiltInObject(.apnConnectionProfile, "object_apn_connection_profile"),
        BuiltInObject(.softwareComponent, "object_lwm2m_software_component"),
        BuiltInObject(.deviceCapabilityManagement, "object_devcapmgmt"),
        BuiltInObject(.portfolio, "object_portfolio"),
        BuiltInObject(.genericSensor, "object_generic_sensor"),
        BuiltInObject(.hostDeviceInfo, "object_hostdeviceinfo"),
        BuiltInObject(.intervalDataDelivery, "object_interval_data_delivery"),
        BuiltInObject(.hostDevice, "object_hostdevice"),
        BuiltInObject(.attConnectivityExtension, "object_att_connectivity_extension"),
    ]

    /// The built-in Object with this id; nil if there is none.
    package static func numbered(_ id: ObjectID) -> BuiltInObject? { all.first { $0.id == id } }

    /// `object_device.lua`.
    package var fileName: String { name + ".lua" }
}
