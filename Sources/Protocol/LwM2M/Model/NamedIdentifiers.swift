/// The Objects that the program knows, however they are served.
///
/// - Source: LwM2M 1.0.1 appendix E for 0 to 7; the OMA registry for the others.
extension ObjectID {
    /// LwM2M Security.
    @inlinable package static var security: ObjectID { 0 }
    /// LwM2M Server.
    @inlinable package static var server: ObjectID { 1 }
    /// LwM2M Access Control.
    @inlinable package static var accessControl: ObjectID { 2 }
    /// Device.
    @inlinable package static var device: ObjectID { 3 }
    /// Connectivity Monitoring.
    @inlinable package static var connectivityMonitoring: ObjectID { 4 }
    /// Firmware Update.
    @inlinable package static var firmwareUpdate: ObjectID { 5 }
    /// Location.
    @inlinable package static var location: ObjectID { 6 }
    /// Connectivity Statistics.
    @inlinable package static var connectivityStatistics: ObjectID { 7 }
    /// Cellular Connectivity.
    @inlinable package static var cellularConnectivity: ObjectID { 10 }
    /// APN Connection Profile.
    @inlinable package static var apnConnectionProfile: ObjectID { 11 }
    /// LWM2M Software Component.
    @inlinable package static var softwareComponent: ObjectID { 14 }
    /// Device Capability Management.
    @inlinable package static var deviceCapabilityManagement: ObjectID { 15 }
    /// Portfolio.
    @inlinable package static var portfolio: ObjectID { 16 }
    /// Generic Sensor.
    @inlinable package static var genericSensor: ObjectID { 3300 }
    /// Host Device Info.
    @inlinable package static var hostDeviceInfo: ObjectID { 10241 }
    /// Interval Data Delivery.
    @inlinable package static var intervalDataDelivery: ObjectID { 10262 }
    /// Host Device.
    @inlinable package static var hostDevice: ObjectID { 10299 }
    /// AT&T Connectivity Extension.
    @inlinable package static var attConnectivityExtension: ObjectID { 10308 }

    /// Whether the enabler itself defines the Object, so that its version is that of the enabler.
    ///
    /// - Source: LwM2M 1.0.1 §6.2.
    var isOfEnabler: Bool { self <= .connectivityStatistics }
}

/// The Resources of the Security Object, `/0`.
///
/// - Source: LwM2M 1.0.1 appendix E.1.
package enum SecurityResource {
    /// LwM2M Server URI.
    package static let serverURI: ResourceID = 0
    /// Bootstrap-Server.
    package static let isBootstrapServer: ResourceID = 1
    /// Security Mode: 0 is a pre-shared key, 3 is none.
    package static let securityMode: ResourceID = 2
    /// Public Key or Identity.
    package static let identity: ResourceID = 3
    /// Server Public Key.
    static let serverPublicKey: ResourceID = 4
    /// Secret Key.
    package static let secretKey: ResourceID = 5
    /// Short Server ID.
    package static let shortServerID: ResourceID = 10
    /// Client Hold Off Time, in seconds.
    package static let clientHoldOffTime: ResourceID = 11
    /// Bootstrap-Server Account Timeout, in seconds.
    package static let bootstrapAccountTimeout: ResourceID = 12
}

/// The Resources of the Access Control Object, `/2`.
///
/// - Source: LwM2M 1.0.1 appendix E.3.
package enum AccessControlResource {
    /// Object ID.
    package static let objectID: ResourceID = 0
    /// Object Instance ID; 65535 for the creation of instances.
    package static let objectInstanceID: ResourceID = 1
    /// ACL: rights by Short Server ID.
    package static let accessControlList: ResourceID = 2
    /// Access Control Owner.
    package static let owner: ResourceID = 3
}

/// The Resources of the Device Object, `/3`.
///
/// - Source: LwM2M 1.0.1 appendix E.4.
package enum DeviceResource {
    /// Manufacturer.
    package static let manufacturer: ResourceID = 0
    /// Model Number.
    package static let modelNumber: ResourceID = 1
    /// Serial Number.
    package static let serialNumber: ResourceID = 2
    /// Firmware Version.
    package static let firmwareVersion: ResourceID = 3
    /// Reboot.
    package static let reboot: ResourceID = 4
    /// Factory Reset.
    package static let factoryReset: ResourceID = 5
    /// Current Time.
    static let currentTime: ResourceID = 13
    /// Device Type.
    package static let deviceType: ResourceID = 17
    /// Hardware Version.
    package static let hardwareVersion: ResourceID = 18
    /// Software Version.
    package static let softwareVersion: ResourceID = 19
    /// Memory Total, in kilobytes.
    package static let memoryTotal: ResourceID = 21
}

