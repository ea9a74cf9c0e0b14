import Emulator
import Modem

extension ATCommandTable {
    /// The files of the SIM.
    ///
    /// - Source: 3GPP TS 27.007 §8.18; 3GPP TS 51.011 §9.4, §10.
    static let simCommands: [ATCommand] = [
        ATCommand(
            "+CRSM", "access to the SIM",
            takes: .unshown(
                .choice("command", [176, 178, 192, 203, 214, 219, 220, 242]), .number("fileid", 0...65_535).optional,
                .number("P1", 0...255).optional, .number("P2", 0...255).optional, .number("P3", 0...255).optional,
                .text("data", 0...510).optional, .text("pathid", 0...12).optional),
            set: { call in try accessSIM(call) })
    ]

    private static func accessSIM(_ call: ATCall) throws(ATError) {
        var files = SIMFiles(try call.sim, forbidden: call.module.text(.forbiddenNetworks))
        let file = try call.parameters.integerIfGiven(1, "fileid") ?? 0
        let offset =
            (try call.parameters.integerIfGiven(2, "P1") ?? 0) << 8
            + (try call.parameters.integerIfGiven(3, "P2") ?? 0)
        let length = try call.parameters.integerIfGiven(4, "P3") ?? 0
        switch try call.parameters.integer(0, "command") {
        case 176: answer(call, files.read(file, at: offset, length))
        case 192: answer(call, files.describe(file))
        case 214:
            let text = try call.parameters.string(5, "data")
            guard let bytes = SIMFiles.bytes(text), bytes.count == length else {
                throw .syntax("<data> is not \(length) bytes in hexadecimal", column: call.parameters.list[5].column)
            }
            let result = files.write(bytes, to: file, at: offset)
            call.module.set(.forbiddenNetworks, to: files.forbiddenText)
            answer(call, result)
        case 242: answer(call, .done([]))
        default: answer(call, .refused(0x6D, 0x00))
        }
    }

    private static func answer(_ call: ATCall, _ result: SIMFiles.Result) {
        switch result {
        case .done(let bytes): call.answer("144,0" + (bytes.isEmpty ? "" : ",\"\(SIMFiles.text(bytes))\""))
        case .refused(let first, let second): call.answer("\(first),\(second)")
        }
    }
}
