package import LwM2M
import ObjectHost
import Products

/// Values of the module and its surroundings that its scripts and its Objects show.
extension Module {
    /// Handles a different SIM card in the module, or none.
    func simChanged() {
        cycle.imsi = sim?.imsi ?? ""
        bindingsChanged()
        emit(.simChanged)
    }

    /// Updates what the scripts see of the module.
    func bindingsChanged() {
        var bindings = product.bindings
        bindings.imei = imei
        bindings.msisdn = sim?.msisdn ?? ""
        bindings.carrierID = carrierID ?? profile
        if configuration.takesEitherURCForm { bindings.urcForm = .either }
        objects.bind(bindings, profile: profile)
    }

    /// Creates the instances of a new database in the available Objects.
    func makeFactoryInstances() {
        guard configuration.builtIns != .none else { return }
        objects.makeAll(factoryDatabase.instances)
    }

    /// Shows values in an instance, creating it if it does not exist; values that are already present are not written
    /// again.
    package func show(_ resources: [Resource], in path: Path) {
        guard let object = path.object, let instance = path.instance else { return }
        if host.instances(of: object).contains(instance) {
            let new = resources.filter { resource in
                (try? host.read(path.appending(resource.id), from: .host)) != .resource(resource)
            }
            guard !new.isEmpty else { return }
            try? dataModel.write(new, to: path, mode: .partialUpdate, from: .host)
        } else if (try? dataModel.create(path, with: resources, from: .host)) != nil {
            grantToOwner(path)
        }
    }

    /// Gives an instance that the module created to the server that owns those of the factory state.
    private func grantToOwner(_ path: Path) {
        guard let owner = FactoryAssumptions.owner(MNOProfile.numbered(profile)?.servers(on: product) ?? []) else {
            return
        }
        try? host.grant(path, to: owner)
    }

    func showConnectivity() {
        guard isRunning, host.definition(of: .connectivityMonitoring) != nil else { return }
        objects.make(connectivity.instance)
    }

    /// Sets the module's position in the Location Object; false if the product has none or the client is not running.
    ///
    /// - Parameters:
    ///   - latitude: decimal degrees, north is positive.
    ///   - longitude: decimal degrees, east is positive.
    ///   - altitude: metres; nil leaves it unchanged.
    /// - Source: LwM2M 1.0.1 appendix E.7.
    package func setLocation(latitude: Double, longitude: Double, altitude: Double? = nil) -> Bool {
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
        objects.make(FactoryInstance(.location, 0, values))
        return true
    }

    // MARK: - Traffic

    /// Counts a message of this many bytes sent to a server.
    package func countSent(_ bytes: Int) { count("sent", bytes) }

    /// Counts a message of this many bytes received from a server.
    package func countReceived(_ bytes: Int) { count("received", bytes) }

    /// Counts in the Connectivity Statistics Object. The counters are saved with the next change: a count alone is not
    /// a change, otherwise every message would be one.
    private func count(_ function: String, _ bytes: Int) {
        guard isRunning else { return }
        host.inform(.connectivityStatistics, function, Int64(bytes))
    }
}

/// The contexts of `+CGDCONT` and their mirror in Object 11.
extension Module {
    /// Whether only the operator determines a context: those of Verizon (UBX-18068860 R09 §3.5.1).
    package func isReadOnly(context id: Int) -> Bool {
        OperatorFamily(profile: profile) == .verizon && FactoryAssumptions.verizonContexts.contains { $0.id == id }
    }

    /// The access point of the operator's own servers under the profile; nil if it has none.
    package var operatorAPN: String? { MNOProfile.numbered(profile)?.operatorAPN }

    /// Whether Object 11 says that the access point of a context is disabled, `/11/x/3` (UBX-18068860 R09 §2.1).
    package func isDisabled(_ context: PDPContext) -> Bool {
        guard isRunning, let mirror = context.instance(on: product, profile: profile) else { return false }
        return objects.value(at: mirror.path.appending(APNConnectionProfileResource.enableStatus)) == .boolean(false)
    }

    /// Defines a context, replacing any existing one with the same number; Object 11 follows if the product does so.
    package func define(_ context: PDPContext) {
        contextTable.define(context)
        guard let mirror = mirror(of: context) else { return }
        let isNew = !host.instances(of: .apnConnectionProfile).contains(mirror.path.instance ?? 0)
        objects.make(mirror)
        if isNew { grantToOwner(mirror.path) }
    }

    /// Removes a context. False if there is none with this number.
    @discardableResult
    package func undefineContext(_ id: Int) -> Bool {
        guard let context = contextTable.undefine(id) else { return false }
        if let mirror = mirror(of: context) { try? host.delete(mirror.path, from: .host) }
        return true
    }

    /// The instance of Object 11 that mirrors a context; nil if nothing currently mirrors it.
    private func mirror(of context: PDPContext) -> FactoryInstance? {
        guard isRunning, product.contextMirroring.includes(profile: profile),
            host.definition(of: .apnConnectionProfile) != nil
        else { return nil }
        return context.instance(on: product, profile: profile)
    }
}
