/// The Objects that the program knows, whoever serves them.
///
/// - Source: LwM2M 1.0.1 appendix E for 0 to 7; the OMA registry for the others.
extension ObjectID {
    @inlinable public static var security: ObjectID { 0 }
    @inlinable public static var server: ObjectID { 1 }
    @inlinable public static var accessControl: ObjectID { 2 }
    @inlinable public static var device: ObjectID { 3 }
    @inlinable public static var connectivityMonitoring: ObjectID { 4 }
    @inlinable public static var firmwareUpdate: ObjectID { 5 }
    @inlinable public static var location: ObjectID { 6 }
    @inlinable public static var connectivityStatistics: ObjectID { 7 }
    @inlinable public static var cellularConnectivity: ObjectID { 10 }
    @inlinable public static var apnConnectionProfile: ObjectID { 11 }
    @inlinable public static var softwareComponent: ObjectID { 14 }
    @inlinable public static var deviceCapabilityManagement: ObjectID { 15 }
    @inlinable public static var portfolio: ObjectID { 16 }
    @inlinable public static var genericSensor: ObjectID { 3300 }
    @inlinable public static var hostDeviceInfo: ObjectID { 10241 }
    @inlinable public static var intervalDataDelivery: ObjectID { 10262 }
    @inlinable public static var hostDevice: ObjectID { 10299 }
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
    public static let serverURI: ResourceID = 0
    public static let isBootstrapServer: ResourceID = 1
    public static let securityMode: ResourceID = 2
    public static let identity: ResourceID = 3
    public static let serverPublicKey: ResourceID = 4
    public static let secretKey: ResourceID = 5
    public static let shortServerID: ResourceID = 10
    public static let clientHoldOffTime: ResourceID = 11
    public static let bootstrapAccountTimeout: ResourceID = 12
}

/// The Resources of the Access Control Object, `/2`.
///
/// - Source: LwM2M 1.0.1 appendix E.3.
public enum AccessControlResource {
    public static let objectID: ResourceID = 0
    public static let objectInstanceID: ResourceID = 1
    public static let accessControlList: ResourceID = 2
    public static let owner: ResourceID = 3
}

/// The Resources of the Device Object, `/3`.
///
/// - Source: LwM2M 1.0.1 appendix E.4.
public enum DeviceResource {
    public static let manufacturer: ResourceID = 0
    public static let modelNumber: ResourceID = 1
    public static let serialNumber: ResourceID = 2
    public static let firmwareVersion: ResourceID = 3
    public static let reboot: ResourceID = 4
    public static let factoryReset: ResourceID = 5
    public static let currentTime: ResourceID = 13
    public static let deviceType: ResourceID = 17
    public static let hardwareVersion: ResourceID = 18
    public static let softwareVersion: ResourceID = 19
    /// In kilobytes.
    public static let memoryTotal: ResourceID = 21
}

/// The Resources of the Connectivity Monitoring Object, `/4`.
///
/// - Source: LwM2M 1.0.1 appendix E.5.
public enum ConnectivityMonitoringResource {
    public static let networkBearer: ResourceID = 0
    public static let availableNetworkBearers: ResourceID = 1
    /// In dBm.
    public static let radioSignalStrength: ResourceID = 2
    public static let linkQuality: ResourceID = 3
    public static let ipAddresses: ResourceID = 4
    public static let routerIPAddresses: ResourceID = 5
    /// In percent.
    public static let linkUtilization: ResourceID = 6
    public static let apn: ResourceID = 7
    public static let cellID: ResourceID = 8
    public static let networkCode: ResourceID = 9
    public static let countryCode: ResourceID = 10
}

/// The Resources of the Firmware Update Object, `/5`.
///
/// - Source: LwM2M 1.0.1 appendix E.6.
public enum FirmwareUpdateResource {
    public static let package: ResourceID = 0
    public static let packageURI: ResourceID = 1
    public static let update: ResourceID = 2
    public static let state: ResourceID = 3
    public static let updateResult: ResourceID = 5
}

/// The Resources of the Location Object, `/6`.
///
/// - Source: LwM2M 1.0.1 appendix E.7.
public enum LocationResource {
    public static let latitude: ResourceID = 0
    public static let longitude: ResourceID = 1
    public static let altitude: ResourceID = 2
    public static let timestamp: ResourceID = 5
}

/// The Resources of the Connectivity Statistics Object, `/7`.
///
/// - Source: LwM2M 1.0.1 appendix E.8.
public enum ConnectivityStatisticsResource {
    public static let start: ResourceID = 6
}

/// The Resources of the APN Connection Profile Object, `/11`.
///
/// - Source: OMA registry, Object 11.
public enum APNConnectionProfileResource {
    public static let profileName: ResourceID = 0
    public static let apn: ResourceID = 1
    public static let enableStatus: ResourceID = 3
    public static let pdnType: ResourceID = 24
}

/// The Resources of the Portfolio Object, `/16`.
///
/// - Source: OMA registry, Object 16.
public enum PortfolioResource {
    public static let identity: ResourceID = 0
}

/// The Resources of the Host Device Info Object, `/10241`.
///
/// - Source: OMA registry, Object 10241.
public enum HostDeviceInfoResource {
    public static let manufacturer: ResourceID = 5905
    public static let modelNumber: ResourceID = 5906
    public static let uniqueID: ResourceID = 5907
    public static let softwareVersion: ResourceID = 5908
}

/// The reusable Resources that sensor Objects share.
///
/// - Source: OMA registry of reusable resources.
public enum SensorResource {
    public static let minMeasuredValue: ResourceID = 5601
    public static let maxMeasuredValue: ResourceID = 5602
    public static let minRangeValue: ResourceID = 5603
    public static let maxRangeValue: ResourceID = 5604
    public static let sensorValue: ResourceID = 5700
    public static let sensorUnits: ResourceID = 5701
}
