/// The Objects that the program knows, whoever serves them.
///
/// - Source: LwM2M 1.0.1 appendix E for 0 to 7; the OMA registry for the others.
extension ObjectID {
    /// LwM2M Security.
    @inlinable public static var security: ObjectID { 0 }
    /// LwM2M Server.
    @inlinable public static var server: ObjectID { 1 }
    /// LwM2M Access Control.
    @inlinable public static var accessControl: ObjectID { 2 }
    /// Device.
    @inlinable public static var device: ObjectID { 3 }
    /// Connectivity Monitoring.
    @inlinable public static var connectivityMonitoring: ObjectID { 4 }
    /// Firmware Update.
    @inlinable public static var firmwareUpdate: ObjectID { 5 }
    /// Location.
    @inlinable public static var location: ObjectID { 6 }
    /// Connectivity Statistics.
    @inlinable public static var connectivityStatistics: ObjectID { 7 }
    /// Cellular Connectivity.
    @inlinable public static var cellularConnectivity: ObjectID { 10 }
    /// APN Connection Profile.
    @inlinable public static var apnConnectionProfile: ObjectID { 11 }
    /// LWM2M Software Component.
    @inlinable public static var softwareComponent: ObjectID { 14 }
    /// Device Capability Management.
    @inlinable public static var deviceCapabilityManagement: ObjectID { 15 }
    /// Portfolio.
    @inlinable public static var portfolio: ObjectID { 16 }
    /// Generic Sensor.
    @inlinable public static var genericSensor: ObjectID { 3300 }
    /// Host Device Info.
    @inlinable public static var hostDeviceInfo: ObjectID { 10241 }
    /// Interval Data Delivery.
    @inlinable public static var intervalDataDelivery: ObjectID { 10262 }
    /// Host Device.
    @inlinable public static var hostDevice: ObjectID { 10299 }
    /// AT&T Connectivity Extension.
    @inlinable public static var attConnectivityExtension: ObjectID { 10308 }

    /// Whether the enabler itself defines the Object, so that its version is that of the enabler.
    ///
    /// - Source: LwM2M 1.0.1 §6.2.
    @inlinable public var isOfEnabler: Bool { self <= .connectivityStatistics }
}

/// The Resources of the Security Object, `/0`.
///
/// - Source: LwM2M 1.0.1 appendix E.1.
public enum SecurityResource {
    /// LwM2M Server URI.
    public static let serverURI: ResourceID = 0
    /// Bootstrap-Server.
    public static let isBootstrapServer: ResourceID = 1
    /// Security Mode: 0 is a pre-shared key, 3 none.
    public static let securityMode: ResourceID = 2
    /// Public Key or Identity.
    public static let identity: ResourceID = 3
    /// Server Public Key.
    public static let serverPublicKey: ResourceID = 4
    /// Secret Key.
    public static let secretKey: ResourceID = 5
    /// Short Server ID.
    public static let shortServerID: ResourceID = 10
    /// Client Hold Off Time, in seconds.
    public static let clientHoldOffTime: ResourceID = 11
    /// Bootstrap-Server Account Timeout, in seconds.
    public static let bootstrapAccountTimeout: ResourceID = 12
}

/// The Resources of the Access Control Object, `/2`.
///
/// - Source: LwM2M 1.0.1 appendix E.3.
public enum AccessControlResource {
    /// Object ID.
    public static let objectID: ResourceID = 0
    /// Object Instance ID; 65535 for the creation of instances.
    public static let objectInstanceID: ResourceID = 1
    /// ACL: rights by Short Server ID.
    public static let accessControlList: ResourceID = 2
    /// Access Control Owner.
    public static let owner: ResourceID = 3
}

/// The Resources of the Device Object, `/3`.
///
/// - Source: LwM2M 1.0.1 appendix E.4.
public enum DeviceResource {
    /// Manufacturer.
    public static let manufacturer: ResourceID = 0
    /// Model Number.
    public static let modelNumber: ResourceID = 1
    /// Serial Number.
    public static let serialNumber: ResourceID = 2
    /// Firmware Version.
    public static let firmwareVersion: ResourceID = 3
    /// Reboot.
    public static let reboot: ResourceID = 4
    /// Factory Reset.
    public static let factoryReset: ResourceID = 5
    /// Current Time.
    public static let currentTime: ResourceID = 13
    /// Device Type.
    public static let deviceType: ResourceID = 17
    /// Hardware Version.
    public static let hardwareVersion: ResourceID = 18
    /// Software Version.
    public static let softwareVersion: ResourceID = 19
    /// Memory Total, in kilobytes.
    public static let memoryTotal: ResourceID = 21
}

