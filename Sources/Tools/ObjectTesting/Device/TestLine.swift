import ATInterface
import Emulator
import LwM2M
import ObjectHost
import Products

/// The AT command line of a device under test: a module of its product that serves the Objects of the test.
///
/// What commands store in NVM lasts as long as the test; there is no flash and no network.
final class TestLine {
    private let module: Module
    private let at: ATModule
    private let session: ATSession
    private let clock: VirtualClock
    /// The module's time at time 0 of the test's clock.
    private var origin: Double
    /// The host of the device under test; it outlives the line.
    private unowned let host: ObjectHost
    private let onEvent: ((HostEvent) -> Void)?
    private let onChange: ((DataModelChange) -> Void)?
    private var reason: String?

    /// - Parameter trace: records the requests of commands; nil for no trace.
    /// - throws: an error if there is not enough memory.
    init(of host: ObjectHost, clock: VirtualClock, trace: CallTrace?) throws(ModuleError) {
        var configuration = ModuleConfiguration(product: Product.named(host.bindings.product) ?? .default)
        configuration.builtIns = .none
        configuration.newModule = .desk
        configuration.trace = trace
        configuration.imei = host.bindings.imei
        configuration.sim?.msisdn = host.bindings.msisdn
        (onEvent, onChange) = (host.onEvent, host.onChange)
        self.host = host
        module = try Module(configuration)
        module.powerOn()
        module.finishBoot()
        module.objects.serve(host)
        at = ATModule(module)
        at.advance(to: module.now + 1)
        session = ATSession(at)
        session.takesEcho = false
        session.takesURCs = false
        self.clock = clock
        origin = module.now - clock.uptime
        session.onLog = { [unowned self] text in reason = text }
        module.addListener { [unowned self] event in
            // The device has already noted a restart requested by a script.
            if case .restart(let reason) = event, reason != .script { onEvent?(.reboot) }
        }
    }

    /// The lines of the answer to a command line, and why it was refused.
    ///
    /// - Parameter isOver: whether the limits of the call are reached, so that waiting stops.
    func send(_ command: String, isOver: () -> Bool) -> (lines: [String], reason: String?) {
        reason = nil
        let time = origin + clock.uptime
        while let next = at.nextDeadline, next < time, !isOver() { at.advance(to: next) }
        guard !isOver() else { return ([], nil) }
        at.advance(to: time)
        finishReset(isOver)
        session.receive(Array(command.utf8) + [13], at: module.now)
        // Commands that take time are awaited; a prompt counts as an answer.
        while session.isWorking, !session.isUploading, !isOver(), let next = at.nextDeadline { at.advance(to: next) }
        finishReset(isOver)
        return (session.takeLines(), reason)
    }

    /// After a reset the module serves the Objects of the test again, as they are; the test's clock does not advance.
    private func finishReset(_ isOver: () -> Bool) {
        guard module.host !== host, module.isOn else { return }
        while module.isBooting, !isOver(), let next = at.nextDeadline { at.advance(to: next) }
        origin = module.now - clock.uptime
        guard module.isRunning else { return }
        end(of: host)
        module.objects.serve(host)
        at.advance(to: module.now + 1)
        origin = module.now - clock.uptime
    }

    /// Returns the Objects to the device.
    func end(of host: ObjectHost) {
        host.onEvent = onEvent
        host.onChange = onChange
    }
}
