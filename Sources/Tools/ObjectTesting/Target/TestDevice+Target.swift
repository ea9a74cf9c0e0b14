import Lua
import LwM2M
import ObjectHost

/// What `target.lua` asks of the module.
extension TestDevice {
    func registerTarget() throws(LuaError) {
        guard let target else { return }
        func register(
            _ name: String, _ body: @escaping (LuaArguments) throws(LuaError) -> [LuaValue]
        ) throws(LuaError) { try host.lua.register("target_\(name)", in: Self.functionTable, body) }

        try register("unserved") { (arguments) throws(LuaError) in
            let id = ShortServerID(truncatingIfNeeded: try arguments.integer(1))
            return [target.module.whyUnserved(id).map { .text($0) } ?? .nil]
        }
        try register("collects") { _ in [.boolean(target.isCollecting)] }
        try register("reason") { _ in [target.takeReason().map { .text($0) } ?? .nil] }
        try register("impossible") { (arguments) throws(LuaError) in
            _ = try target.carryOut(.impossible(try arguments.text(1)))
            return []
        }
        try register("differs") { (arguments) throws(LuaError) in
            target.differs(try arguments.text(1))
            return []
        }
        try register("load") { (arguments) throws(LuaError) in
            _ = try target.carryOut(.load(try arguments.text(1)))
            return []
        }
        try register("read") { [unowned self] (arguments) throws(LuaError) in
            guard let path = try? Path(parsing: try arguments.text(1)) else { return [.text("same")] }
            return try read(path, on: target)
        }
        try register("write") { [unowned self] (arguments) throws(LuaError) in
            guard let path = try? Path(parsing: try arguments.text(1)) else { return [.text("same")] }
            let resources = try resources(try arguments.value(2), at: path)
            let text = try payload(resources, at: path, isAccepted: try arguments.value(3) == .boolean(true), target)
            return Self.outcome(try target.answer(to: "AT+ULWM2MWRITE=\(ATText.quoted(text))"))
        }
        try register("create") { [unowned self] (arguments) throws(LuaError) in
            guard let path = try? Path(parsing: try arguments.text(1)), let object = path.object else {
                return [.text("same")]
            }
            let resources = try TestValue.resources(try arguments.value(2), of: host.definition(of: object))
            let isAccepted = try arguments.value(3) == .boolean(true)
            let text = try payload(resources, at: Path(object, path.instance ?? 0), isAccepted: isAccepted, target)
            return Self.outcome(try target.carryOut(.create(text)))
        }
        try register("delete") { (arguments) throws(LuaError) in
            let line = "AT+ULWM2MDELETE=\(ATText.quoted(try arguments.text(1)))"
            return Self.outcome(try target.answer(to: line))
        }
        try register("at") { (arguments) throws(LuaError) in
            let line = try arguments.text(1)
            if let why = HarmfulCommand.reason(line) { throw target.impossible(why) }
            guard let answer = try target.carryOut(.ask(line, asHost: true)) else { return [.nil] }
            return [.list((answer.lines + [answer.final]).map { .text($0) })]
        }
        try register("urcs") { (arguments) throws(LuaError) in
            guard !target.isCollecting else { return [.nil] }
            let count = Int(try arguments.integer(1))
            do throws(TargetError) {
                return [.list(try target.module.scriptURCs(atLeast: count).map { .text($0) })]
            } catch { throw target.note(error) }
        }
        try register("forget") { (arguments) throws(LuaError) in
            _ = try target.carryOut(.forgetURCs(Int(try arguments.integer(1))))
            return []
        }
    }

    /// `same` for what the emulated device answered, `refused` with the result code, or nothing more than `done`.
    private static func outcome(_ answer: TargetAnswer?) -> [LuaValue] {
        guard let answer else { return [.text("same")] }
        return answer.isOK ? [.text("done")] : [.text("refused"), .text(answer.final)]
    }

    // MARK: - Reading

