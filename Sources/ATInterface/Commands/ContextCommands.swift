import Emulator
import Modem

extension ATCommandTable {
    /// The contexts of the packet domain and what hosts do with them on a module that is attached.
    ///
    /// - Source: UBX-17003787 R13, chapter 13; UBX-20009652 R02 §7.3.
    static let contextCommands: [ATCommand] = [
        ATCommand(
            "+CGDCONT", "contexts", set: { call in try define(call) }, read: { call in listContexts(call) },
            test: { call in
                for kind in PDPContext.Kind.allCases {
                    call.answer("(\(range(of: call))),\"\(kind.rawValue)\",,,(0),(0),(0,1),(0,1)")
                }
            }),
        ATCommand(
            "+CGATT", "attached",
            set: { call in
                try call.parameters.expect(1...1)
                call.module.network.isAttached = try call.parameters.integer(0, "state", in: 0...1) == 1
            }, read: { call in call.answer(call.module.isAttached ? "1" : "0") },
            test: { call in call.answer("(0,1)") }),
        ATCommand(
            "+CGACT", "context active", set: { call in try activate(call) },
            read: { call in
                for context in call.module.visibleContexts {
                    call.answer("\(context.id),\(call.module.isActive(context.id) ? 1 : 0)")
                }
            }, test: { call in call.answer("(0,1)") }),
        ATCommand(
            "+CGPADDR", "address of a context",
            set: { call in
                try call.parameters.expect(1...11)
                for index in 0..<call.parameters.count { call.answerAddress(try call.contextID(index)) }
            },
            test: { call in
                call.answer("(\(call.module.visibleContexts.map { String($0.id) }.joined(separator: ",")))")
            }, action: { call in for context in call.module.visibleContexts { call.answerAddress(context.id) } }),
        ATCommand(
            "+CGCONTRDP", "parameters of an active context",
            set: { call in
                try call.parameters.expect(1...1)
                call.answerParameters(try call.contextID(0))
            }, test: { call in call.answer("(1)") },
            action: { call in for context in call.module.visibleContexts { call.answerParameters(context.id) } }),
        ATCommand(
            "+CGAUTH", "authentication of a context", set: { call in try call.keep(1...4) }, read: { _ in },
            test: { call in call.answer("(\(range(of: call))),(0-2),,") }),
        ATCommand(
            "+UAUTHREQ", "authentication of a context", set: { call in try call.keep(2...4) },
            test: { call in call.answer("(\(range(of: call))),(0-2),,") }),
        ATCommand(
            "+UPSD", "internal connection", on: .notOnR41, set: { call in try call.keep(1...3) },
            test: { call in call.answer("(0-6),(0,100),(0-4)") }),
        ATCommand(
            "+UPSDA", "internal connection on and off", on: .onR5, set: { call in try switchInternal(call) },
            test: { call in call.answer("(0-6),(0-4)") }),
        ATCommand(
            "+UPSND", "state of the internal connection", on: .notOnR41,
            set: { call in
                try call.parameters.expect(2...2)
                let profile = try call.parameters.integer(0, "profile_id", in: 0...6)
                let parameter = try call.parameters.integer(1, "param_tag", in: 0...17)
                let isActive = call.module.isAttached
                let address = "\"\(isActive ? ATAssumptions.address : "")\""
                call.answer("\(profile),\(parameter),\(parameter == 8 ? (isActive ? "1" : "0") : address)")
            }),
        queried("+UDCONF", "settings of data commands", "1,0", test: "(0,1,8),(0,1)"),
        kept("+UGPRF", "settings of the positioning", "0,0,\"\"", test: "(0-7),(0-65535),\"server\""),
        kept("+UPORTFWD", "forwards ports", "0", test: "(0,1,2,100),(0,1)"),
    ]

    /// A command whose one-parameter set form asks for the value: `AT+UDCONF=1`.
    private static func queried(_ name: String, _ summary: String, _ value: String, test: String) -> ATCommand {
        ATCommand(
            name, summary,
            set: { call in
                if call.parameters.count > 1 { return try call.keep(2...3) }
                let id = try call.parameters.integer(0, "op_code", in: 0...99)
                let kept = call.module.network.kept[name] ?? value
                call.answer(kept.hasPrefix("\(id),") ? kept : "\(id),0")
            }, test: { call in call.answer(test) })
    }

    /// The numbers of contexts: SARA-R5 counts from 0, the others from 1.
    private static func numbers(_ call: ATCall) -> ClosedRange<Int> { call.product.group.isR5 ? 0...10 : 1...24 }

