import Lua

/// A host as it was at one moment, from which the hosts of many modules begin that are alike up to then.
///
/// The Objects, with their code, and the instances that they had exist once; what a script of one of those hosts changes
/// is its own. The host of the image itself is not to be used any more.
package final class HostImage {
    let host: ObjectHost
    let scripts: LuaImage

    /// The image of a host as it is now; nil if what its scripts did belongs to that one module, because they asked for
    /// its IMEI, the time or random numbers, or if the system keeps no image.
    ///
    /// - Parameter mayShowIMEI: whether its hosts write the IMEI wherever their scripts show it.
    package init?(of host: ObjectHost, clock: ObservedClock, mayShowIMEI: Bool = false) {
        guard mayShowIMEI || !host.hasToldIMEI, !clock.wasRead, !host.lua.hasDrawnRandomNumbers else { return nil }
        do throws(LuaError) { scripts = try LuaImage(of: host.lua) } catch { return nil }
        self.host = host
    }
}

/// A clock that knows whether it was read.
package final class ObservedClock: HostClock {
    package private(set) var wasRead = false
    private let clock: any HostClock

    package init(_ clock: any HostClock) { self.clock = clock }

    package var unixTime: Int64 {
        wasRead = true
        return clock.unixTime
    }

    package var uptime: Double {
        wasRead = true
        return clock.uptime
    }
}
