import Emulator
import LwM2M
import Products

extension ATCommandTable {
    /// How the client treats its servers.
    ///
    /// - Source: UBX-18068860 R09 §3.2, §3.5, §3.7, §5.1.4, appendix E.
    static let configurationCommands: [ATCommand] = [
        ATCommand(
            "+ULWM2MCONFIG", "settings of a server, from the next start on",
            on: .having { product in product.commands.configurationFields > 0 },
            takes: .unshown { module, count in row(of: count, on: module.product) },
            set: { call in try configure(call) },
            read: { call in
                let places = ServerConfiguration.places(of: call.product.commands.configurationFields) ?? []
                for row in call.module.device.configurations.servers {
                    let fields = row.fields
                    call.answer(places.map { String(fields[$0]) }.joined(separator: ","))
                }
            }),
        ATCommand(
            "+ULWM2MCONFIGEXT", "settings of the client, from the next start on",
            on: .having { product in product.commands.configurationExtension != .none },
            takes: .unshown { module, _ in clientFields(of: module.product) },
            set: { call in try configureClient(call) }, read: { call in call.answer(clientFields(call)) }),
        ATCommand(
            "+ULWM2MFOTAAPN", "access point for updates, under SoftBank",
            on: .having { product in product.commands.hasFOTAAPN },
            takes: .unshown(
                .words("pdp_type", PDPContext.Kind.allCases.map(\.rawValue)), .text("apn", 0...99),
                .number("auth_type", 0...2).optional, .text("user", 0...99).optional,
                .text("password", 0...99).optional),
            set: { call in try setUpdateAPN(call) },
            read: { call in
                let fields = (call.module.nvm[.updateAPN] ?? "IPV4V6\n\n0\n\n").split(
                    separator: "\n", omittingEmptySubsequences: false)
                call.answer("\"\(fields[0])\",\"\(fields[1])\",\(fields[2]),\"\(fields[3])\"")
            }),
    ]

    // MARK: - +ULWM2MCONFIG

    /// The field counts that a product accepts: the five of the first modules, the number it prints, and what the note
    /// shows. SARA-R5 accepts the 12 of appendix E and the 11 of §3.7 on every type.
    private static func lengths(_ product: Product) -> [Int] {
        let own = product.commands.configurationFields
        let most = ServerConfiguration.fieldCount
        let isOfNote = own == most || product.group.isR5
        return Set([5, own] + (isOfNote ? [11, most] : [])).sorted()
    }

    private static func row(of count: Int?, on product: Product) -> [ATField] {
        let lengths = lengths(product)
        // A field count that does not exist is treated as too few for the longest row.
        let length = count.flatMap { lengths.contains($0) ? $0 : nil } ?? lengths[lengths.count - 1]
        return (ServerConfiguration.places(of: length) ?? []).map { .number(fieldNames[$0], range($0)) }
    }

    private static func configure(_ call: ATCall) throws(ATError) {
        let features = call.product.commands
        let places = ServerConfiguration.places(of: call.parameters.count) ?? []
        let id = try call.parameters.integer(0, "server_id")
        let device = call.module.device
        var row = device.configurations[ShortServerID(id)]
        let old = row.fields
        var fields = old
        for (index, place) in places.enumerated() where place > 0 {
            fields[place] = try call.parameters.integer(index, fieldNames[place])
        }
        // Appendix E gives 255 for SARA-R5 type 00B-00 too, although its set command does not accept it (§3.5.2): where
        // 255 is already stored, it changes nothing. Nor does any <cid> where context 1 is always used.
        let isWithoutEffect = features.usesContext1Only || (fields[3] == 255 && old[3] == 255)
        if !isWithoutEffect { try checkContext(fields[3], call) }
        guard fields[4] == 0 || call.product.group != .r41Version02B else {
            throw .syntax("<usec_psk> has to be 0 on \(call.product.name)", column: call.parameters.list[4].column)
        }
        if !features.hasServerDisabled { fields[11] = 0 }
        guard
            device.configurations.servers.contains(where: { $0.server == row.server })
                || device.configurations.servers.count < mostRows
        else { throw .notAllowed("there are \(mostRows) servers already") }
        row.fields = fields
        device.configurations.keep(row)
    }

