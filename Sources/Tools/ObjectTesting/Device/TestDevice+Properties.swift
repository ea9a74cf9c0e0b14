import Lua
import LwM2M
import ObjectHost
import ValueSources

/// Loading, properties, events and the clock of `device`.
extension TestDevice {
    func registerDevice() throws(LuaError) {
        try host.lua.register("load", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            [.text(try load(try arguments.text(1)).name)]
        }
        try host.lua.register("offers", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            let id = try arguments.value(2).integer.flatMap { ResourceID(exactly: $0) }
            return [.boolean(try id.map { (id) throws(LuaError) in offers(id, of: try arguments.text(1)) } ?? true)]
        }
        try host.lua.register("property", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            [property(try arguments.value(1).text ?? "")]
        }
        try host.lua.register("set_property", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            try setProperty(try arguments.text(1), try arguments.value(2))
            return []
        }
        try host.lua.register("events", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            [.list(list(try arguments.text(1)))]
        }
        try host.lua.register("clear", in: Self.functionTable) { [unowned self] _ in
            clearEvents()
            return []
        }
        try host.lua.register("advance", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            switch try arguments.value(1) {
            case .integer(let seconds): try pass(Double(seconds))
            case .number(let seconds): try pass(seconds)
            default: break
            }
            return []
        }
        try host.lua.register("values", in: Self.functionTable) { [unowned self] (arguments) throws(LuaError) in
            try feed(Array(try arguments.text(1).utf8))
            return []
        }
        try host.lua.register("now", in: Self.functionTable) { [unowned self] _ in [.integer(clock.unixTime)] }
    }

    /// Lets time pass; values that come due meanwhile are written at their own times.
    private func pass(_ seconds: Double) throws(LuaError) {
        let end = clock.uptime + max(0, seconds)
        while let due = feed?.nextDeadline, due <= end, !host.lua.isOver {
            try passAlone(due - clock.uptime)
            try writeValues(until: due)
        }
        try passAlone(end - clock.uptime)
    }

    /// Writes values from now on, as the text specifies.
    private func feed(_ text: [UInt8]) throws(LuaError) {
        do throws(ValueSourceError) {
            feed = ValueFeed(try ValueSourceReader.parse(text, file: "values", folder: folder), start: clock.uptime)
        } catch {
            throw LuaError(.runtime, error.description)
        }
        try writeValues(until: clock.uptime)
    }

    /// - throws: an error if an Object refuses a value.
    private func writeValues(until time: Double) throws(LuaError) {
        guard var feed else { return }
        self.feed = nil
        let refusals = withObjectLimits { feed.advance(to: time, in: model) }
        self.feed = feed
        wire?.settle()
        if !refusals.isEmpty { throw LuaError(.runtime, refusals.joined(separator: "\n")) }
    }

    /// Lets time pass, also for the client if there is one.
    private func passAlone(_ seconds: Double) throws(LuaError) {
        guard let wire, seconds > 0 else { return clock.advance(seconds: seconds) }
        try withObjectLimits { () throws(LuaError) in try wire.advance(seconds: min(seconds, 4e9)) }
    }

    private func property(_ name: String) -> LuaValue {
        switch name {
        case "product": .text(host.bindings.product)
        case "imei": .text(host.bindings.imei)
        case "msisdn": .text(host.bindings.msisdn)
        case "carrier_id": .integer(Int64(host.bindings.carrierID))
        default: .nil
        }
    }

    private func setProperty(_ name: String, _ value: LuaValue) throws(LuaError) {
        switch name {
        case "product":
            guard let product = value.text.flatMap(options.productNamed) else {
                throw LuaError(
                    .runtime,
                    "'\(value.text ?? value.typeName)' is not a product; xlwm2m test --help says how to list them")
            }
            host.bindings = product
        case "imei": host.bindings.imei = try text(value, "device.imei")
        case "msisdn": host.bindings.msisdn = try text(value, "device.msisdn")
        case "carrier_id":
            guard let number = value.integer.flatMap({ Int(exactly: $0) }) else {
                throw LuaError(
                    .runtime, "device.carrier_id takes the number of an MNO profile, not a \(value.typeName)")
            }
            host.bindings.carrierID = number
        default: throw LuaError(.runtime, "device has no field '\(name)' that can be set")
        }
    }

    private func text(_ value: LuaValue, _ name: String) throws(LuaError) -> String {
        guard let text = value.text else {
            throw LuaError(.runtime, "\(name) takes a string, not a \(value.typeName)")
        }
        return text
    }

    /// The events of a kind: the text of URCs, prints and log lines, the pin of pulses, otherwise the time.
    private func list(_ kind: String) -> [LuaValue] {
        events.compactMap { entry in
            switch (kind, entry.event) {
            case ("urcs", .urc(let text)): .string(text)
            case ("prints", .print(let text, _, _)), ("log", .log(let text)): .text(text)
            case ("pulses", .pulse(let pin)): .integer(Int64(pin))
            case ("reboots", .reboot), ("factory_resets", .factoryReset): .integer(entry.time)
            default: nil
            }
        }
    }
}
