public import LwM2M
import ObjectHost
import Products

/// The values that the module itself puts into its Objects.
extension Module {
    /// A new database for the profile, as it is made now.
    public var factoryDatabase: FactoryDatabase {
        FactoryDatabase(product, profile: profile, imei: imei, contexts: contexts, connectivity: connectivity)
    }

    /// Makes the instances of a new database in the Objects that are there.
    func makeFactoryInstances() {
        guard configuration.builtIns != .none else { return }
        for instance in factoryDatabase.instances { make(instance) }
        host.refreshAccessControl()
    }

    /// Makes an instance, or gives one that is there its values.
    func make(_ instance: FactoryInstance) {
        guard let id = instance.path.object, let definition = host.definition(of: id),
            let number = instance.path.instance
        else { return }
        let resources = instance.resources.filter { definition[$0.id] != nil }
        do throws(LwM2MError) {
            if host.instances(of: id).contains(number) {
                guard !resources.isEmpty else { return }
                try host.write(resources, to: instance.path, mode: .partialUpdate, from: .host)
            } else {
                try host.create(instance.path, with: resources, from: .host)
            }
        } catch {
            emit(.log("\(instance.path) could not be made: \(error.message)"))
        }
    }
}

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
        guard isRunning, host.definition(of: .connectivityMonitoring) != nil else { return }
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
        guard isRunning, let definition = host.definition(of: .location) else { return false }
        func value(_ number: Double, _ resource: ResourceID) -> ResourceValue {
            definition[resource]?.type == .string ? .string("\(number)") : .float(number)
        }
        var values: [ResourceID: ResourceValue] = [
            LocationResource.latitude: value(latitude, LocationResource.latitude),
            LocationResource.longitude: value(longitude, LocationResource.longitude),
            LocationResource.timestamp: .time(unixTime),
        ]
        if let altitude { values[LocationResource.altitude] = value(altitude, LocationResource.altitude) }
        make(FactoryInstance(.location, 0, values))
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
        host.inform(.connectivityStatistics, function, Int64(bytes))
    }
}
