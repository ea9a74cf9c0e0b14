public import LwM2M
import Modem
import ObjectHost

/// Values of the module's surroundings that its Objects show.
extension Module {
    /// Shows values in an instance, which is made where it is not there; what is there already is not written again.
    public func show(_ resources: [Resource], in path: Path) {
        guard let object = path.object, let instance = path.instance else { return }
        if host.instances(of: object).contains(instance) {
            let new = resources.filter { resource in
                (try? host.read(path.appending(resource.id), from: .host)) != .resource(resource)
            }
            guard !new.isEmpty else { return }
            try? dataModel.write(new, to: path, mode: .partialUpdate, from: .host)
        } else if (try? dataModel.create(path, with: resources, from: .host)) != nil,
            let owner = FactoryAssumptions.owner(MNOProfile.numbered(profile)?.servers(on: product) ?? [])
        {
            try? host.grant(path, to: owner)
        }
    }

    func connectivityChanged() {
        guard isRunning, host.definition(of: 4) != nil else { return }
        make(connectivity.instance)
    }

    /// Where the module is, for the Location Object; false where the product has none or the client does not run.
    ///
    /// - Parameters:
    ///   - latitude: decimal degrees, north is positive.
    ///   - longitude: decimal degrees, east is positive.
    ///   - altitude: metres; nil leaves it as it is.
    /// - Source: LwM2M 1.0.1 appendix E.7.
    public func setLocation(latitude: Double, longitude: Double, altitude: Double? = nil) -> Bool {
        guard isRunning, let definition = host.definition(of: 6) else { return false }
        func value(_ number: Double, _ resource: ResourceID) -> ResourceValue {
            definition[resource]?.type == .string ? .string("\(number)") : .float(number)
        }
        var values: [ResourceID: ResourceValue] = [
            0: value(latitude, 0), 1: value(longitude, 1), 5: .time(unixTime),
        ]
        if let altitude { values[2] = value(altitude, 2) }
        make(FactoryInstance(6, 0, values))
        return true
    }
}

/// What the Connectivity Statistics Object counts.
extension Module {
    /// A message of so many bytes went out to a server.
    public func countSent(_ bytes: Int) { count("sent", bytes) }

    /// A message of so many bytes came in from a server.
    public func countReceived(_ bytes: Int) { count("received", bytes) }

    /// The counters are saved with the next change: a count is none, or each message would be one.
    private func count(_ function: String, _ bytes: Int) {
        guard isRunning else { return }
        host.inform(7, function, Int64(bytes))
    }
}
