import Clocks
import Lua
package import LwM2M

/// Reports each call of an Object's functions, whoever made it.
///
/// While an Object is loaded, its functions are wrapped in others that report them; functions that are not traced are
/// called directly. `TracedModel` says who is asking.
package final class CallTrace {
    /// Receives each call once it has ended, an inner call before the call that made it.
    package var onCall: ((TracedCall) -> Void)?
    /// Whether the keys of Object 0 are reported.
    package var showsKeys = false

    /// The requester of the request in progress; nil for the module itself.
    fileprivate var requester: Requester?
    private var running: [Running] = []
    private var count: Int64 = 0

    private struct Running {
        let number: Int64
        let began: Double
        var call: TracedCall
    }

    package init() {}

    /// Makes a host report the calls of the Objects that it loads from now on.
    ///
    /// - throws: `.setup` if there is no memory for it.
    package func attach(_ host: ObjectHost) throws(ObjectHostError) {
        do throws(LuaError) {
            let chunk = try host.lua.load(Array(Self.wrapper.utf8), named: "xlwm2m/trace.lua")
            try host.lua.register("began", in: Self.table) {
                [unowned self, unowned host] (arguments) throws(LuaError) in
                [.integer(begin(try Self.values(arguments), uptime: host.clock.uptime))]
            }
            try host.lua.register("ended", in: Self.table) { [unowned self] (arguments) throws(LuaError) in
                end(try arguments.integer(1), Self.shown(arguments, from: 2))
                return []
            }
            guard case .function(let wrap)? = try host.lua.call(chunk).first else { return }
            try host.lua.setGlobal(Self.table, .nil)
            host.prepareObject = { [unowned host] (object) throws(LuaError) in
                let names = Self.functions.map { LuaValue.text($0) }
                try host.lua.call(wrap, [.kept(object.table), .integer(Int64(object.id)), .list(names)])
            }
        } catch {
            throw ObjectHostError(.setup, file: "the scripts' host", "\(error)", cause: error)
        }
    }

    private static let table = "xlwm2m_trace"
    private static let functions = ["load", "create", "read", "write", "execute", "delete", "discover"]

    /// A function of the script that is left by an error does not reach `ended`; the next one that ends reports it.
    private static let wrapper = """
        local began, ended = xlwm2m_trace.began, xlwm2m_trace.ended
        local rawget, rawset, ipairs, type = rawget, rawset, ipairs, type
        local function finish(number, ...)
          ended(number, ...)
          return ...
        end
        return function(object, id, names)
          for _, name in ipairs(names) do
            local body = rawget(object, name)
            if type(body) == "function" then
              rawset(object, name, function(...) return finish(began(id, name, ...), body(...)) end)
            end
          end
        end
        """

    /// Discards calls that have not ended: the state in which they ran is gone.
    package func forget() {
        running = []
        requester = nil
    }

    // MARK: - Calls

    private func begin(_ values: [LuaValue], uptime: Double) -> Int64 {
        count += 1
        let object = values.first?.integer.flatMap { ObjectID(exactly: $0) } ?? 0
        var call = TracedCall(
            time: uptime, object: object, function: values.count > 1 ? values[1].text ?? "" : "",
            arguments: Array(values.dropFirst(2)), requester: requester)
        if !showsKeys { call.hideArguments() }
        running.append(Running(number: count, began: MonotonicClock.now, call: call))
        return count
    }

    private func end(_ number: Int64, _ results: [LuaValue]) {
        guard let index = running.lastIndex(where: { $0.number == number }) else { return }
        giveUp(from: index + 1, "an error")
        let ended = running.removeLast()
        var call = ended.call
        call.seconds = MonotonicClock.now - ended.began
        call.end = .returned(results)
        if !showsKeys { call.hideResults() }
        onCall?(call)
    }

    /// Reports the calls that were left by an error, innermost first.
    private func giveUp(from height: Int, _ why: String) {
        while running.count > height {
            let left = running.removeLast()
            var call = left.call
            call.seconds = MonotonicClock.now - left.began
            call.end = .failed(why)
            onCall?(call)
        }
    }

    /// Carries out a request on behalf of its requester.
    fileprivate func request<Result>(
        by requester: Requester, _ body: () throws(LwM2MError) -> Result
    ) throws(LwM2MError) -> Result {
        let (outer, height) = (self.requester, running.count)
        self.requester = requester
        defer { self.requester = outer }
        do throws(LwM2MError) {
            let result = try body()
            giveUp(from: height, "an error")
            return result
        } catch {
            giveUp(from: height, error.message)
            throw error
        }
    }

    /// The values in a form that can be shown: a value too large to leave Lua is reported only by its type.
    private static func shown(_ arguments: LuaArguments, from first: Int) -> [LuaValue] {
        (first..<max(first, arguments.count + 1)).map { position in (try? arguments.value(position)) ?? .other }
    }

    private static func values(_ arguments: LuaArguments) throws(LuaError) -> [LuaValue] { shown(arguments, from: 1) }
}

/// The Objects of a host, with a trace that records who is asking.
package final class TracedModel: DataModel {
    private let host: ObjectHost
    private let trace: CallTrace

    /// A host whose calls are traced.
    package init(_ host: ObjectHost, _ trace: CallTrace) { (self.host, self.trace) = (host, trace) }

    package var objectIDs: [ObjectID] { host.objectIDs }
    package func instances(of id: ObjectID) -> [ObjectInstanceID] { host.instances(of: id) }
    package func definition(of id: ObjectID) -> ObjectDefinition? { host.definition(of: id) }
    package func isDevicesOwn(_ path: Path) -> Bool { host.isDevicesOwn(path) }
    package func authorize(_ right: AccessRights, at path: Path, from requester: Requester) throws(LwM2MError) {
        try host.authorize(right, at: path, from: requester)
    }

    package var onChange: ((DataModelChange) -> Void)? {
        get { host.onChange }
        set { host.onChange = newValue }
    }

    package func read(_ path: Path, from requester: Requester) throws(LwM2MError) -> Node {
        try trace.request(by: requester) { () throws(LwM2MError) in try host.read(path, from: requester) }
    }

    package func write(
        _ resources: [Resource], to path: Path, mode: WriteMode, from requester: Requester
    ) throws(LwM2MError) {
        try trace.request(by: requester) { () throws(LwM2MError) in
            try host.write(resources, to: path, mode: mode, from: requester)
        }
    }

    package func execute(_ path: Path, arguments: String, from requester: Requester) throws(LwM2MError) {
        try trace.request(by: requester) { () throws(LwM2MError) in
            try host.execute(path, arguments: arguments, from: requester)
        }
    }

    package func create(
        _ instances: [NewInstance], from requester: Requester
    ) throws(LwM2MError) -> [ObjectInstanceID] {
        try trace.request(by: requester) { () throws(LwM2MError) in try host.create(instances, from: requester) }
    }

    package func delete(_ path: Path, from requester: Requester) throws(LwM2MError) {
        try trace.request(by: requester) { () throws(LwM2MError) in try host.delete(path, from: requester) }
    }

    package func discover(_ path: Path, from requester: Requester) throws(LwM2MError) -> [DiscoveredPath] {
        try trace.request(by: requester) { () throws(LwM2MError) in try host.discover(path, from: requester) }
    }
}
