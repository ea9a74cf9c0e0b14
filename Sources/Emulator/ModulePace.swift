/// How the time of a module follows real time: as fast, or so many times as fast.
public struct ModulePace: Hashable, Sendable {
    /// Seconds of the module in a second of reality.
    public let speed: Double
    private var realOrigin: Double
    private var moduleOrigin: Double

    /// - Parameters:
    ///   - speed: greater than 0.
    ///   - real: seconds on a monotonic clock of the machine, now.
    ///   - module: seconds on the module's clock, now.
    public init(speed: Double = 1, real: Double, module: Double) {
        precondition(speed > 0, "time goes on")
        self.speed = speed
        realOrigin = real
        moduleOrigin = module
    }

    /// What the module's clock shows at a moment of reality.
    public func moduleTime(at real: Double) -> Double { moduleOrigin + (real - realOrigin) * speed }

    /// When the module's clock shows a time.
    public func realTime(of module: Double) -> Double { realOrigin + (module - moduleOrigin) / speed }

    /// Lets a boot come to its end at once: its time passes for the module, and neither in reality nor on the module's
    /// calendar.
    public mutating func skipBoot(of module: Module, at real: Double) {
        guard module.isBooting else { return }
        let calendar = module.unixTime
        module.finishBoot()
        module.unixTime = calendar
        realOrigin = real
        moduleOrigin = module.now
    }
}
