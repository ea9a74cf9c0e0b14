import FileSystem
import ObjectCheck
import ObjectHost
import ObjectWriter
import Products
import Terminal

extension GenerateCommand {
    /// What the head of a script says about the functions that a product provides.
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

    /// Checks the scripts that were made for a product; false if there is something to fix, which is reported.
    static func check(_ reports: [GenerateReport]) throws -> Bool {
        var isClean = true
        let made = reports.compactMap { report in report.made }
        for product in Product.all {
            let paths = made.filter { $0.product == product.name }.map { $0.path }
            let files = paths.filter { Files.status($0)?.kind == .file }
            guard !files.isEmpty else { continue }
            let report = ObjectChecker(product: product).check(try CheckedFile.all(at: files))
            for finding in report.findings where finding.severity != .note { Output.errorLine(finding.text) }
            if !report.isClean { isClean = false }
        }
        return isClean
    }
}
