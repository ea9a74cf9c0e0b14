import Emulator
import Products

extension ATCommandTable {
    /// What hosts set up and count on the contexts of an attached module.
    ///
    /// - Source: UBX-17003787 R13, chapters 13 and 19; UBX-20009652 R02 §7.3.
    static let connectionCommands: [ATCommand] = [
        ATCommand(
            "+UPSD", "internal connection", on: .notOnR41,
            takes: .of { module in
                [
                    .number("profile_id", 0...6), ATField.choice("param_tag", [0, 100]).optional,
                    ATField.number("param_val", 0...contextNumbers(module.product).upperBound).optional,
                ]
            },
            set: { call in
                let profile = try call.parameters.integer(0, "profile_id")
                if try call.parameters.integerIfGiven(1, "param_tag") == 100,
                    let context = try call.parameters.integerIfGiven(2, "param_val")
                {
                    call.module.radio.connectionContexts[profile] = context
                }
                call.keep()
            }),
        ATCommand(
            "+UPSDA", "internal connection on and off", on: .onR5,
            takes: ATSyntax(.number("profile_id", 0...6), .number("action", 0...4)),
            set: { call in
                let profile = try call.parameters.integer(0, "profile_id")
                switch try call.parameters.integer(1, "action") {
                case 3: try call.module.openConnection(profile)
                case 4: call.module.radio.closedConnections.insert(profile)
                default: break
                }
            }),
        ATCommand(
            "+UPSND", "state of the internal connection", on: .notOnR41,
            takes: ATSyntax(.number("profile_id", 0...6), .number("param_tag", 0...17)),
            set: { call in
                let profile = try call.parameters.integer(0, "profile_id")
                let parameter = try call.parameters.integer(1, "param_tag")
                let isActive = call.module.isConnectionOpen(profile)
                let address = "\"\(isActive ? ATAssumptions.address : "")\""
                call.answer("\(profile),\(parameter),\(parameter == 8 ? (isActive ? "1" : "0") : address)")
            }),
        ATCommand(
            "+UDCONF", "settings of data commands",
            takes: ATSyntax(.choice("op_code", [0, 1, 8]), .flag("setting").optional),
            set: { call in
                let code = try call.parameters.integer(0, "op_code")
                let name = "+UDCONF \(code)"
                if let setting = try call.parameters.integerIfGiven(1, "setting") {
                    call.module.radio.kept[name] = "\(setting)"
                } else {
                    call.answer("\(code),\(call.module.radio.kept[name] ?? "0")")
                }
            }),
        kept(
            "+UGPRF", "settings of the positioning", "0,0,\"\"",
            takes: ATSyntax(
                .number("gnss_I/O_configuration", 0...7), .number("port", 0...65_535).optional,
                .text("server", 0...64, shown: "\"server\"").optional)),
        kept(
            "+UPORTFWD", "forwards ports", "0",
            takes: ATSyntax(.choice("command_type", [0, 1, 2, 100]), .flag("action").optional)),
        .action("+UGCNTRD", "bytes of the contexts") { call in
            for context in call.module.visibleContexts where call.module.isActive(context.id) {
                let session = call.module.traffic(of: context.id)
                let before = call.module.countedBefore(context.id)
                call.answer(
                    "\(context.id),\(session.sent),\(session.received),\(before.sent + session.sent),"
                        + "\(before.received + session.received)")
            }
        },
        ATCommand(
            "+UGCNTSET", "total bytes of a context",
            takes: .of { module in
                [
                    .choice("cid", module.visibleContexts.map(\.id)), .number("sent", 0...Int(UInt32.max)),
                    .number("received", 0...Int(UInt32.max)),
                ]
            },
            set: { call in
                let id = try call.parameters.integer(0, "cid")
                let session = call.module.traffic(of: id)
                call.module.keepCount(
                    id, sent: try call.parameters.integer(1, "sent") - session.sent,
                    received: try call.parameters.integer(2, "received") - session.received)
            }),
    ]
}

/// The internal connections of `+UPSD`.
extension ATModule {
    /// The context over which a connection runs: that of the attach unless `+UPSD` names another.
    private func context(ofConnection profile: Int) -> Int? { radio.connectionContexts[profile] ?? attachContext }

    fileprivate func isConnectionOpen(_ profile: Int) -> Bool {
        guard let context = context(ofConnection: profile) else { return false }
        return !radio.closedConnections.contains(profile) && isActive(context)
    }

    /// Opens a connection, and activates its context if necessary.
    ///
    /// - throws: if the module is not attached, or the access point of the context is disabled.
    fileprivate func openConnection(_ profile: Int) throws(ATError) {
        guard isAttached else { throw .notAllowed("the module is not attached") }
        if let context = context(ofConnection: profile) {
            try requireEnabled(context)
            radio.inactive.remove(context)
        }
        radio.closedConnections.remove(profile)
        raise("+UUPSDA: \(profile),\"\(ATAssumptions.address)\"", after: 0.5)
    }
}

extension ATModule {
    /// The bytes that the LwM2M client has transferred since boot, over the context of the attach.
    func traffic(of context: Int) -> (sent: Int, received: Int) {
        context == attachContext ? (device.radio.sent, device.radio.received) : (0, 0)
    }

    /// What a context had counted before this boot, as set by the host.
    func countedBefore(_ context: Int) -> (sent: Int, received: Int) {
        let numbers = counters[context] ?? []
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }

    func keepCount(_ context: Int, sent: Int, received: Int) {
        var all = counters
        all[context] = [sent, received]
        let text = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value[0])=\($0.value[1])" }
        nvm[.counters] = text.joined(separator: " ")
    }

    private var counters: [Int: [Int]] {
        var counters: [Int: [Int]] = [:]
        for entry in (nvm[.counters] ?? "").split(separator: " ") {
            let numbers = entry.split(separator: "=").compactMap { Int($0) }
            if numbers.count == 3 { counters[numbers[0]] = Array(numbers[1...]) }
        }
        return counters
    }
}
