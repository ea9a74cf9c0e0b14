import Emulator
import Products

extension ATCommandTable {
    /// The packet domain contexts.
    ///
    /// - Source: UBX-17003787 R13, chapter 13; UBX-20009652 R02 §7.3; 3GPP TS 27.007 §10.1.
    static let contextCommands: [ATCommand] = [
        ATCommand(
            "+CGDCONT", "contexts", takes: .unshown { module, _ in definition(module) },
            set: { call in try define(call) }, read: { call in listContexts(call) },
            test: .answers { call in
                let fields = definition(call.module).filter { !$0.isHidden }.map(\.shown)
                for kind in PDPContext.Kind.allCases {
                    call.answer((fields[..<1] + ["\"\(kind.rawValue)\""] + fields[2...]).joined(separator: ","))
                }
            }),
        ATCommand(
            "+CGATT", "attached", takes: ATSyntax(.flag("state")),
            set: { call in
                guard try call.parameters.integer(0, "state") == 1 else {
                    call.module.radio.wantsAttachment = false
                    return call.module.updateRadio()
                }
                try call.attach()
            }, read: { call in call.answer(call.module.isAttached ? "1" : "0") }),
        ATCommand(
            "+CGACT", "context active",
            takes: .of { module in [.flag("state")] + contexts(of: module).map { $0.optional.hidden } },
            set: { call in try activate(call) },
            read: { call in
                for context in call.module.visibleContexts {
                    call.answer("\(context.id),\(call.module.isActive(context.id) ? 1 : 0)")
                }
            }),
        ATCommand(
            "+CGPADDR", "address of a context",
            takes: .of { module in
                let contexts = contexts(of: module)
                return contexts.prefix(1) + contexts.dropFirst().map { $0.optional.hidden }
            },
            set: { call in
                for index in 0..<call.parameters.count {
                    if let id = try call.parameters.integerIfGiven(index, "cid") { call.answerAddress(id) }
                }
            }, action: { call in for context in call.module.visibleContexts { call.answerAddress(context.id) } }),
        ATCommand(
            "+CGCONTRDP", "parameters of an active context", takes: .of { module in Array(contexts(of: module)[..<1]) },
            set: { call in call.answerParameters(try call.parameters.integer(0, "cid")) },
            action: { call in for context in call.module.visibleContexts { call.answerParameters(context.id) } }),
        ATCommand(
            "+CGAUTH", "authentication of a context", takes: authentication,
            set: { call in call.keep() }, read: { _ in }),
        ATCommand("+UAUTHREQ", "authentication of a context", takes: authentication, set: { call in call.keep() }),
    ]

    /// The valid context numbers: SARA-R5 counts from 0, the others from 1.
    static func contextNumbers(_ product: Product) -> ClosedRange<Int> { product.group.isR5 ? 0...10 : 1...24 }

    /// As many parameters as there can be contexts, each the number of a defined context.
    private static func contexts(of module: ATModule) -> [ATField] {
        let field = ATField.choice("cid", module.visibleContexts.map(\.id))
        return Array(repeating: field, count: contextNumbers(module.product).count)
    }

    private static let authentication = ATSyntax.of { module in
        let numbers = contextNumbers(module.product)
        return [
            ATField.number("cid", numbers), ATField.number("auth_type", 0...2).optional,
            ATField.text("username", 0...64).optional, ATField.text("password", 0...64).optional,
        ]
    }

    private static func definition(_ module: ATModule) -> [ATField] {
        let first = [
            ATField.number("cid", contextNumbers(module.product)).refused(with: .operationNotAllowed),
            ATField.words("PDP_type", PDPContext.Kind.allCases.map(\.rawValue)).optional,
            ATField.text("APN", 0...99).optional, ATField.text("PDP_addr", 0...150).optional,
            ATField.choice("d_comp", [0]).optional, ATField.choice("h_comp", [0]).optional,
        ]
        guard module.product.group.isR5 else {
            return first + [ATField.flag("IPv4AddrAlloc").optional, ATField.flag("emergency").optional]
        }
        let names = ["P-CSCF_discovery", "IM_CN_signalling", "NSLPI", "securePCO", "IPv4_MTU", "Local_Addr_Ind"]
        return first + [ATField.flag("IPv4AddrAlloc").optional, ATField.number("request_type", 0...2).optional]
            + names.map { ATField.flag($0).optional }
    }

