import ATInterface
import Emulator
import Lua
import LwM2M
import LwM2MClient
import ObjectHost
import ValueSources

/// One module of a fleet: a complete module with its own Lua state, Objects, clock and connection.
final class FleetDevice {
    /// Its place in the fleet, from 0.
    let index: Int
    let identity: DeviceIdentity
    unowned let fleet: Fleet
    /// nil before it starts and after it has been stopped.
    private(set) var at: ATModule?
    private var wire: WireClient?
    private var pace: ModulePace?
    private var isBusy = false
    private var values: [ValueFeed] = []
    /// The functions its script wants called periodically, each with its next time on the module's clock.
    private var periods: [Period] = []
    private(set) var isRegistered = false
    private var wasRegistered = false
    /// When the network or the power comes back, in seconds on the fleet's clock.
    private var returns: (time: Double, what: Outage)?

    /// What the timeline takes away from a device for a while.
    enum Outage { case power, network }

    private struct Period {
        var next: Double
        let seconds: Double
        let function: LuaFunction
    }

    init(_ index: Int, _ identity: DeviceIdentity, of fleet: Fleet) {
        (self.index, self.identity, self.fleet) = (index, identity, fleet)
    }

    /// The module; nil before it starts and after it has been stopped.
    var module: Module? { at?.device }

    // MARK: - Life

    /// Boots the module, which completes at once, and lets it register.
    func start() {
        guard at == nil else { return }
        let module: Module
        do throws(ModuleError) { module = try Module(fleet.configuration(of: self)) } catch {
            return fleet.stop(self, "the module cannot be made: \(error)")
        }
        let wire = WireClient(
            module, settings: fleet.wireSettings(of: self), connector: DeviceConnector(self, fleet.sockets))
        wire.service = .none
        module.addListener { [unowned self] event in take(event) }
        module.powerOn()
        module.finishBootAtOnce()
        guard module.isRunning else {
            self.wire = wire
            return fleet.stop(self, module.whyNotRunning)
        }
        let at = ATModule(module)
        at.client = wire
        (self.at, self.wire) = (at, wire)
        pace = ModulePace(real: fleet.now, module: module.now)
        module.host.lua.rest()
        fleet.script?.begin(self)
        perform {}
    }

    /// Ends it for good, without notifying its server.
    func stop() {
        module?.losePower()
        if returns != nil { fleet.counts.cutOff -= 1 }
        (at, wire, pace, returns) = (nil, nil, nil, nil)
        (values, periods) = ([], [])
        setRegistered(false)
    }

    /// De-registers.
    func leave() { perform { wire?.leave() } }

    // MARK: - Time

    /// Advances the module's time, runs `body`, and lets the module do what follows from it.
    func perform(_ body: () -> Void) {
        // A nested call leaves what follows to the outer call.
        guard !isBusy, let at, let pace else { return body() }
        isBusy = true
        at.advance(to: pace.moduleTime(at: fleet.now))
        body()
        at.advance(to: pace.moduleTime(at: fleet.now))
        isBusy = false
        guard self.at != nil else { return }
        skipBoot()
        fleet.schedule(self, at: nextDeadline)
    }

    /// Does what is due.
    func catchUp() {
        if let due = returns, due.time <= fleet.now {
            returns = nil
            fleet.counts.cutOff -= 1
            endOutage(due.what)
        }
        perform {
            writeValues()
            callPeriods()
        }
    }

    private var nextDeadline: Double? {
        guard let at, let pace else { return nil }
        let own = (values.map(\.nextDeadline) + periods.map { $0.next }).compactMap { $0 }.min()
        let times = [at.nextDeadline, at.device.isRunning ? own : nil].compactMap { $0 }
        return (times.map { pace.realTime(of: $0) } + [returns?.time].compactMap { $0 }).min()
    }

    private func skipBoot() {
        guard let module, module.isBooting else { return }
        pace?.skipBoot(of: module, at: fleet.now)
    }

    // MARK: - What it does

    /// Moves values from now on.
    func add(_ sources: [ValueSource]) {
        guard let module else { return }
        values.append(ValueFeed(sources, start: module.now))
    }

    /// Calls a function of the script periodically.
    func call(_ function: LuaFunction, every seconds: Double) {
        guard let module else { return }
        let seconds = fleet.plan.period(seconds, of: index, purpose: UInt64(periods.count + 1))
        periods.append(Period(next: module.now + seconds, seconds: seconds, function: function))
    }

    private func writeValues() {
        guard let module, module.isRunning else { return }
        for place in values.indices {
            for words in values[place].advance(to: module.now, in: module.dataModel) { fleet.countFault(words) }
        }
    }

    private func callPeriods() {
        guard let module, module.isRunning else { return }
        for place in periods.indices where place < periods.count && periods[place].next <= module.now {
            // Missed turns are not made up for.
            let missed = ((module.now - periods[place].next) / periods[place].seconds).rounded(.down)
            periods[place].next += (missed + 1) * periods[place].seconds
            fleet.script?.call(periods[place].function, for: self)
        }
    }

    // MARK: - Outages

    /// Cuts power or network for a while; a longer outage of either kind replaces a shorter one.
    func cut(_ what: Outage, seconds: Double) {
        guard at != nil else { return }
        if returns == nil { fleet.counts.cutOff += 1 } else if let old = returns { endOutage(old.what) }
        returns = (fleet.now + seconds, what)
        switch what {
        case .power:
            perform { module?.losePower() }
            setRegistered(false)
        case .network: perform { at?.setCoverage(isOutOfReach: true) }
        }
        fleet.schedule(self, at: nextDeadline)
    }

    private func endOutage(_ what: Outage) {
        switch what {
        case .power: perform { module?.powerOn() }
        case .network: perform { at?.setCoverage() }
        }
    }

    /// Restarts the module as its host does by command.
    func reset() { perform { module?.reset() } }

    /// Registers again with its server.
    func renew() { perform { try? wire?.renew(nil) } }

    /// De-registers by command.
    func deregister() { perform { wire?.deregister(nil) } }

    // MARK: - Events

    private func take(_ event: ModuleEvent) {
        switch event {
        case .server(.state(let server, let state)): changed(state, of: server)
        case .server(.log(let line)): fleet.countFailure(line.text)
        case .log(let words): fleet.countFault(words)
        case .load(let report) where report.isFailure: fleet.countFault("\(report)")
        default: break
        }
    }

    private func changed(_ state: ServerState, of server: ShortServerID) {
        guard server == fleet.server.shortServerID || fleet.server.isBootstrap else { return }
        switch state {
        case .registrationFailed:
            FleetCounts.count("a registration failed", in: &fleet.counts.failures)
            setRegistered(false)
        case .fullUpdateNeeded: setRegistered(false)
        default: break
        }
    }

    /// Records whether the server holds a registration, as its answers say or as later events end it.
    func setRegistered(_ isRegistered: Bool) {
        guard isRegistered != self.isRegistered else { return }
        self.isRegistered = isRegistered
        fleet.countRegistered(isRegistered, isFirst: isRegistered && !wasRegistered)
        wasRegistered = wasRegistered || isRegistered
    }
}
