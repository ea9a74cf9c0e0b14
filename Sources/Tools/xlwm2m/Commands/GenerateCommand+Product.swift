import FileSystem
import ObjectCheck
import ObjectHost
import ObjectWriter
import Products
import Terminal

extension GenerateCommand {
    /// What the head of a script says of the functions that a product gives it.
    ///
    /// - Source: UBX-18068860 R09 §5.4, §5.5, §6.
    static func bindings(of product: Product) -> [String] {
        let pins = product.pulsePins.map(String.init).joined(separator: ", ")
        let pulse =
            product.hasPulse
            ? "lua_send_pulse(pin) pulses a pin of \(pins)"
            : "lua_send_pulse is nil: if lua_send_pulse then lua_send_pulse(16) end"
        return [
            "\(product.name) gives a script:",
            "  \(product.urcForm.call): +ULWM2MNOTIFY for the host",
            "  \(pulse)",
            "  lua_modem_get_imei(), lua_modem_get_msisdn(): texts",
            "  lua_modem_get_carrier_id(): one of lwm2m_carrier_id",
            "  lua_system_reboot(), lua_system_factory_reset()",
        ]
    }

    /// Checks the scripts that were made for a product; false if there is something to mend, which is said.
    static func check(_ jobs: [GenerateJob], in folder: String, for product: Product) throws -> Bool {
        let paths = jobs.map { Paths.join(folder, $0.script) }.filter { Files.status($0)?.kind == .file }
        let report = ObjectChecker(product: product).check(try CheckedFile.all(at: paths))
        for finding in report.findings where finding.severity != .note { Output.errorLine(finding.text) }
        return report.isClean
    }
}