    private static let mostRows = 64

    private static let fieldNames = [
        "server_id", "bootstrap_on_failure", "pdn_type", "cid", "usec_psk", "reg_update_boot", "reg_upd_at_PSM_exit",
        "reg_upd_after_DTLS_handshake", "DTLS_NAT_timer", "reserved", "full_registration_after_fota",
        "server_disabled",
    ]

    private static func range(_ place: Int) -> ClosedRange<Int> {
        switch place {
        case 0: 0...65534
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
            call.explain("context \(context) is not defined by +CGDCONT: the server cannot be reached until it is")
        }
    }

    // MARK: - +ULWM2MCONFIGEXT

    private static func clientFields(_ call: ATCall) -> String {
        let value = call.module.device.configurations.client
        let production = value.productionMode.map { ["\($0.isOn ? 1 : 0)", "\"\($0.sim)\""] } ?? []
        let numbers = ([value.teardown] + value.timing + [value.generalContext]).map(String.init)
        return (numbers + production + value.flags.map(String.init)).joined(separator: ",")
    }

    private static func clientFields(of product: Product) -> [ATField] {
        let seconds = 0...86_400
        let production: [ATField] = [.number("production_mode", 0...1), .text("production_sim", 0...6)]
        let fields =
            [.number("teardown", seconds)] + Array(repeating: .number("timing", seconds), count: 3)
            + [ATField.number("GeneralDataCid", 0...24)]
            + (product.commands.configurationExtension == .full ? production : [])
            + Array(repeating: .number("flag", 0...Int(Int32.max)), count: 4)
        return fields.map(\.optional)
    }

    private static func configureClient(_ call: ATCall) throws(ATError) {
        let parameters = call.parameters
        var value = call.module.device.configurations.client
        value.teardown = try parameters.integerIfGiven(0, "teardown") ?? value.teardown
        for index in 0..<3 {
            value.timing[index] = try parameters.integerIfGiven(index + 1, "timing") ?? value.timing[index]
        }
        value.generalContext = try parameters.integerIfGiven(4, "GeneralDataCid") ?? value.generalContext
        let hasProductionMode = call.product.commands.configurationExtension == .full
        if hasProductionMode {
            var mode = value.productionMode ?? ProductionMode(isOn: false, sim: "")
            if let isOn = try parameters.integerIfGiven(5, "production_mode") { mode.isOn = isOn == 1 }
            if let sim = try parameters.stringIfGiven(6, "production_sim") {
                let isDigits = sim.utf8.allSatisfy { (48...57).contains($0) }
                guard sim.isEmpty || (isDigits && sim.utf8.count >= 5) else {
                    throw .syntax("<production_sim> has 5 or 6 digits or none", column: parameters.list[6].column)
                }
                mode.sim = sim
            }
            value.productionMode = mode
        }
        let first = hasProductionMode ? 7 : 5
        for index in 0..<4 {
            value.flags[index] = try parameters.integerIfGiven(first + index, "flag") ?? value.flags[index]
        }
        call.module.device.configure(value)
    }

    // MARK: - +ULWM2MFOTAAPN

    private static func setUpdateAPN(_ call: ATCall) throws(ATError) {
        let kind = try call.parameters.string(0, "pdp_type").uppercased()
        var texts: [String] = []
        for (index, name) in [(1, "apn"), (3, "user"), (4, "password")] {
            let text = try call.parameters.stringIfGiven(index, name) ?? ""
            guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw .syntax("<\(name)> is not plain text", column: call.parameters.list[index].column)
            }
            texts.append(text)
        }
        let authentication = try call.parameters.integerIfGiven(2, "auth_type") ?? 0
        call.module.nvm[.updateAPN] = "\(kind)\n\(texts[0])\n\(authentication)\n\(texts[1])\n\(texts[2])"
    }
}