    private static func range(of call: ATCall) -> String {
        let numbers = numbers(call)
        return "\(numbers.lowerBound)-\(numbers.upperBound)"
    }

    private static func define(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(1...16)
        let id = try call.parameters.integer(0, "cid")
        let module = call.module
        guard numbers(call).contains(id) else {
            throw ATError(
                .operationNotAllowed, "<cid> is \(id), not within \(range(of: call))",
                column: call.parameters.list[0].column)
        }
        guard module.hiddenContext != id else {
            throw .notAllowed("context \(id) belongs to the operator under profile \(module.profile)")
        }
        guard call.parameters.count > 1 else {
            module.device.undefineContext(id)
            return
        }
        let word = try call.parameters.stringIfGiven(1, "PDP_type") ?? "IP"
        guard let kind = PDPContext.Kind(rawValue: word.uppercased()) else {
            throw .syntax(
                "<PDP_type> '\(word)' is none of IP, IPV6, IPV4V6, NONIP", column: call.parameters.list[1].column)
        }
        let apn = try call.parameters.stringIfGiven(2, "APN") ?? ""
        guard apn.utf8.count <= 99, apn.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 34 }) else {
            throw .syntax("<APN> is no name of at most 99 characters", column: call.parameters.list[2].column)
        }
        module.network.inactive.remove(id)
        module.device.define(PDPContext(id: id, kind: kind, apn: apn))
    }

    private static func listContexts(_ call: ATCall) {
        for context in call.module.visibleContexts {
            let address = call.module.isActive(context.id) ? ATAssumptions.address : "0.0.0.0"
            let isR5 = call.product.group.isR5
            let both = isR5 && context.kind == .ipv4v6 ? "\(address) 0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0" : address
            // Hosts look for one dotted IPv4 in quotes, which an active context has.
            let shown = address == "0.0.0.0" ? both : address
            call.answer(
                "\(context.id),\"\(context.kind.rawValue)\",\"\(context.apn)\",\"\(shown)\","
                    + (isR5 ? "0,0,0,2,0,0,0,0,0,0" : "0,0,0,0"))
        }
    }

    private static func activate(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(1...12)
        let isActive = try call.parameters.integer(0, "status", in: 0...1) == 1
        var ids: [Int] = []
        for index in 1..<max(1, call.parameters.count) { ids.append(try call.contextID(index)) }
        if ids.isEmpty { ids = call.module.visibleContexts.map(\.id) }
        for id in ids {
            if isActive { call.module.network.inactive.remove(id) } else { call.module.network.inactive.insert(id) }
        }
    }

    private static func switchInternal(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(2...2)
        let profile = try call.parameters.integer(0, "profile_id", in: 0...6)
        let action = try call.parameters.integer(1, "action", in: 0...4)
        guard action == 3 else { return }
        guard call.module.isAttached else { throw .notAllowed("the module is not attached") }
        call.module.raise("+UUPSDA: \(profile),\"\(ATAssumptions.address)\"", after: 0.5)
    }
}

extension ATCall {
    /// The number of a context that is defined.
    func contextID(_ index: Int) throws(ATError) -> Int {
        let id = try parameters.integer(index, "cid")
        guard module.visibleContexts.contains(where: { $0.id == id }) else {
            throw .syntax(
                "context \(id) is not defined: AT+CGDCONT=\(id),\"IP\",\"apn\" first",
                column: parameters.list[index].column)
        }
        return id
    }

    func answerAddress(_ id: Int) {
        answer("\(id),\"\(module.isActive(id) ? ATAssumptions.address : "")\"")
    }

    func answerParameters(_ id: Int) {
        guard module.isActive(id), let context = module.visibleContexts.first(where: { $0.id == id }) else { return }
        answer(
            "\(id),5,\"\(context.apn)\",\"\(ATAssumptions.address).255.255.255.0\",\"10.0.0.1\",\"10.0.0.1\",\"10.0.0.1\""
        )
    }
}

extension ATModule {
    /// The context that the product hides under the profile.
    var hiddenContext: Int? { MNOProfile.numbered(profile)?.hiddenContext(on: product) }

    var visibleContexts: [PDPContext] { device.contexts.filter { $0.id != hiddenContext } }

    /// Whether the module is attached to the packet domain.
    var isAttached: Bool { network.isAttached && isRegistered }

    func isActive(_ context: Int) -> Bool { isAttached && !network.inactive.contains(context) }
}
