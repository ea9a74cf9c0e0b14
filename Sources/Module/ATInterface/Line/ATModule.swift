package import Emulator
import LwM2M
import Moments
package import Products

/// A module as its AT ports see it: the emulated module, and the state that its commands keep alongside it.
///
/// One owner, synchronous. The owner hands bytes to the sessions and advances time here; the module's own `advance` is
/// called from here.
package final class ATModule {
    /// The emulated module.
    package let device: Module
    /// The existing commands.
    package let table: ATCommandTable
    /// The client that the server commands act on; nil if the module is not connected to any server.
    package var client: WireClient? { didSet { announceService() } }
    /// Receives each URC when it is raised, `+ULWM2MSTAT: 5,1`.
    package var onURC: ((String) -> Void)?
    /// Receives what goes over each port, in both directions; nil if nobody looks.
    package var onTraffic: ((_ session: ATSession, _ bytes: [UInt8], _ isTyped: Bool) -> Void)?

    var radio = Radio()
    var pins: Pins
    private var attached: [AttachedSession] = []
    private var wasAnswering = false
    /// Whether Object 11 must be read again.
    var hasNewContexts = false
    /// The module is shutting down: what its client still reports appears on no port.
    var isGoingOff = false
    /// When the URC of a profile selected by the SIM, or of a context, is due.
    private var delayedURCs: [(due: Double, text: String)] = []

    /// The AT side of a module; it receives the module's events from now on.
    package init(_ device: Module, table: ATCommandTable = .all) {
        self.device = device
        self.table = table
        pins = Pins(device.product)
        wasAnswering = device.isReady
        if wasAnswering { startUp() }
        device.addListener { [weak self] event in self?.handle(event) }
    }

    /// The product that the module is.
    package var product: Product { device.product }
    /// The operator profile in use.
    package var profile: Int { device.profile }
    /// Whether the ports answer: not while the module is off or booting.
    package var isAnswering: Bool { device.isReady }

    // MARK: - Time

    /// When something next happens on its own, on the module's clock; nil if nothing is due.
    package var nextDeadline: Double? { earlier(device.nextDeadline, ownDeadline) }

    /// The same for the state of the commands and for the sessions.
    private var ownDeadline: Double? {
        var earliest = earlier(radio.nextDeadline, pins.nextDeadline)
        for urc in delayedURCs { earliest = earlier(earliest, urc.due) }
        for entry in attached {
            if let session = entry.session { earliest = earlier(earliest, session.nextDeadline) }
        }
        return earliest
    }

    /// Lets time pass in the module, in the state of the commands, and in the sessions, each event at its own time.
    ///
    /// - Parameter time: seconds on the module's clock.
    package func advance(to time: Double) {
        var next = earlier(device.advance(to: device.now), ownDeadline)
        var turns = Turns()
        while let due = next, due < time {
            defer { next = nextDeadline }
            let moment = max(due, device.now)
            guard turns.take(at: moment) else {
                device.emit(
                    .log("the AT ports have always more to do at one moment, \(moment) s after the module was made"))
                break
            }
            step(to: moment)
        }
        step(to: max(time, device.now))
    }

    private func step(to time: Double) {
        device.advance(to: time)
        updateDisabledContexts()
        let now = device.now
        for event in radio.advance(to: now) {
            if event == .registered { announceRegistration() }
            announceSignalling(event == .registered)
        }
        pins.advance(to: now)
        while let index = delayedURCs.firstIndex(where: { $0.due <= now }) {
            raise(delayedURCs.remove(at: index).text)
        }
        for entry in attached { entry.session?.advance(to: now) }
    }

    // MARK: - URCs

    /// Sends a URC to all ports.
    func raise(_ urc: String) { raise(Array(urc.utf8)) }

    private func raise(_ urc: [UInt8]) {
        onURC?(String(decoding: urc, as: UTF8.self))
        for entry in attached { entry.session?.raise(urc, at: device.now) }
    }

    /// Sends a URC to all ports after some seconds.
    func raise(_ urc: String, after seconds: Double) { delayedURCs.append((device.now + seconds, urc)) }

    func attach(_ session: ATSession) {
        attached.removeAll { $0.session == nil }
        attached.append(AttachedSession(session: session))
    }

    func detach(_ session: ATSession) { attached.removeAll { $0.session === session } }

    private var sessions: [ATSession] { attached.compactMap(\.session) }

    // MARK: - Faults

    /// Refuses a command on every port a number of times, even if it is correct.
    func refuse(_ command: String, times: Int) { for session in sessions { session.refusals[command] = times } }

    /// Answers nothing for a while; input that arrives in the meantime is handled afterwards.
    func hold(forSeconds seconds: Double) { for session in sessions { session.hold(until: device.now + seconds) } }

    // MARK: - What the module does

    private func handle(_ event: ModuleEvent) {
        // The state has already changed when the first event of a change arrives.
        updatePorts()
        switch event {
        case .state: if nvm[.hostDevice] != nil { showHostDevice() }
        case .client(let event): report(event)
        case .update(let event): report(event)
        case .server(let event): report(event)
        case .notify(let text): raise(Self.notification(text))
        case .pulse(let pin): pulse(pin)
        case .settingsErased: forgetSettings()
        case .simChanged: updateSIM()
        case .restart:
            updateDisabledContexts()
            isGoingOff = true
        case .changed(let change): if change.path.object == .apnConnectionProfile { hasNewContexts = true }
        case .factoryReset, .print, .log, .load, .urc: break
        }
    }

    /// `+ULWM2MNOTIFY` with the bytes that a script sent.
    private static func notification(_ text: [UInt8]) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(notificationName.utf8.count + text.count)
        line += notificationName.utf8
        line += text
        guard text.contains(where: ATAssumptions.isBlankInNotification) else { return line }
        return line.map { ATAssumptions.isBlankInNotification($0) ? UInt8(ascii: " ") : $0 }
    }

    private static let notificationName = "+ULWM2MNOTIFY: "

    private func updatePorts() {
        let answers = isAnswering
        guard answers != wasAnswering else { return }
        wasAnswering = answers
        isGoingOff = false
        if answers {
            startUp()
            for session in sessions { session.wakeUp() }
        } else {
            radio.switchOff()
            pins.switchOff()
            delayedURCs = []
            for session in sessions { session.fallSilent() }
        }
    }

    /// Power is on and the port answers: the settings stored in NVM take effect.
    private func startUp() {
        radio = Radio()
        radio.functionality = nvm[.functionality] ?? 1
        device.radio.wasOffAtBoot = radio.functionality == 4
        radio.hasSIM = device.sim != nil
        radio.isBarred = isAttachBarred
        radio.update(at: device.now)
        announceService()
        let greeting = greeting
        if greeting.isOn { raise(greeting.text, after: 0) }
        pins.restore(nvm[.pins] ?? "", nvm[.pulses] ?? "")
        announceSelectedProfile()
    }

    private func forgetSettings() {
        pins = Pins(product)
        radio = Radio()
    }

    private func pulse(_ pin: Int64) {
        guard let id = Int(exactly: pin) else { return }
        pins.pulse(id, at: device.now)
    }
}