/// The Resources of the Connectivity Monitoring Object, `/4`.
///
/// - Source: LwM2M 1.0.1 appendix E.5.
package enum ConnectivityMonitoringResource {
    /// Network Bearer.
    package static let networkBearer: ResourceID = 0
    /// Available Network Bearer.
    package static let availableNetworkBearers: ResourceID = 1
    /// Radio Signal Strength, in dBm.
    package static let radioSignalStrength: ResourceID = 2
    /// Link Quality.
    package static let linkQuality: ResourceID = 3
    /// IP Addresses.
    package static let ipAddresses: ResourceID = 4
    /// Router IP Addresses.
    package static let routerIPAddresses: ResourceID = 5
    /// Link Utilization, in percent.
    package static let linkUtilization: ResourceID = 6
    /// APN.
    package static let apn: ResourceID = 7
    /// Cell ID.
    package static let cellID: ResourceID = 8
    /// SMNC.
    package static let networkCode: ResourceID = 9
    /// SMCC.
    package static let countryCode: ResourceID = 10
}

/// The Resources of the Firmware Update Object, `/5`.
///
/// - Source: LwM2M 1.0.1 appendix E.6.
package enum FirmwareUpdateResource {
    /// Package.
    package static let package: ResourceID = 0
    /// Package URI.
    package static let packageURI: ResourceID = 1
    /// Update.
    package static let update: ResourceID = 2
    /// State.
    package static let state: ResourceID = 3
    /// Update Result.
    package static let updateResult: ResourceID = 5
    /// Cancel, from LwM2M 1.1.
    package static let cancel: ResourceID = 10
}

/// The Resources of the Location Object, `/6`.
///
/// - Source: LwM2M 1.0.1 appendix E.7.
package enum LocationResource {
    /// Latitude, in degrees.
    package static let latitude: ResourceID = 0
    /// Longitude, in degrees.
    package static let longitude: ResourceID = 1
    /// Altitude, in metres.
    package static let altitude: ResourceID = 2
    /// Timestamp.
    package static let timestamp: ResourceID = 5
}

/// The Resources of the Connectivity Statistics Object, `/7`.
///
/// - Source: LwM2M 1.0.1 appendix E.8.
package enum ConnectivityStatisticsResource {
    /// Start.
    package static let start: ResourceID = 6
}

/// The Resources of the APN Connection Profile Object, `/11`.
///
/// - Source: OMA registry, Object 11.
package enum APNConnectionProfileResource {
    /// Profile Name.
    package static let profileName: ResourceID = 0
    /// APN.
    package static let apn: ResourceID = 1
    /// Enable Status.
    package static let enableStatus: ResourceID = 3
    /// PDN Type.
    package static let pdnType: ResourceID = 24
}

/// The Resources of the Portfolio Object, `/16`.
///
/// - Source: OMA registry, Object 16.
package enum PortfolioResource {
    /// Identity.
    package static let identity: ResourceID = 0
}

/// The Resources of the Host Device Info Object, `/10241`.
///
/// - Source: OMA registry, Object 10241.
package enum HostDeviceInfoResource {
    /// Host Device Manufacturer.
    package static let manufacturer: ResourceID = 5905
    /// Host Device Model Number.
    package static let modelNumber: ResourceID = 5906
    /// Host Device Unique ID.
    package static let uniqueID: ResourceID = 5907
    /// Host Device Software Version.
    package static let softwareVersion: ResourceID = 5908
}

/// The reusable Resources that sensor Objects share.
///
/// - Source: OMA registry of reusable resources.
package enum SensorResource {
    /// Min Measured Value.
    package static let minMeasuredValue: ResourceID = 5601
    /// Max Measured Value.
    package static let maxMeasuredValue: ResourceID = 5602
    /// Min Range Value.
    package static let minRangeValue: ResourceID = 5603
    /// Max Range Value.
    package static let maxRangeValue: ResourceID = 5604
    /// Sensor Value.
    package static let sensorValue: ResourceID = 5700
    /// Sensor Units.
    package static let sensorUnits: ResourceID = 5701
}