    /// `same`, `value` with what was read, or `refused` with the result code.
    private func read(_ path: Path, on target: TargetDevice) throws(LuaError) -> [LuaValue] {
        guard path.object != .security else {
            throw target.impossible("AT reads nothing of Object 0, which holds keys")
        }
        guard let object = path.object else { throw target.impossible("AT reads no more than an Object at a time") }
        let asked = path.depth > 3 ? Path(object, path.instance ?? 0, path.resource ?? 0) : path
        guard let answer = try target.answer(to: "AT+ULWM2MREAD=\"\(asked)\"") else { return [.text("same")] }
        guard answer.isOK else {
            let node = withObjectLimits { try? model.read(asked, from: .host) }
            if let node, (try? ATReadEncoder().text(of: node, at: asked)) == nil {
                throw target.impossible(
                    "\(asked) does not fit into an answer to AT+ULWM2MREAD, which has \(ATReadEncoder.limit) bytes")
            }
            return [.text("refused"), .text(answer.final)]
        }
        guard let line = answer.lines.first(where: { $0.hasPrefix(Self.readName) }),
            let definition = host.definition(of: object)
        else { return [.text("refused"), .text("an answer without a value")] }
        do throws(LwM2MError) {
            let text = String(line.dropFirst(Self.readName.count))
            let node = try Node(atAnswer: text, at: asked, definition: definition)
            guard path.depth > 3 else { return [.text("value"), TestValue.script(node)] }
            guard case .resource(let resource) = node, case .multiple(let instances) = resource.content,
                let found = instances.first(where: { $0.id == path.resourceInstance })
            else { return [.text("refused"), .text("no such Resource Instance")] }
            return [.text("value"), TestValue.script(.resourceInstance(found))]
        } catch {
            throw LuaError(.runtime, "the module's answer cannot be read: \(error.message): \(line)")
        }
    }

    private static let readName = "+ULWM2MREAD:"

    // MARK: - Writing

    /// The JSON of a Write, if that says the same as the values of the test.
    private func payload(
        _ resources: [Resource], at path: Path, isAccepted: Bool, _ target: TargetDevice
    ) throws(LuaError) -> String {
        guard let object = path.object, let instance = path.instance else {
            throw target.impossible("AT writes to one Object Instance at a time")
        }
        guard resources.contains(where: { $0.content != .multiple([]) }) else {
            throw target.impossible("AT writes one value at least")
        }
        let text = ATWritePayload.text(of: resources, at: Path(object, instance))
        guard let definition = host.definition(of: object) else { return text }
        guard let typed = try? ATWritePayload(parsing: text).typed(by: definition) else {
            if isAccepted { throw target.impossible("AT has no form for this value") }
            return text
        }
        guard Self.isSame(typed, resources) else {
            throw target.impossible("AT goes by the type of the Resource, and makes another value of this one")
        }
        return text
    }

    private static func isSame(_ typed: [Resource], _ given: [Resource]) -> Bool {
        func values(_ resources: [Resource]) -> [String: ResourceValue] {
            var values: [String: ResourceValue] = [:]
            for resource in resources {
                switch resource.content {
                case .single(let value): values["\(resource.id)"] = value
                case .multiple(let instances):
                    for instance in instances { values["\(resource.id)/\(instance.id)"] = instance.value }
                }
            }
            return values
        }
        let (typed, given) = (values(typed), values(given))
        return typed.count == given.count
            && typed.allSatisfy { key, value in given[key].map { isSame(value, $0) } ?? false }
    }

    private static func isSame(_ typed: ResourceValue, _ given: ResourceValue) -> Bool {
        if let one = number(typed), let other = number(given) { return one == other }
        return typed == given
    }

    private static func number(_ value: ResourceValue) -> Double? {
        switch value {
        case .integer(let number), .time(let number): Double(number)
        case .unsignedInteger(let number): Double(number)
        case .float(let number): number
        default: nil
        }
    }
}

/// Command lines that a test must not send to a module: it would not be the same afterwards.
enum HarmfulCommand {
    /// Why a line is not sent; nil if it may be.
    static func reason(_ line: String) -> String? {
        let line = line.uppercased()
        for (command, why) in commands where line.contains(command) { return "\(why): \(command) is not sent" }
        return nil
    }

    private static let commands: [(String, String)] = [
        ("+CPWROFF", "nothing but its button switches a module on again"),
        ("+CFUN=", "a module takes its time to come back"),
        ("+UFACTORY", "it would take what is kept on the module"),
        ("+UMNOPROF=", "another profile takes what is kept on the module"), ("+IPR=", "the line would be lost"),
        ("+ULWM2M=", "it would stop the client or take its data"),
        ("+UDELFILE", "files of the module are not the test's"),
        ("+UDWNFILE", "files of the module are not the test's"),
        ("+ULWM2MCONFIG", "servers of the module are not the test's"),
    ]
}
