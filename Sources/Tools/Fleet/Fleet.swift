package import CoAP
package import Emulator
import Lua
package import LwM2M
package import LwM2MClient
import Moments
package import Network
import ObjectHost

/// Many independent modules in one process, on one loop.
///
/// A turn of the loop costs only what is due in it, however many devices there are: a heap has the next time of each.
package final class Fleet {
    package let plan: FleetPlan
    /// What the fleet has done so far.
    package internal(set) var counts = FleetCounts()
    /// The account that each device has.
    let server: FleetServer
    let sockets: SocketConnector
    let script: FleetScript?
    /// The network that the devices are on; nil for the one that there is.
    package var conditions: LinkConditions?

    private let loop: EventLoop
    private let template: ModuleConfiguration
    private let identities: IdentitySource
    private let timeline: FleetTimeline
    private var devices: [FleetDevice] = []
    private var schedule = DeadlineHeap<Int>()
    /// When each device starts, in seconds from the start of the fleet; the earliest is last.
    private var starts: [(time: Double, place: Int)] = []
    private var nextEvent = 0
    private var began = 0.0
    /// The time before which everything but the devices has its turn.
    private var resumes = -Double.infinity
    private var isEnding = false
    /// Called with messages that are reported once for the whole fleet.
    package var onNote: (String) -> Void = { _ in }

    /// A fleet that has not begun.
    ///
    /// - Parameters:
    ///   - template: the configuration of each module; identity and seed are set per module.
    ///   - script: what devices do besides being registered; nil for nothing.
    package init(
        _ plan: FleetPlan, template: ModuleConfiguration, identities: IdentitySource, server: FleetServer,
        script: FleetScript? = nil, timeline: FleetTimeline = FleetTimeline(), on loop: EventLoop
    ) {
        (self.plan, self.identities, self.server) = (plan, identities, server)
        var template = template
        template.shared = SharedModules(account: server.account(at: 0))
        self.template = template
        (self.script, self.timeline, self.loop) = (script, timeline, loop)
        sockets = SocketConnector(on: loop)
        sockets.onNotice = { [unowned self] words in countFailure(words) }
        for (place, index) in plan.devices.enumerated() {
            devices.append(FleetDevice(index, identities.identity(index), of: self))
            starts.append((plan.start(of: index), place))
        }
        starts.sort { ($0.time, $0.place) > ($1.time, $1.place) }
        script?.fleet = self
    }

    /// How many devices this process runs.
    package var deviceCount: Int { devices.count }

    /// Seconds on the clock of the loop.
    var now: Double { loop.now }

    /// Seconds since the fleet began.
    package var elapsed: Double { began > 0 ? now - began : 0 }

    // MARK: - Running

    /// Begins: devices start as the plan says while the loop runs.
    package func begin() {
        began = now
        loop.addDeadlines(
            next: { [unowned self] in nextDeadline }, advance: { [unowned self] time in advance(to: time) })
    }

    /// De-registers all devices; `hasLeft` becomes true when that is done.
    package func leave() {
        isEnding = true
        starts = []
        for device in devices where device.isRegistered { device.leave() }
    }

    /// Whether no server still holds a registration of a device, as far as the devices know.
    package var hasLeft: Bool { counts.registered == 0 }

    /// Seconds that the devices may run before it is the sockets' turn.
    private static let longestTurn = 0.01

    private var nextDeadline: Double? {
        let times = [
            schedule.first?.time, starts.last.map { began + $0.time },
            nextEvent < timeline.events.count && !isEnding ? began + timeline.events[nextEvent].time : nil,
        ]
        return times.compactMap { $0 }.min().map { max($0, resumes) }
    }

    private func advance(to time: Double) {
        let end = now + Self.longestTurn
        resumes = -.infinity
        while let next = schedule.first, next.time <= time {
            guard now < end else { return pause() }
            schedule.remove(next.key)
            devices[next.key].catchUp()
        }
        playTimeline(to: time)
        while let next = starts.last, began + next.time <= time {
            guard now < end else { return pause() }
            starts.removeLast()
            counts.started += 1
            devices[next.place].start()
        }
    }

    /// Gives the sockets their turn at once.
    private func pause() { resumes = now.nextUp }

    /// Sets when a device next has something to do; nil for never.
    func schedule(_ device: FleetDevice, at time: Double?) {
        schedule.set(time, for: (device.index - plan.shard.index) / plan.shard.total)
    }

    private func playTimeline(to time: Double) {
        while !isEnding, nextEvent < timeline.events.count, began + timeline.events[nextEvent].time <= time {
            let event = timeline.events[nextEvent]
            nextEvent += 1
            var reached = 0
            for device in devices
            where device.module != nil && plan.isChosen(device.index, share: event.share, event: UInt64(nextEvent)) {
                reached += 1
                event.perform(on: device)
            }
            onNote("\(event): \(reached) device\(reached == 1 ? "" : "s")")
        }
    }

    // MARK: - What devices are like

    func configuration(of device: FleetDevice) -> ModuleConfiguration {
        var configuration = template
        configuration.imei = device.identity.imei
        configuration.limits.seed = plan.seed(of: device.index, purpose: 1)
        configuration.unixTime = template.unixTime + Int64(elapsed)
        return configuration
    }

    /// A server repeats only recent messages, and each one remembered costs memory in every device.
    private static let mostRemembered = 64

    func wireSettings(of device: FleetDevice) -> WireSettings {
        var settings = WireSettings()
        settings.endpoint = device.identity.endpoint
        settings.map.reachesOtherMachines = server.reachesOtherMachines
        settings.seed = plan.seed(of: device.index, purpose: 2)
        settings.logsMessages = false
        settings.transmission.mostRemembered = Self.mostRemembered
        var account = server.account(at: device.index)
        if account.address.isSecure, let credentials = device.identity.credentials {
            (account.identity, account.key) = (credentials.identity, credentials.key)
        }
        settings.account = account
        return settings
    }

    // MARK: - What happened

    /// Stops a device for good; the others go on. Each reason is reported once.
    func stop(_ device: FleetDevice, _ words: String) {
        device.stop()
        schedule(device, at: nil)
        if FleetCounts.count(words, in: &counts.stopped) { onNote("\(device.identity.endpoint) is stopped: \(words)") }
    }

    func countFailure(_ words: String) {
        let words = Self.withoutAddress(words)
        if FleetCounts.count(words, in: &counts.failures) { onNote(words) }
    }

    func countFault(_ words: String) {
        if FleetCounts.count(words, in: &counts.faults) { onNote(words) }
    }

    func countHandshake(seconds: Double) {
        FleetCounts.count("done", in: &counts.handshakes)
        counts.handshakeTime.record(seconds)
    }

    func countRegistered(_ isRegistered: Bool, isFirst: Bool) {
        counts.registered += isRegistered ? 1 : -1
        counts.mostRegistered = max(counts.mostRegistered, counts.registered)
        guard isFirst else { return }
        counts.everRegistered += 1
        if counts.everRegistered == devices.count { counts.completeAt = elapsed }
    }

    /// The text without the local port, which differs from device to device, and without device names.
    private static func withoutAddress(_ words: String) -> String {
        words.split(separator: " ").map { $0.hasPrefix("urn:") ? "..." : $0 }.joined(separator: " ")
    }
}

/// The server of a fleet, as it appears in an account of each device.
package struct FleetServer: Sendable {
    /// Where it is; if there are several, devices are assigned to them in turn.
    package var addresses: [ServerURI]
    package var shortServerID: ShortServerID = 123
    /// The lifetime of the registrations, in seconds.
    package var lifetime: Int64 = 300
    /// Whether it is a bootstrap server, which provides the accounts of the other servers.
    package var isBootstrap = false
    package var reachesOtherMachines = false

    /// The server of a device by its number.
    package func address(ofDevice index: Int) -> ServerURI { addresses[index % addresses.count] }

    /// The account of a device by its number, without credentials.
    func account(at index: Int) -> DeskAccount {
        var account = DeskAccount(address: address(ofDevice: index), shortServerID: shortServerID)
        account.isBootstrap = isBootstrap
        account.lifetime = lifetime
        return account
    }

    /// - Parameter addresses: at least one.
    package init(addresses: [ServerURI]) {
        precondition(!addresses.isEmpty, "a fleet has a server")
        self.addresses = addresses
    }
}
