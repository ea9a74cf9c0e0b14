import LwM2M

/// What the radio of the module reports: the cell, its signal and the addresses. It is shown by the Connectivity
/// Monitoring Object and by the AT commands that report the signal.
///
/// - Source: LwM2M 1.0.1 appendix E.5.
package struct Connectivity: Hashable, Sendable {
    /// 6 LTE-FDD, 7 NB-IoT.
    package var bearer: Int64 = 6
    /// The bearers that the module could use, numbered like `bearer`.
    var availableBearers: [Int64] = [6, 7]
    /// dBm.
    package var signalStrength: Int64 = -80
    /// In the units of the product.
    package var linkQuality: Int64 = 60
    /// The addresses of the module.
    package var addresses = ["10.0.0.2"]
    /// The address of the next router for each of them.
    package var routers = ["10.0.0.1"]
    /// The access points in use.
    package var apns = ["internet"]
    /// The number of the cell.
    package var cell: Int64 = 49_981
    /// The mobile network code.
    package var networkCode: Int64 = 1
    /// The mobile country code.
    package var countryCode: Int64 = 1

    /// The values of a module in its test network.
    package init() {}

    /// `/4/0` with these values.
    var instance: FactoryInstance {
        typealias Known = ConnectivityMonitoringResource
        var instance = FactoryInstance(
            .connectivityMonitoring, 0,
            [
                Known.networkBearer: .integer(bearer), Known.radioSignalStrength: .integer(signalStrength),
                Known.linkQuality: .integer(linkQuality), Known.linkUtilization: .integer(0),
                Known.cellID: .integer(cell), Known.networkCode: .integer(networkCode),
                Known.countryCode: .integer(countryCode),
            ])
        instance.set(Known.availableNetworkBearers, Self.numbered(availableBearers.map(ResourceValue.integer)))
        instance.set(Known.ipAddresses, Self.numbered(addresses.map(ResourceValue.string)))
        instance.set(Known.routerIPAddresses, Self.numbered(routers.map(ResourceValue.string)))
        instance.set(Known.apn, Self.numbered(apns.map(ResourceValue.string)))
        return instance
    }

    private static func numbered(_ values: [ResourceValue]) -> [ResourceInstanceID: ResourceValue] {
        Dictionary(uniqueKeysWithValues: values.enumerated().map { (ResourceInstanceID($0), $1) })
    }
}

/// What the radio has done since the boot.
package struct RadioUse: Hashable, Sendable {
    /// The bytes that the client sent.
    package var sent = 0
    /// The bytes that the client received.
    package var received = 0
    /// Whether the radio was off when the AT port came up, `+CFUN: 4`.
    package var wasOffAtBoot = false

    init() {}
}
