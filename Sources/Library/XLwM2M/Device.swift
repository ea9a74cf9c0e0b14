import ATInterface
import Emulator
import FileSystem
import LiveModule
import Lua
import LwM2M
import Network
import ObjectHost
import Products
import Storage

/// A cellular module with the Objects of a folder, inside your program: no terminal, no port and no real time unless
/// you ask for them.
///
/// ```swift
/// import XLwM2M
///
/// let device = try Device(objects: "objects", product: "SARA-R422S-01B")
/// device.onEvent = { print($0) }
/// let sensor = try device.create("/3300", [5701: "Cel"], by: 123)
/// try device.write(sensor + "/5700", 21.5)
/// print(try device.read(sensor, by: 123))
/// device.advance(seconds: 60)
/// ```
///
/// The module has booted when the initializer returns. Its clock advances only with `advance(seconds:)` and
/// `run(seconds:)`, and starts at 2025-01-01T00:00:00Z, so that a test gets the same results in every run. If a script
/// or a command restarts the module, it is up again when the call that caused it returns.
///
/// A device has one owner and is used from one thread at a time; several devices share nothing.
public final class Device {
    /// Receives what the Objects and the module do besides answering, as it happens.
    public var onEvent: ((Event) -> Void)?

    let at: ATModule
    let live: LiveDevice
    private let bindings: BindingTable
    var module: Module { at.device }

    /// A module that serves Objects and has booted.
    ///
    /// - Parameters:
    ///   - path: a folder with `object_*.lua`, or one such file.
    ///   - product: one of `productNames`; it determines which functions are available to scripts, and in which form.
    ///   - server: an LwM2M server to register with while `run(seconds:)` is running. With it, the module also has the
    ///     Objects of its product, because a client needs those of its accounts.
    ///   - flash: a folder in which instances and values are stored, as by `xlwm2m run --flash`; nil to store nothing.
    ///   - bindings: functions of your own that are available to scripts as globals from the start, in addition to
    ///     those of the product.
    /// - throws: if the product is unknown, an Object cannot be loaded (with file and line), or there is none.
    public init(
        objects path: String, product: String = "SARA-R510S-01B", server: Server? = nil, flash: String? = nil,
        bindings: [String: Binding] = [:]
    ) throws(DeviceError) {
        let table = try BindingTable(bindings)
        var configuration = ModuleConfiguration(product: try .chosen(product))
        configuration.folder = path
        configuration.builtIns = server == nil ? .none : .product
        configuration.newModule = .desk
        configuration.prepareScripts = { [unowned table] (lua) throws(LuaError) in try table.register(in: lua) }
        guard Files.status(path) != nil else {
            throw DeviceError("there is no folder and no file \(path): name one with Objects, object_*.lua")
        }
        do throws(FlashError) {
            configuration.flash = try flash.map { path throws(FlashError) in
                try Flash(path, limits: configuration.product.limits)
            }
        } catch {
            throw DeviceError("\(error)")
        }
        let module: Module
        do throws(ModuleError) { module = try Module(configuration) } catch { throw DeviceError("\(error)") }
        self.bindings = table
        live = try LiveDevice(module, server)
        try module.bootForDevice()
        at = ATModule(module)
        at.client = live.client
        module.addListener { [weak self] event in
            if let self, let onEvent, let event = Event(event, on: self.module.product) { onEvent(event) }
        }
        settle()
    }

    /// The names that `init` accepts.
    public static var productNames: [String] { Product.all.filter(\.supportsLua).map(\.name) }

    /// Registers a function of your own, which scripts can use as a global from now on and after each restart. It
    /// replaces a binding of the product with the same name.
    ///
    /// - throws: if the name is not a Lua identifier, or a memory limit is reached.
    public func register(_ name: String, _ body: @escaping Binding) throws(DeviceError) {
        try bindings.add(name, body, in: module.host.lua)
    }

    /// Seconds since 1970 on the module's calendar, which scripts see as `os.time()`; setting it changes nothing else.
    public var time: Int64 {
        get { module.unixTime }
        set { module.unixTime = newValue }
    }

    /// Lets the module's time pass, handling everything that becomes due; does nothing for less than 0.
    ///
    /// Network traffic arrives only in real time: see `run(seconds:)`.
    public func advance(seconds: Double) {
        at.advance(to: module.now + min(max(0, seconds), 9e9))
        settle()
    }

    /// Restarts the module as its host does by command: what the product saves is restored, and everything else is as
    /// in a newly loaded file.
    public func restart() {
        module.reset()
        settle()
    }

    /// De-registers from the servers, saves what is stored in the flash, and switches the module off. A device that is
    /// deallocated without it loses power instead.
    public func close() {
        live.leave()
        module.switchOff()
    }

    /// Does what a request left to do, and lets a restart complete.
    func settle() {
        at.advance(to: module.now)
        guard module.isBooting else { return }
        module.finishBootAtOnce()
        at.advance(to: module.now)
    }
}

extension Module {
    /// Boots, and checks that everything that was requested is available.
    ///
    /// - throws: what cannot be loaded, or why the client is not running.
    fileprivate func bootForDevice() throws(DeviceError) {
        var faults: [String] = []
        let listener = addListener { event in
            switch event {
            case .load(let report) where report.isFailure: faults.append("\(report)")
            case .log(let text): faults.append(text)
            default: break
            }
        }
        defer { removeListener(listener) }
        powerOn()
        finishBootAtOnce()
        guard faults.isEmpty else { throw DeviceError(faults.joined(separator: "\n")) }
        guard isRunning else { throw DeviceError(whyNotRunning) }
        guard objects.sources.contains(where: { $0.path != nil }) else {
            throw DeviceError("\(folder ?? "") holds no object_*.lua")
        }
    }
}

extension Product {
    /// The product with a name.
    fileprivate static func chosen(_ name: String) throws(DeviceError) -> Product {
        guard let product = named(name) else {
            throw DeviceError("there is no product '\(name)': Device.productNames lists them")
        }
        if let why = product.whyNoLua { throw DeviceError(why) }
        return product
    }
}
