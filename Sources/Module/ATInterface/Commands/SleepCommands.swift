import Emulator
import Products

extension ATCommandTable {
    /// How the module saves power on its network: PSM and eDRX.
    ///
    /// - Source: 3GPP TS 27.007 §7.38, §7.40, §7.41; UBX-17003787 R13, chapter 5.
    static let sleepCommands: [ATCommand] = [
        ATCommand(
            "+CPSMS", "power saving mode",
            takes: ATSyntax(
                .choice("mode", [0, 1, 2]).optional, .nothing("periodic_RAU"), .nothing("GPRS_READY_timer"),
                .bits("periodic_TAU", 8).optional, .bits("active_time", 8).optional),
            set: { call in try setPowerSaving(call) },
            read: { call in call.answer(call.kept(in: .powerSaving) ?? ATAssumptions.powerSaving) },
            action: { _ in }),
        ATCommand("+UCPSMS", "power saving mode as the network gave it", read: { call in answerGrantedSaving(call) }),
        kept("+UPSMR", "URC of the power saving mode", "0", takes: ATSyntax(.flag("mode"))),
        ATCommand(
            "+CEDRXS", "eDRX",
            takes: ATSyntax(
                .number("mode", 0...3).optional, .number("AcT", 4...5).optional, .bits("eDRX", 4).optional),
            set: { call in try setReception(call) },
            read: { call in
                for (technology, value) in call.module.reception.values.sorted(by: { $0.key < $1.key }) {
                    call.answer("\(technology),\"\(value)\"")
                }
            }),
        .action("+CEDRXRDP", "eDRX as the network gave it") { call in
            let reception = call.module.reception
            // The network is LTE-M, 4, and grants what is requested.
            guard call.module.isAttached, reception.mode != 0, let value = reception.values[4] else {
                return call.answer("0")
            }
            call.answer("4,\"\(value)\",\"\(value)\",\"\(ATAssumptions.pagingTimeWindow)\"")
        },
    ]

    /// What is left out keeps its value; 2 restores the factory times.
    private static func setPowerSaving(_ call: ATCall) throws(ATError) {
        let mode = try call.parameters.integerIfGiven(0, "mode") ?? 1
        guard mode != 2 else { return call.module.nvm[.powerSaving] = nil }
        var fields = (call.kept(in: .powerSaving) ?? ATAssumptions.powerSaving)
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[0] = "\(mode)"
        fields += Array(repeating: "", count: max(0, 5 - fields.count))
        for (index, parameter) in call.parameters.list.enumerated().dropFirst() where !parameter.text.isEmpty {
            fields[index] = parameter.text
        }
        call.module.nvm[.powerSaving] = fields.joined(separator: ",")
    }

    /// The network grants what `+CPSMS` requests.
    private static func answerGrantedSaving(_ call: ATCall) {
        let asked = call.module.nvm[.powerSaving] ?? ATAssumptions.powerSaving
        let times = asked.split(separator: ",", omittingEmptySubsequences: false)
        guard asked.hasPrefix("1"), call.module.isAttached, times.count == 5 else { return call.answer("0") }
        call.answer("1,,,\(times[3]),\(times[4]),0")
    }

    /// A technology or a value that is left out keeps its value; 3 restores the factory settings.
    private static func setReception(_ call: ATCall) throws(ATError) {
        var reception = call.module.reception
        let mode = try call.parameters.integerIfGiven(0, "mode") ?? reception.mode
        let technology = try call.parameters.integerIfGiven(1, "AcT")
        let value = try call.parameters.stringIfGiven(2, "eDRX")
        guard mode != 3 else { return call.module.nvm[.discontinuousReception] = nil }
        if mode == 0 {
            if let technology { reception.values[technology] = nil } else { reception.values = [:] }
        } else if let technology {
            reception.values[technology] = value ?? reception.values[technology] ?? ATAssumptions.discontinuousReception
        }
        reception.mode = mode
        call.module.nvm[.discontinuousReception] = reception.text
    }
}

/// What `+CEDRXS` requested.
struct DiscontinuousReception: Hashable {
    /// 0 off, 1 on, 2 on with the URC.
    var mode = 0
    /// Four binary digits per technology: 4 LTE-M, 5 NB-IoT.
    var values: [Int: String] = [:]

    /// Reads what is stored in NVM; nothing is requested if there is nothing.
    init(_ text: String?) {
        for part in (text ?? "").split(separator: " ") {
            let pair = part.split(separator: "=")
            if pair.count == 2, let technology = Int(pair[0]) { values[technology] = String(pair[1]) }
            if pair.count == 1, let number = Int(pair[0]) { mode = number }
        }
    }

    /// `2 4=0101`, for NVM.
    var text: String {
        (["\(mode)"] + values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    }
}

extension ATModule {
    var reception: DiscontinuousReception { DiscontinuousReception(nvm[.discontinuousReception]) }
}
