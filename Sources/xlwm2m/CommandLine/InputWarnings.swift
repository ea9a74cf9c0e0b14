import LwM2M
import LwM2MClient
import Modem

/// Input that is taken as it is, and was probably meant otherwise: one line of warning each.
enum InputWarnings {
    /// An IMEI whose last digit does not check the others; also as part of an endpoint, `urn:imei:...`.
    static func imei(_ text: String) -> String? {
        let imei = text.lowercased().hasPrefix("urn:imei:") ? String(text.dropFirst(9)) : text
        return IMEI.expectedCheckDigit(imei).map { digit in
            "the check digit of the IMEI \(imei) is wrong: \(imei.dropLast())\(digit) would be right"
        }
    }

    /// A key that is given as text and looks hexadecimal. The words never hold the key.
    static func key(_ text: String, option: String) -> String? {
        guard CredentialSpelling.isTextThatLooksHexadecimal(text) else { return nil }
        return "option '\(option)': the key is taken as text and looks hexadecimal; hex: in place of str: takes it so"
    }

    /// A server that is spoken to without security.
    static func security(of address: ServerURI) -> String? {
        guard !address.isSecure else { return nil }
        return "\(address) has no security: whoever is on the way can read and change what is said; "
            + "coaps:// with --psk has it"
    }
}
