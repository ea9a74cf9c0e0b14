import Emulator
import LwM2M
import Modem

extension ATCommandTable {
    /// How the client treats its servers.
    ///
    /// - Source: UBX-18068860 R09 §3.2, §3.5, §3.7, §5.1.4, appendix E.
    static let configurationCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2MCONFIG", "settings of a server, from the next start on",
            on: .having { product in product.commands.configurationFields > 0 }, set: { call in try configure(call) },
            read: { call in
                let places = ServerConfiguration.places(of: call.product.commands.configurationFields) ?? []
                for row in call.module.device.serverConfigurations {
                    let fields = row.fields
                    call.answer(places.map { String(fields[$0]) }.joined(separator: ","))
                }
            }),
        ATCommand(
            "+ULWM2MCONFIGEXT", "settings of the client, from the next start on",
            on: .having { product in product.commands.configurationExtension != .none },
            set: { call in try configureClient(call) }, read: { call in call.answer(clientFields(call)) }),
        ATCommand(
            "+ULWM2MFOTAAPN", "access point for updates, under SoftBank",
            on: .having { product in product.commands.hasFOTAAPN }, set: { call in try setUpdateAPN(call) },
            read: { call in
                let fields = (call.module.text(.updateAPN) ?? "IPV4V6\n\n0\n\n").split(
                    separator: "\n", omittingEmptySubsequences: false)
                call.answer("\"\(fields[0])\",\"\(fields[1])\",\(fields[2]),\"\(fields[3])\"")
            }),
    ]

    // MARK: - +ULWM2MCONFIG

    /// A row has the five fields of the first modules, or as many as the product prints; SARA-R5 takes the older 11
    /// too, which the note uses beside its 12.
    private static func configure(_ call: ATCall) throws(ATError) {
        let features = call.product.commands
        var counts: Set = [5, features.configurationFields]
        if features.configurationFields == ServerConfiguration.fieldCount { counts.insert(11) }
        guard counts.contains(call.parameters.count), let places = ServerConfiguration.places(of: call.parameters.count)
        else {
            let words = counts.sorted().map(String.init).joined(separator: ", ")
            throw .syntax("has \(call.parameters.count) fields, not one of \(words)")
        }
        let id = try call.parameters.integer(0, "server_id", in: 0...65534)
        let device = call.module.device
        var row = device.configuration(of: ShortServerID(id))
        var fields = row.fields
        for (index, place) in places.enumerated() where place > 0 {
            fields[place] = try call.parameters.integer(index, fieldNames[place], in: range(place))
        }
        try checkContext(fields[3], call)
        guard fields[4] == 0 || call.product.group != .r41Version02B else {
            throw .syntax("<usec_psk> has to be 0 on \(call.product.name)", column: call.parameters.list[4].column)
        }
        if !features.hasServerDisabled { fields[11] = 0 }
        guard
            device.serverConfigurations.contains(where: { $0.server == row.server })
                || device.serverConfigurations.count < mostRows
        else { throw .notAllowed("there are \(mostRows) servers already") }
        row.fields = fields
        device.configure(row)
    }

    private static let mostRows = 64

    private static let fieldNames = [
        "server_id", "bootstrap_on_failure", "pdn_type", "cid", "usec_psk", "reg_update_boot", "reg_upd_at_PSM_exit",
        "reg_upd_after_DTLS_handshake", "DTLS_NAT_timer", "reserved", "full_registration_after_fota",
        "server_disabled",
    ]

    private static func range(_ place: Int) -> ClosedRange<Int> {
        switch place {
        case 2: 1...3
        case 3: 0...255
        case 8: 0...86_400
        case 9: 0...Int(Int32.max)
        case 11: 0...2
        default: 0...1
        }
    }

    private static func checkContext(_ context: Int, _ call: ATCall) throws(ATError) {
        if context == 255 {
            guard call.product.commands.takesGeneralContext else {
                throw .syntax("<cid> 255 is not taken by \(call.product.name)", column: call.parameters.list[3].column)
            }
        } else if !call.module.device.contexts.contains(where: { $0.id == context }) {
            call.note("context \(context) is not defined by +CGDCONT: the server cannot be reached until it is")
        }
    }

    // MARK: - +ULWM2MCONFIGEXT

    private static func clientFields(_ call: ATCall) -> String {
        let value = call.module.device.clientConfiguration
        let production = value.productionMode.map { ["\($0.isOn ? 1 : 0)", "\"\($0.sim)\""] } ?? []
        let numbers = ([value.teardown] + value.timing + [value.generalContext]).map(String.init)
        return (numbers + production + value.flags.map(String.init)).joined(separator: ",")
    }

    private static func configureClient(_ call: ATCall) throws(ATError) {
        let hasProductionMode = call.product.commands.configurationExtension == .full
        try call.parameters.expect(1...(hasProductionMode ? 11 : 9))
        let parameters = call.parameters
        var value = call.module.device.clientConfiguration
        value.teardown = try parameters.integerIfGiven(0, "teardown", in: 0...86_400) ?? value.teardown
        for index in 0..<3 {
            value.timing[index] =
                try parameters.integerIfGiven(index + 1, "timing", in: 0...86_400) ?? value.timing[index]
        }
        value.generalContext = try parameters.integerIfGiven(4, "GeneralDataCid", in: 0...24) ?? value.generalContext
        if hasProductionMode {
            var mode = value.productionMode ?? ProductionMode(isOn: false, sim: "")
            if let isOn = try parameters.integerIfGiven(5, "production_mode", in: 0...1) { mode.isOn = isOn == 1 }
            if let sim = try parameters.stringIfGiven(6, "production_sim") {
                let isDigits = sim.utf8.allSatisfy { (48...57).contains($0) }
                guard sim.isEmpty || (isDigits && (5...6).contains(sim.utf8.count)) else {
                    throw .syntax("<production_sim> has 5 or 6 digits or none", column: parameters.list[6].column)
                }
                mode.sim = sim
            }
            value.productionMode = mode
        }
        let first = hasProductionMode ? 7 : 5
        for index in 0..<4 {
            value.flags[index] =
                try parameters.integerIfGiven(first + index, "flag", in: 0...Int(Int32.max)) ?? value.flags[index]
        }
        call.module.device.configure(value)
    }

    // MARK: - +ULWM2MFOTAAPN

    private static func setUpdateAPN(_ call: ATCall) throws(ATError) {
        try call.parameters.expect(2...5)
        let kind = try call.parameters.string(0, "pdp_type")
        guard PDPContext.Kind(rawValue: kind) != nil else {
            throw .syntax(
                "<pdp_type> '\(kind)' is none of IP, IPV6, IPV4V6, NONIP", column: call.parameters.list[0].column)
        }
        var texts: [String] = []
        for (index, name) in [(1, "apn"), (3, "user"), (4, "password")] {
            let text = try call.parameters.stringIfGiven(index, name) ?? ""
            guard text.utf8.count <= 99, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw .syntax(
                    "<\(name)> is no text of at most 99 characters", column: call.parameters.list[index].column)
            }
            texts.append(text)
        }
        let authentication = try call.parameters.integerIfGiven(2, "auth_type", in: 0...2) ?? 0
        call.module.set(.updateAPN, to: "\(kind)\n\(texts[0])\n\(authentication)\n\(texts[1])\n\(texts[2])")
    }
}
