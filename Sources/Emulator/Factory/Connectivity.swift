import LwM2M

/// What the radio of the module reports: the values of the Connectivity Monitoring Object.
///
/// - Source: LwM2M 1.0.1 appendix E.5.
public struct Connectivity: Hashable, Sendable {
    /// 6 LTE-FDD, 7 NB-IoT.
    public var bearer: Int64 = 6
    public var availableBearers: [Int64] = [6, 7]
    /// dBm.
    public var signalStrength: Int64 = -80
    public var linkQuality: Int64 = 60
    public var addresses = ["10.0.0.2"]
    public var routers = ["10.0.0.1"]
    public var apns = ["internet"]
    public var cell: Int64 = 49_981
    public var networkCode: Int64 = 1
    public var countryCode: Int64 = 1

    public init() {}

    /// `/4/0` with these values.
    var instance: FactoryInstance {
        var instance = FactoryInstance(
            4, 0,
            [
                0: .integer(bearer), 2: .integer(signalStrength), 3: .integer(linkQuality), 6: .integer(0),
                8: .integer(cell), 9: .integer(networkCode), 10: .integer(countryCode),
            ])
        instance.set(1, Self.numbered(availableBearers.map(ResourceValue.integer)))
        instance.set(4, Self.numbered(addresses.map(ResourceValue.string)))
        instance.set(5, Self.numbered(routers.map(ResourceValue.string)))
        instance.set(7, Self.numbered(apns.map(ResourceValue.string)))
        return instance
    }

    private static func numbered(_ values: [ResourceValue]) -> [ResourceInstanceID: ResourceValue] {
        Dictionary(uniqueKeysWithValues: values.enumerated().map { (ResourceInstanceID($0), $1) })
    }
}
