import ATInterface
import Emulator
import LiveModule
import LwM2M
import LwM2MClient
import Network

/// An LwM2M server for a device to register with.
public struct Server: Hashable, Sendable {
    /// `coap://127.0.0.1:5683`; `coaps` needs a key.
    public var uri: String
    /// 1...65534.
    public var shortServerID: UInt16
    /// The lifetime of the registration, in seconds.
    public var lifetime: Int
    /// The identity of the pre-shared key; by default the endpoint name, `urn:imei:` and the IMEI.
    public var identity: [UInt8]?
    /// The pre-shared key, 1 to 64 bytes; only with `coaps`.
    public var key: [UInt8]
    /// Whether machines other than this one may be contacted.
    public var reachesOtherMachines: Bool

    /// A server on this machine, without security.
    public init(
        _ uri: String, shortServerID: UInt16 = 123, lifetime: Int = 300, identity: [UInt8]? = nil, key: [UInt8] = [],
        reachesOtherMachines: Bool = false
    ) {
        (self.uri, self.shortServerID, self.lifetime) = (uri, shortServerID, lifetime)
        (self.identity, self.key, self.reachesOtherMachines) = (identity, key, reachesOtherMachines)
    }

    /// The resulting settings of the client on the wire.
    fileprivate func settings(imei: String) throws(DeviceError) -> WireSettings {
        var settings = WireSettings()
        settings.map.reachesOtherMachines = reachesOtherMachines
        do throws(ServerAccountError) {
            let address = try ServerURI(parsing: uri, isSecure: !key.isEmpty)
            guard address.isSecure == !key.isEmpty else {
                throw ServerAccountError("a pre-shared key goes with coaps, and coaps with a key: \(address)")
            }
            var account = DeskAccount(address: address, shortServerID: shortServerID)
            account.lifetime = Int64(lifetime)
            account.identity = identity ?? Array("urn:imei:\(imei)".utf8)
            account.key = key
            settings.account = account
        } catch {
            throw DeviceError("\(error)")
        }
        var random = SystemRandomNumberGenerator()
        settings.seed = random.next()
        return settings
    }
}

extension Device {
    /// Lets the module's time advance with real time, with its server and its AT ports; returns after this many
    /// seconds, or when `stop()` is called from an event or a binding. With nil, only `stop()` ends it.
    ///
    /// - throws: if the system has no descriptors left, or the module never comes to rest.
    public func run(seconds: Double? = nil) throws(DeviceError) {
        try live.run(at, seconds: seconds)
        settle()
    }

    /// Makes `run(seconds:)` return.
    public func stop() { live.stop() }

    /// Opens a port that a host program can use while `run(seconds:)` is running.
    ///
    /// - Parameter way: `pty`, `pty=LINK`, `tcp:PORT` or `tcp:ADDRESS:PORT`, as accepted by `xlwm2m run --at`.
    /// - Returns: what the host opens, `/dev/pts/3` or `127.0.0.1:4000`.
    /// - throws: if it cannot be opened.
    @discardableResult
    public func openATPort(_ way: String) throws(DeviceError) -> String {
        guard let parsed = ATWay(way), parsed != .standard else {
            throw DeviceError("'\(way)' is no AT port: pty, pty=LINK, tcp:PORT or tcp:ADDRESS:PORT")
        }
        return try live.open(parsed, at)
    }
}

/// The parts of a device that need real time: its loop, created when first needed.
final class LiveDevice {
    private var loop: EventLoop?
    private var wire: ServerWire?
    private var time: ModuleRun?
    private var ports: [ATPorts] = []

    /// - throws: if the server is invalid, or the system has no descriptors left.
    init(_ module: Module, _ server: Server?) throws(DeviceError) {
        guard let server else { return }
        let settings = try server.settings(imei: module.imei)
        wire = ServerWire(module, settings: settings, capture: nil, on: try madeLoop()) { [unowned module] text in
            module.emit(.server(.log(LogLine(text))))
        }
    }

    /// The client of the module; nil without a server.
    var client: WireClient? { wire?.client }

    func open(_ way: ATWay, _ at: ATModule) throws(DeviceError) -> String {
        let loop = try madeLoop()
        let run = time(of: at, on: loop)
        do throws(NetworkError) {
            let opened = try ATPorts([way], ATPorts.Conditions(), log: nil, run: run, on: loop)
            ports.append(opened)
            return opened.names.first ?? ""
        } catch {
            throw DeviceError(error.message)
        }
    }

    func run(_ at: ATModule, seconds: Double?) throws(DeviceError) {
        let loop = try madeLoop()
        let run = time(of: at, on: loop)
        run.resume()
        let end = seconds.map { loop.now + max(0, $0) }
        let timer = loop.addDeadlines(next: { end }, advance: { [unowned loop] _ in loop.stop() })
        loop.run()
        loop.removeDeadlines(timer)
        run.catchUp()
        if let fault = loop.fault { throw DeviceError(fault) }
    }

    func stop() { loop?.stop() }

    /// De-registers from the servers, and closes the ports.
    func leave() {
        time?.resume()
        wire?.leave()
        for opened in ports { _ = opened.close() }
        ports = []
    }

    private func time(of at: ATModule, on loop: EventLoop) -> ModuleRun {
        if let time { return time }
        let run = ModuleRun(at)
        time = run
        loop.passTime = { [unowned run] in run.catchUp() }
        run.follow(loop)
        return run
    }

    private func madeLoop() throws(DeviceError) -> EventLoop {
        if let loop { return loop }
        do throws(NetworkError) {
            let made = try EventLoop()
            loop = made
            return made
        } catch {
            throw DeviceError(error.message)
        }
    }
}