/// The Resources of the Connectivity Monitoring Object, `/4`.
///
/// - Source: LwM2M 1.0.1 appendix E.5.
public enum ConnectivityMonitoringResource {
    /// Network Bearer.
    public static let networkBearer: ResourceID = 0
    /// Available Network Bearer.
    public static let availableNetworkBearers: ResourceID = 1
    /// Radio Signal Strength, in dBm.
    public static let radioSignalStrength: ResourceID = 2
    /// Link Quality.
    public static let linkQuality: ResourceID = 3
    /// IP Addresses.
    public static let ipAddresses: ResourceID = 4
    /// Router IP Addresses.
    public static let routerIPAddresses: ResourceID = 5
    /// Link Utilization, in percent.
    public static let linkUtilization: ResourceID = 6
    /// APN.
    public static let apn: ResourceID = 7
    /// Cell ID.
    public static let cellID: ResourceID = 8
    /// SMNC.
    public static let networkCode: ResourceID = 9
    /// SMCC.
    public static let countryCode: ResourceID = 10
}

/// The Resources of the Firmware Update Object, `/5`.
///
/// - Source: LwM2M 1.0.1 appendix E.6.
public enum FirmwareUpdateResource {
    /// Package.
    public static let package: ResourceID = 0
    /// Package URI.
    public static let packageURI: ResourceID = 1
    /// Update.
    public static let update: ResourceID = 2
    /// State.
    public static let state: ResourceID = 3
    /// Update Result.
    public static let updateResult: ResourceID = 5
    /// Cancel, of LwM2M 1.1.
    public static let cancel: ResourceID = 10
}

/// The Resources of the Location Object, `/6`.
///
/// - Source: LwM2M 1.0.1 appendix E.7.
public enum LocationResource {
    /// Latitude, in degrees.
    public static let latitude: ResourceID = 0
    /// Longitude, in degrees.
    public static let longitude: ResourceID = 1
    /// Altitude, in metres.
    public static let altitude: ResourceID = 2
    /// Timestamp.
    public static let timestamp: ResourceID = 5
}

/// The Resources of the Connectivity Statistics Object, `/7`.
///
/// - Source: LwM2M 1.0.1 appendix E.8.
public enum ConnectivityStatisticsResource {
    /// Start.
    public static let start: ResourceID = 6
}

/// The Resources of the APN Connection Profile Object, `/11`.
///
/// - Source: OMA registry, Object 11.
public enum APNConnectionProfileResource {
    /// Profile Name.
    public static let profileName: ResourceID = 0
    /// APN.
    public static let apn: ResourceID = 1
    /// Enable Status.
    public static let enableStatus: ResourceID = 3
    /// PDN Type.
    public static let pdnType: ResourceID = 24
}

/// The Resources of the Portfolio Object, `/16`.
///
/// - Source: OMA registry, Object 16.
public enum PortfolioResource {
    /// Identity.
    public static let identity: ResourceID = 0
}

/// The Resources of the Host Device Info Object, `/10241`.
///
/// - Source: OMA registry, Object 10241.
public enum HostDeviceInfoResource {
    /// Host Device Manufacturer.
    public static let manufacturer: ResourceID = 5905
    /// Host Device Model Number.
    public static let modelNumber: ResourceID = 5906
    /// Host Device Unique ID.
    public static let uniqueID: ResourceID = 5907
    /// Host Device Software Version.
    public static let softwareVersion: ResourceID = 5908
}

/// The reusable Resources that sensor Objects share.
///
/// - Source: OMA registry of reusable resources.
public enum SensorResource {
    /// Min Measured Value.
    public static let minMeasuredValue: ResourceID = 5601
    /// Max Measured Value.
    public static let maxMeasuredValue: ResourceID = 5602
    /// Min Range Value.
    public static let minRangeValue: ResourceID = 5603
    /// Max Range Value.
    public static let maxRangeValue: ResourceID = 5604
    /// Sensor Value.
    public static let sensorValue: ResourceID = 5700
    /// Sensor Units.
    public static let sensorUnits: ResourceID = 5701
}