    private static func define(_ call: ATCall) throws(ATError) {
        let id = try call.parameters.integer(0, "cid")
        let module = call.module
        guard module.hiddenContext != id else {
            throw .notAllowed("context \(id) belongs to the operator under profile \(module.profile)")
        }
        guard !module.device.isReadOnly(context: id) else {
            throw .notAllowed("context \(id) is the operator's under profile \(module.profile) and cannot be changed")
        }
        guard call.parameters.count > 1 else {
            module.device.undefineContext(id)
            return
        }
        let word = try call.parameters.stringIfGiven(1, "PDP_type") ?? "IP"
        let apn = try call.parameters.stringIfGiven(2, "APN") ?? ""
        guard apn.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 34 }) else {
            throw .syntax("<APN> is not a name", column: call.parameters.list[2].column)
        }
        module.radio.inactive.remove(id)
        module.device.define(PDPContext(id: id, kind: PDPContext.Kind(rawValue: word.uppercased()) ?? .ip, apn: apn))
    }

    private static func listContexts(_ call: ATCall) {
        for context in call.module.visibleContexts {
            let address = call.module.isActive(context.id) ? ATAssumptions.address : "0.0.0.0"
            let isR5 = call.product.group.isR5
            let both = isR5 && context.kind == .ipv4v6 ? "\(address) 0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0" : address
            // Hosts look for a single dotted IPv4 address in quotes, which an active context has.
            let shown = address == "0.0.0.0" ? both : address
            call.answer(
                "\(context.id),\"\(context.kind.rawValue)\",\"\(call.module.shownAPN(of: context))\",\"\(shown)\","
                    + (isR5 ? "0,0,0,2,0,0,0,0,0,0" : "0,0,0,0"))
        }
    }

    /// Attaches first if necessary (3GPP TS 27.007 §10.1.10).
    private static func activate(_ call: ATCall) throws(ATError) {
        let isActive = try call.parameters.integer(0, "state") == 1
        let module = call.module
        var ids: [Int] = []
        for index in 1..<max(1, call.parameters.count) {
            if let id = try call.parameters.integerIfGiven(index, "cid") { ids.append(id) }
        }
        if ids.isEmpty { ids = module.visibleContexts.map(\.id) }
        guard isActive else { return module.radio.inactive.formUnion(ids) }
        for id in ids { try module.requireEnabled(id) }
        try call.attach { call throws(ATError) in call.module.radio.inactive.subtract(ids) }
    }
}

extension ATModule {
    /// - throws: if Object 11 disables the access point of a context that is not that of the attach.
    func requireEnabled(_ context: Int) throws(ATError) {
        guard context == attachContext || !disabledContexts.contains(context) else {
            throw .notAllowed("the access point of context \(context) is disabled in Object 11")
        }
    }
}

extension ATCall {
    /// Attaches if the module is not attached yet, then continues.
    ///
    /// - throws: if the state of the module does not allow it, or there is no network.
    func attach(then finish: @escaping (ATCall) throws(ATError) -> Void = { _ throws(ATError) in }) throws(ATError) {
        guard !module.isAttached else { return try finish(self) }
        _ = try sim
        guard module.radio.hasRadio else { throw .notAllowed("the radio is off: AT+CFUN=1 first") }
        guard module.radio.mode != 2 else { throw .notAllowed("the module left the network: AT+COPS=0 first") }
        module.radio.wantsAttachment = true
        module.updateRadio()
        guard !module.radio.isBarred else {
            throw .notAllowed("the access point of the attach is disabled in Object 11")
        }
        guard module.radio.registrationDue != nil else {
            throw ATError(.noNetworkService, "there is no network to attach to")
        }
        awaitRegistration(then: finish)
    }

    func answerAddress(_ id: Int) {
        answer("\(id),\"\(module.isActive(id) ? ATAssumptions.address : "")\"")
    }

    func answerParameters(_ id: Int) {
        guard module.isActive(id), let context = module.visibleContexts.first(where: { $0.id == id }) else { return }
        let apn = module.activeAPN(of: context)
        answer("\(id),5,\"\(apn)\",\"\(ATAssumptions.address).255.255.255.0\",\"10.0.0.1\",\"10.0.0.1\",\"10.0.0.1\"")
    }
}
